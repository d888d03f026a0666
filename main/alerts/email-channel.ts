import type { AlertSettings } from '../config/snapshot.ts';
import type { AlertNotice } from '../contract/alert-view.ts';
import type { Problem } from '../contract/problem-view.ts';
import { PostroomError } from '../errors.ts';
import { headerText, isAscii, mailDate, oneLine } from '../transport/mime-text.ts';
import type { Route } from '../transport/routing.ts';
import type { Channel, SendResult } from './channel.ts';
import { textOf } from './notice-text.ts';

/** Alerts by mail, through our own queue. What a failing route is about never goes into that route. */

/** By this a failed delivery is known to be that of an alert, and is not told by mail again. */
const MESSAGE_ID_PREFIX = '<postroom-alert-';

export interface AlertMail {
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly text: string;
}

export interface EmailChannelParts {
  readonly settings: () => AlertSettings;
  readonly fqdn: () => string;
  readonly serverName: () => string;
  /** Of the recipient, or of those that an alias puts in its place. */
  readonly routesOf: (sender: string, recipient: string) => readonly Route[];
  /** Puts it into the queue. Rejects where the queue takes nothing. */
  readonly submit: (mail: AlertMail) => Promise<void>;
}

export function createEmailChannel(parts: EmailChannelParts): Channel {
  return {
    isSetUp: () => parts.settings().email !== null,
    async send(notice, open) {
      const { email } = parts.settings();
      if (email === null) return { state: 'failed', text: 'There is no recipient for alerts.' };
      const reachable = email.recipients.filter((recipient) =>
        parts.routesOf(email.sender, recipient).every((route) => !isBlocked(route, open)),
      );
      if (reachable.length === 0) return { state: 'blocked', text: BLOCKED };
      return submit(parts, { sender: email.sender, recipients: reachable }, notice);
    },
  };
}

const BLOCKED = 'The alert would have to go the way that is failing; it is sent when that way is open again.';

async function submit(
  parts: EmailChannelParts,
  envelope: Omit<AlertMail, 'text'>,
  notice: AlertNotice,
): Promise<SendResult> {
  try {
    await parts.submit({ ...envelope, text: mailText(parts, envelope, notice) });
    return { state: 'sent', text: `The mail to ${envelope.recipients.join(', ')} is in the queue.` };
  } catch (error) {
    const why = error instanceof PostroomError ? error.message : 'The mail could not be put into the queue.';
    return { state: 'retry', text: why };
  }
}

function mailText(
  { fqdn, serverName }: EmailChannelParts,
  { sender, recipients }: Omit<AlertMail, 'text'>,
  notice: AlertNotice,
): string {
  const body = `${textOf(notice, serverName())}\n`.replaceAll('\n', '\r\n');
  const isPlain = isAscii(body);
  return [
    `Date: ${mailDate(notice.atMs)}`,
    `From: Postroom <${oneLine(sender, 320)}>`,
    `To: ${recipients.map((recipient) => `<${oneLine(recipient, 320)}>`).join(',\r\n ')}`,
    `Subject: ${headerText(`[${serverName()}] ${notice.title}`)}`,
    // The same alert has the same Message-ID, however often it had to be put into the queue.
    `Message-ID: ${MESSAGE_ID_PREFIX}${notice.id}@${fqdn()}>`,
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    `Content-Type: text/plain; charset=${isPlain ? 'us-ascii' : 'utf-8'}`,
    `Content-Transfer-Encoding: ${isPlain ? '7bit' : 'base64'}`,
    '',
    isPlain
      ? body
      : (
          Buffer.from(body)
            .toString('base64')
            .match(/.{1,76}/g) ?? []
        ).join('\r\n'),
    '',
  ].join('\r\n');
}

/** Whether a message is an alert of our own. */
export function isAlertMail({ messageId, source }: { readonly messageId: string; readonly source: string }): boolean {
  return source === 'PICKUP' && messageId.startsWith(MESSAGE_ID_PREFIX);
}

/** Whether mail by this route would wait for what a problem is about. */
export function isBlocked({ kind, queue, connector }: Route, open: readonly Problem[]): boolean {
  return open.some((problem) => {
    if (problem.kind === 'queue-stuck') return problem.facts.queue === queue;
    if (problem.kind === 'secret-missing') return problem.facts.connector === connector?.name;
    if (problem.kind === 'unreachable-mail' || problem.kind === 'no-send-connector') return kind === 'unreachable';
    return false;
  });
}
