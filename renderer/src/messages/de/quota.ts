import type { quotaMessages as english } from '../en/quota.ts';
import { formatCount, formatMinute, formatTime, plural } from '../../format.ts';
import type { Translation } from '../translation.ts';

/** Die Texte dazu, wie viel Sendeconnectors übergeben dürfen. */

export const quotaMessages: Translation<typeof english> = {
  title: 'Kontingent',
  preset: 'Wie erlaubt von',
  presetHint:
    'Was über einer Grenze liegt, wartet in der Warteschlange und geht von selbst hinaus. Grenzen gelten in jeder Spanne ihrer Länge.',
  noPreset: 'niemand Bestimmtem',
  presets: {
    'microsoft-365': 'Microsoft 365, mit Anmeldung',
    'microsoft-365-connector': 'Microsoft 365, über einen Connector',
    'high-volume-email': 'High Volume Email',
    gmail: 'Gmail',
    'gmail-relay': 'Google-Workspace-Relay',
    'azure-communication-services': 'Azure Communication Services',
  },
  none: 'keine Grenze',
  usual: 'wie dort üblich',
  limits: {
    messagesPerMinute: 'Nachrichten je Minute',
    messagesPerHour: 'Nachrichten je Stunde',
    messagesPerDay: 'Nachrichten je Tag',
    recipientsPerDay: 'Empfänger je Tag',
    recipientsPerMessage: 'Empfänger je Nachricht',
    connections: 'Verbindungen zugleich',
  },
  gauges: 'Versand gerade',
  loading: 'Die gesendeten Mengen werden gelesen …',
  failed: 'Die gesendeten Mengen ließen sich nicht lesen.',
  tryAgain: 'Erneut versuchen',
  empty: 'Kein Sendeconnector ist eingeschaltet.',
  used: (used: number, limit: number) => `${formatCount(used)} von ${formatCount(limit)}`,
  freeAt: (ms: number) => `Platz für die nächste: ${formatTime(ms, Date.now())}`,
  idle: 'nichts wartet',
  waiting: (count: number) => plural(count, 'Nachricht wartet', 'Nachrichten warten'),
  clears: (ms: number) => `Warteschlange leer gegen ${formatTime(ms, Date.now())}`,
  active: (active: number, most: number) => `${formatCount(active)} von ${formatCount(most)} zugleich`,
  slowed: (ms: number) => `Sendet weniger, weil der Server darum gebeten hat. Nächster Versuch um ${formatMinute(ms)}.`,
};
