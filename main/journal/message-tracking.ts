import { createTimestamp, csvField } from './log-text.ts';

/** The message tracking log's line: every field in Exchange's order, empty where it has no meaning here. */

export const TRACKING_FIELDS = [
  'date-time',
  'client-ip',
  'client-hostname',
  'server-ip',
  'server-hostname',
  'source-context',
  'connector-id',
  'source',
  'event-id',
  'internal-message-id',
  'message-id',
  'network-message-id',
  'recipient-address',
  'recipient-status',
  'total-bytes',
  'recipient-count',
  'related-recipient-address',
  'reference',
  'message-subject',
  'sender-address',
  'return-path',
  'message-info',
  'directionality',
  'tenant-id',
  'original-client-ip',
  'original-server-ip',
  'custom-data',
  'transport-traffic-type',
  'log-id',
  'schema-version',
].join(',');

/** A line of the message tracking log. */
export interface TrackingEvent {
  readonly event:
    'RECEIVE' | 'SEND' | 'DELIVER' | 'DEFER' | 'FAIL' | 'DSN' | 'EXPAND' | 'POISONMESSAGE' | 'SUBMIT' | 'DROP';
  readonly source: 'SMTP' | 'DSN' | 'ROUTING' | 'QUEUE' | 'PICKUP' | 'STOREDRIVER' | 'ADMIN' | 'POISONMESSAGE';
  readonly clientIp?: string;
  readonly clientHostname?: string;
  readonly serverIp?: string;
  readonly serverHostname?: string;
  readonly sourceContext?: string;
  readonly connectorId?: string;
  readonly internalMessageId: number;
  readonly messageId: string;
  readonly recipients: readonly string[];
  readonly recipientStatus?: readonly string[];
  readonly totalBytes: number;
  readonly subject: string | null;
  readonly sender: string;
  readonly returnPath: string;
  readonly relatedRecipient?: string;
  readonly reference?: string;
  readonly directionality?: 'Incoming' | 'Originating';
}

export interface TrackingRecord {
  readonly atMs: number;
  readonly event: TrackingEvent;
}

export interface TrackingFormatOptions {
  /** Stands as server-hostname where an event names none. */
  readonly serverName: () => string;
  /** MessageTrackingSubjectLoggingEnabled. */
  readonly logsSubject: () => boolean;
}

export function createTrackingFormat({
  serverName,
  logsSubject,
}: TrackingFormatOptions): (record: TrackingRecord) => string {
  const timestamp = createTimestamp();
  return ({ atMs, event }) => {
    const fields = [
      given(event.clientIp),
      given(event.clientHostname),
      given(event.serverIp),
      event.serverHostname ?? serverName(),
      given(event.sourceContext),
      given(event.connectorId),
      event.source,
      event.event,
      String(event.internalMessageId),
      event.messageId,
      '',
      event.recipients.join(';'),
      given(event.recipientStatus?.join(';')),
      String(event.totalBytes),
      String(event.recipients.length),
      given(event.relatedRecipient),
      given(event.reference),
      logsSubject() ? given(event.subject) : '',
      event.sender,
      event.returnPath === '' ? '<>' : event.returnPath,
      '',
      event.directionality ?? 'Undefined',
      '',
      given(event.clientIp),
      given(event.serverIp),
      '',
      'Email',
      '',
      '15.0.0.0',
    ];
    return `${timestamp(atMs)},${fields.map(csvField).join(',')}`;
  };
}

function given(text: string | null | undefined): string {
  return text ?? '';
}
