import type { Journal } from '../journal/journal.ts';
import type { MessageDraft } from '../transport/queue.ts';

/** Writes the RECEIVE line of an accepted message. */
export function trackReceived(journal: Journal, serverName: string, draft: MessageDraft, bytes: number): void {
  const { origin, envelope } = draft;
  journal.track({
    event: 'RECEIVE',
    source: origin.source,
    ...(origin.remoteAddress === null ? {} : { clientIp: origin.remoteAddress }),
    ...(origin.helo === null ? {} : { clientHostname: origin.helo }),
    serverHostname: serverName,
    ...(origin.sessionId === null ? {} : { sourceContext: origin.sessionId }),
    ...(origin.connector === null ? {} : { connectorId: origin.connector }),
    internalMessageId: draft.id,
    messageId: draft.messageId,
    recipients: envelope.recipients.map(({ address }) => address),
    totalBytes: bytes,
    subject: draft.subject,
    sender: envelope.mailFrom,
    returnPath: envelope.mailFrom === '' ? '<>' : envelope.mailFrom,
    directionality: origin.trusted ? 'Originating' : 'Incoming',
  });
}
