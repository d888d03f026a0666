import type { AlertsDocument } from '../contract/alerts.ts';
import { milliseconds } from './compile-send-connector.ts';
import type { AlertSettings } from './snapshot.ts';

/** The alerts section as numbers. `postmaster` sends what no other sender is set for. */
export function compileAlerts(document: AlertsDocument, postmaster: string): AlertSettings {
  const { quietFrom, quietUntil, emailRecipients } = document;
  return Object.freeze({
    toasts: document.toastEnabled,
    email:
      emailRecipients.length === 0
        ? null
        : Object.freeze({ recipients: emailRecipients, sender: document.emailSender ?? postmaster }),
    webhook: document.webhookUrl,
    eventLog: document.eventLogEnabled,
    // From and until the same time is no time at all.
    quiet:
      quietFrom === null || quietUntil === null || quietFrom === quietUntil
        ? null
        : Object.freeze({ fromMinute: minuteOfDay(quietFrom), untilMinute: minuteOfDay(quietUntil) }),
    failureReports: document.failureReportEnabled,
    recoveries: document.recoveryEnabled,
    groupingMs: milliseconds(document.groupingInterval),
    digestMinute: document.digestAt === null ? null : minuteOfDay(document.digestAt),
  });
}

function minuteOfDay(text: string): number {
  const [hours = '0', minutes = '0'] = text.split(':');
  return Number(hours) * 60 + Number(minutes);
}
