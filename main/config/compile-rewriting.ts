import type { Rewriting, SenderRule } from '../connectors/model.ts';
import { parseRange, rangeSize } from '../connectors/ranges.ts';
import type { ReceiveRewritingDocument, SenderRewritingDocument } from '../contract/rewriting.ts';

/** The sender rule of a connector, or null where it has none. Throws 'config-invalid' for a range that cannot be read. */
export function compileSenderRule(connector: string, document: SenderRewritingDocument): SenderRule | null {
  const { sender, deviceSenders, keepOriginalInReplyTo } = document;
  if (sender === null && deviceSenders.length === 0) return null;
  const devices = deviceSenders.map((device) =>
    Object.freeze({ range: Object.freeze(parseRange(device.remoteIPRange)), sender: device.sender }),
  );
  return Object.freeze({
    connector,
    fixed: sender,
    devices: Object.freeze(devices.sort((a, b) => Number(rangeSize(a.range) - rangeSize(b.range)))),
    keepOriginal: keepOriginalInReplyTo,
  });
}

/** What a receive connector changes, or null where it changes nothing. */
export function compileRewriting(connector: string, document: ReceiveRewritingDocument): Rewriting | null {
  const sender = compileSenderRule(connector, document);
  const { archiveMailbox } = document;
  return sender === null && archiveMailbox === null ? null : Object.freeze({ sender, archiveMailbox });
}
