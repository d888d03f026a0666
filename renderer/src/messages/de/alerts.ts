import { formatCount, formatTime } from '../../format.ts';
import type { alertMessages as en } from '../en/alerts.ts';
import type { Translation } from '../translation.ts';

export const alertMessages: Translation<typeof en> = {
  title: 'Ob Meldungen ankommen',
  loading: 'Die Meldungen werden gelesen …',
  failed: 'Die Meldungen ließen sich nicht lesen.',
  tryAgain: 'Erneut versuchen',
  channels: { toast: 'Desktop', email: 'E-Mail', webhook: 'Webhook', eventLog: 'Windows-Ereignisprotokoll' },
  states: { off: 'nicht eingerichtet', ready: 'bereit', waiting: 'wartet', failing: 'gestört' },
  last: (ms) => `zuletzt ${formatTime(ms, Date.now())}`,
  quiet: (untilMs) => `Ruhezeit bis ${formatTime(untilMs, Date.now())}: Was anfällt, wird danach gemeldet.`,
  test: 'Testmeldung senden',
  testing: 'Wird gesendet …',
  noWay: 'Noch ist kein Weg eingerichtet.',
  token: 'Token für den Webhook',
  tokenHint: 'Wird als Bearer-Token gesendet. Es liegt bei den Kennwörtern und wird nie angezeigt.',
  keepToken: 'Token speichern',
  tokenKept: 'Das Token wurde gespeichert.',
  recent: 'Zuletzt gemeldet',
  none: 'Noch wurde nichts gemeldet. Störungen werden eine Minute nach ihrem Auftreten gemeldet.',
  figures: (accepted, delivered, failed, refused) =>
    `${formatCount(accepted)} angenommen, ${formatCount(delivered)} zugestellt, ${formatCount(failed)} gescheitert, ${formatCount(refused)} abgewiesen`,
  more: (n) => `und ${formatCount(n)} weitere`,
  over: 'Behoben:',
};
