import type { IntakeResult } from '../transport/intake.ts';
import type { Session } from './session.ts';

/** Says that a device sends again what was accepted, and that it did not wait for the answer. Nothing is dropped. */
export function noteRepeat(
  session: Session,
  { bytes, headerBytes, header, contentMark }: IntakeResult,
  recipients: readonly string[],
): void {
  const { log, limits, endpoint } = session.services;
  // Some devices give all they send the same Message-ID.
  const messageId = header.added.includes('message-id') ? null : `${String(bytes - headerBytes)} ${header.messageId}`;
  const times = limits.sent({ address: endpoint.remoteAddress, messageId, content: contentMark, recipients });
  if (times > 1) {
    log.update({ repeated: times });
    session.deviates(
      'repeated-message',
      `The same message came ${String(times)} times and was accepted each time: the device does not wait for the answer, and sends again. Raise its SMTP timeout.`,
    );
  }
  if (session.isOver)
    session.deviates(
      'left-before-answer',
      'The client had gone when its message was accepted: it was not told so, and may send it again.',
    );
}
