import { formatCount, formatTime } from '../../format.ts';

/** Every text of the panel of alerts. */

export const alertMessages = {
  title: 'Whether alerts arrive',
  loading: 'Reading what was told …',
  failed: 'What was told could not be read.',
  tryAgain: 'Try again',
  channels: { toast: 'Desktop', email: 'E-mail', webhook: 'Webhook', eventLog: 'Windows event log' },
  states: { off: 'not set up', ready: 'ready', waiting: 'waiting', failing: 'failing' },
  last: (ms: number) => `last ${formatTime(ms, Date.now())}`,
  quiet: (untilMs: number) => `Quiet hours until ${formatTime(untilMs, Date.now())}: what comes up is told then.`,
  test: 'Send a test alert',
  testing: 'Sending …',
  noWay: 'No way is set up yet.',
  token: 'Token for the webhook',
  tokenHint: 'Sent as a bearer token. It is kept with the passwords and never shown.',
  keepToken: 'Keep the token',
  tokenKept: 'The token was kept.',
  recent: 'Told last',
  none: 'Nothing was told yet. Problems are told a minute after they appear.',
  figures: (accepted: number, delivered: number, failed: number, refused: number) =>
    `${formatCount(accepted)} accepted, ${formatCount(delivered)} delivered, ${formatCount(failed)} failed, ${formatCount(refused)} refused`,
  more: (n: number) => `and ${formatCount(n)} more`,
  over: 'Over:',
};
