import type { MessageDetail } from '../../../main/contract/queue-view.ts';
import { fullNameOf } from '../devices/device-names.ts';
import type { DeviceNames } from '../devices/device-names.ts';
import { formatSize, formatTime } from '../format.ts';
import { messages } from '../messages.ts';
import { visibleText } from '../sessions/visible-text.ts';
import { senderOf } from './message-words.ts';

/** What is known of a message, as names and values. */

export interface Fact {
  readonly name: string;
  readonly value: string;
  /** Where there is more about it. */
  readonly href?: string | null;
}

const words = messages.queue.message;

export function envelopeFacts(message: MessageDetail, nowMs: number): readonly Fact[] {
  return [
    { name: words.sender, value: senderOf(message) },
    { name: words.received, value: formatTime(message.receivedAtMs, nowMs) },
    ...(message.status === 'ready'
      ? [{ name: words.nextAttempt, value: formatTime(message.nextAttemptMs, nowMs) }]
      : []),
    ...(message.releaseAtMs === null ? [] : [{ name: words.heldUntil, value: formatTime(message.releaseAtMs, nowMs) }]),
    { name: words.expires, value: formatTime(message.expiresAtMs, nowMs) },
    { name: words.size, value: formatSize(message.size) },
    { name: words.messageId, value: visibleText(message.messageId) },
    { name: words.internalId, value: String(message.id) },
    { name: words.options, value: optionsOf(message) },
    ...transmissionOf(message),
  ];
}

/** What rules made of the addresses when the message came. */
export function rewrittenFacts({ rewritten }: MessageDetail): readonly Fact[] {
  return rewritten.map(rewrittenFact);
}

function rewrittenFact({ what, original, now, by }: MessageDetail['rewritten'][number]): Fact {
  const { rewritten } = words;
  const targets = now.map(visibleText).join(', ');
  if (what === 'copy') return { name: rewritten.copy, value: targets };
  const text = `${visibleText(original)} → ${targets}`;
  return { name: rewritten[what], value: by === null ? text : `${text} (${rewritten.device(by)})` };
}

function optionsOf({ ret, envid }: MessageDetail): string {
  const asked = [ret === null ? '' : words.ret[ret], envid === null ? '' : `${words.envid} ${visibleText(envid)}`];
  return asked.filter((part) => part !== '').join(', ') || words.notAsked;
}

function transmissionOf({ eightBit, smtpUtf8 }: MessageDetail): readonly Fact[] {
  const value = [eightBit ? words.eightBit : '', smtpUtf8 ? words.smtpUtf8 : '']
    .filter((part) => part !== '')
    .join(', ');
  return value === '' ? [] : [{ name: words.body, value }];
}

/** Where it came from; the session is a link only while it is kept. */
export function sourceFacts(message: MessageDetail, hasSession: boolean, names: DeviceNames): readonly Fact[] {
  const { connector, remoteAddress, sessionId, helo, account } = message;
  const bare = connector?.slice(connector.indexOf('\\') + 1) ?? '';
  return [
    { name: words.source, value: words.sources[message.source] },
    ...(connector === null
      ? []
      : [{ name: words.connector, value: visibleText(connector), href: `#connectors:${encodeURIComponent(bare)}` }]),
    ...(remoteAddress === null
      ? []
      : [
          {
            name: words.device,
            value: visibleText(fullNameOf(names, remoteAddress)),
            href: `#devices:${encodeURIComponent(remoteAddress)}`,
          },
        ]),
    ...(helo === null ? [] : [{ name: words.helo, value: visibleText(helo) }]),
    ...(account === null ? [] : [{ name: words.account, value: visibleText(account) }]),
    ...(sessionId === null
      ? []
      : [{ name: words.session, value: sessionId, href: hasSession ? `#tester:${sessionId}` : null }]),
  ];
}
