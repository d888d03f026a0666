import { quotaPresetNames, type QuotaPreset } from '../contract/quota.ts';
import type { ProviderView } from '../contract/quota-view.ts';

/** What is known of the servers of large providers: where they are, how one signs in, and what they allow. Data. */

type ProviderLimits = ProviderView['limits'];

const checked = '2026-11-22';
const none: ProviderLimits = {
  ...{ messagesPerMinute: null, messagesPerHour: null, messagesPerDay: null },
  ...{ recipientsPerDay: null, recipientsPerMessage: null, connections: null },
};

// prettier-ignore
const all: Readonly<Record<QuotaPreset, Omit<ProviderView, 'name'>>> = {
  'microsoft-365': {
    title: 'Microsoft 365, SMTP AUTH client submission',
    host: 'smtp.office365.com', ports: [587, 25], auth: ['oauth', 'password'],
    limits: { ...none, messagesPerMinute: 30, recipientsPerDay: 10_000, recipientsPerMessage: 500, connections: 3 },
    notes: [
      'Basic authentication is off by default for existing organisations from the end of December 2026; the date of its removal is announced in the second half of 2027.',
      'A copy of each message is kept in Sent Items, so the mailbox can become full.',
    ],
    sources: [
      { url: 'https://learn.microsoft.com/en-us/exchange/troubleshoot/send-emails/smtp-submission-improvements', checked },
      { url: 'https://learn.microsoft.com/en-us/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits', checked },
      { url: 'https://techcommunity.microsoft.com/blog/exchange/updated-exchange-online-smtp-auth-basic-authentication-deprecation-timeline/4489835', checked },
    ],
  },
  'microsoft-365-connector': {
    title: 'Microsoft 365, SMTP relay through an inbound connector',
    host: '<tenant>.mail.protection.outlook.com', ports: [25], auth: ['none'],
    // Each organisation has its own number of outside recipients a day: that of one licence is the least.
    limits: { ...none, recipientsPerDay: 10_000, recipientsPerMessage: 500 },
    notes: [
      'The outside recipients a day grow with the licences: 500 for each to the power of 0.7, and 9,500 more.',
      'It stops when the public address of this network changes and the connector names it.',
    ],
    sources: [
      { url: 'https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/how-to-set-up-a-multifunction-device-or-application-to-send-email-using-microsoft-365-or-office-365', checked },
      { url: 'https://learn.microsoft.com/en-us/troubleshoot/exchange/email-delivery/ndr/non-delivery-reports-in-exchange-online', checked },
    ],
  },
  'high-volume-email': {
    title: 'Microsoft 365, High Volume Email',
    host: 'smtp.hve.mx.microsoft', ports: [587], auth: ['password', 'oauth'],
    limits: none,
    notes: [
      'It reaches recipients of the own organisation only.',
      'The older name smtp-hve.office365.com will be switched off; user name and password are taken until September 2028.',
      'Each recipient is billed from 1 June 2026 on.',
    ],
    sources: [
      { url: 'https://mc.merill.net/message/MC1243552', checked },
      { url: 'https://petri.com/high-volume-email-delivery-internal-recipients/', checked },
    ],
  },
  'gmail': {
    title: 'Gmail or Google Workspace, with the account of a person',
    host: 'smtp.gmail.com', ports: [587, 465], auth: ['oauth', 'password'],
    // A free account may send 500.
    limits: { ...none, messagesPerDay: 2000, recipientsPerMessage: 100 },
    notes: [
      'The password is an app password, which needs 2-step verification.',
      'A free account may send 500 messages a day instead of 2,000.',
    ],
    sources: [
      { url: 'https://support.google.com/a/answer/166852', checked },
      { url: 'https://support.google.com/accounts/answer/185833', checked },
    ],
  },
  'gmail-relay': {
    title: 'Google Workspace, SMTP relay service',
    host: 'smtp-relay.gmail.com', ports: [587, 465, 25], auth: ['none', 'password', 'oauth'],
    limits: { ...none, messagesPerDay: 10_000, recipientsPerDay: 10_000, recipientsPerMessage: 100 },
    notes: [
      'The limits are for each registered user, and for the organisation as a whole they are higher.',
      'Without TLS only the public address of this network is taken for a login.',
    ],
    sources: [{ url: 'https://support.google.com/a/answer/2956491', checked }],
  },
  'azure-communication-services': {
    title: 'Azure Communication Services',
    host: 'smtp.azurecomm.net', ports: [587], auth: ['password'],
    limits: { ...none, messagesPerMinute: 30, messagesPerHour: 100, recipientsPerMessage: 50, connections: 250 },
    notes: [
      'The limits are those a subscription begins with; Microsoft raises them on request.',
      'The user name is one made for the resource and bound to an Entra application.',
    ],
    sources: [
      { url: 'https://learn.microsoft.com/en-us/azure/communication-services/concepts/service-limits', checked },
      { url: 'https://www.chkja.dk/?p=980', checked },
    ],
  },
};

/** In the order in which people are offered them. */
export const providerPresets: readonly ProviderView[] = quotaPresetNames.map((name) => ({ name, ...all[name] }));

export function limitsOfPreset(name: QuotaPreset): ProviderLimits {
  return all[name].limits;
}
