import { formatCount, formatMinute, formatTime, plural } from '../../format.ts';

/** Every text about what send connectors may hand over. */

export const quotaMessages = {
  title: 'Quota',
  preset: 'As allowed by',
  presetHint:
    'What is over a limit waits in the queue and leaves by itself. Limits hold in every span of their length.',
  noPreset: 'nobody in particular',
  presets: {
    'microsoft-365': 'Microsoft 365, with a login',
    'microsoft-365-connector': 'Microsoft 365, through a connector',
    'high-volume-email': 'High Volume Email',
    gmail: 'Gmail',
    'gmail-relay': 'Google Workspace relay',
    'azure-communication-services': 'Azure Communication Services',
  },
  none: 'no limit',
  usual: 'as usual there',
  limits: {
    messagesPerMinute: 'Messages a minute',
    messagesPerHour: 'Messages an hour',
    messagesPerDay: 'Messages a day',
    recipientsPerDay: 'Recipients a day',
    recipientsPerMessage: 'Recipients a message',
    connections: 'Connections at a time',
  },
  gauges: 'Sending now',
  loading: 'Reading how much was sent …',
  failed: 'How much was sent could not be read.',
  tryAgain: 'Try again',
  empty: 'No send connector is on.',
  used: (used: number, limit: number) => `${formatCount(used)} of ${formatCount(limit)}`,
  freeAt: (ms: number) => `the next fits at ${formatTime(ms, Date.now())}`,
  idle: 'nothing waiting',
  waiting: (count: number) => `${plural(count, 'message', 'messages')} waiting`,
  clears: (ms: number) => `queue clears at about ${formatTime(ms, Date.now())}`,
  active: (active: number, most: number) => `${formatCount(active)} of ${formatCount(most)} at a time`,
  slowed: (ms: number) => `Sends less, since the server asked for it. Next try at ${formatMinute(ms)}.`,
};
