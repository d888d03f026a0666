import { createHash } from 'node:crypto';

/** Messages that show by themselves whether they arrived whole. */

export interface MarkedMessage {
  readonly id: string;
  /** As it goes between DATA and the final dot: CRLF line ends, dots doubled. */
  readonly wire: Buffer;
}

/** A message with its id in the subject and the body, and a checksum of the body as its last line. */
export function markedMessage(id: string, bytes: number): MarkedMessage {
  const lines = [`id ${id}`, '.a line that begins with a dot', ''];
  const line = `${id} ${'All work and no play makes Jack a dull boy. '.repeat(3)}`.slice(0, 120);
  const body = `${lines.join('\r\n')}\r\n${`${line}\r\n`.repeat(Math.max(1, Math.floor(bytes / (line.length + 2))))}`;
  const whole = `${body}end ${id} ${hashOf(Buffer.from(body))}\r\n`;
  const head = `Subject: ${id}\r\nFrom: <device@office.example>\r\nMessage-ID: <${id}@client.example>\r\nDate: Sun, 22 Nov 2026 09:41:07 +0000\r\n\r\n`;
  return { id, wire: Buffer.from(head + whole.replaceAll('\r\n.', '\r\n..')) };
}

export interface Verdict {
  /** Null for a message that is not one of ours. */
  readonly id: string | null;
  readonly isWhole: boolean;
}

/** Reads a message as a server got it, dots still doubled. */
export function inspectMessage(wire: Buffer): Verdict {
  const text = wire.toString('latin1').replaceAll('\r\n.', '\r\n');
  const start = text.indexOf('\r\n\r\n');
  const id = /^Subject: (\S+)\r$/m.exec(text.slice(0, start + 2))?.[1];
  if (id === undefined || !text.includes(`\r\n\r\nid ${id}\r\n`)) return { id: null, isWhole: false };
  const end = text.lastIndexOf(`end ${id} `);
  const body = Buffer.from(text.slice(start + 4, end), 'latin1');
  return { id, isWhole: end > 0 && text.slice(end) === `end ${id} ${hashOf(body)}\r\n` };
}

function hashOf(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}
