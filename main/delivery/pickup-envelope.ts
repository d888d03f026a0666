import addressparser from 'nodemailer/lib/addressparser';
import { isWireSafe } from './address-check.ts';

export interface PickupEnvelope {
  /** Empty for the null sender. */
  readonly mailFrom: string;
  readonly recipients: readonly string[];
}

export interface PickupHead {
  readonly envelope: PickupEnvelope;
  /** The header without the X-Sender and X-Receiver lines, up to and including the empty line. */
  readonly header: Buffer;
  /** Bytes of the file that the header took. */
  readonly consumed: number;
}

/** A header longer than this is not one that a program writes. */
export const MAXIMUM_HEADER_BYTES = 256 * 1024;

/**
 * Reads the envelope off the top of a picked-up file: X-Sender and X-Receiver as Exchange's replay folder takes
 * them, else From and everybody in To, Cc and Bcc. Returns a plain sentence where there is none to be had.
 */
export function readPickupHead(start: Buffer): PickupHead | string {
  const end = headerEnd(start);
  if (end === null) {
    return start.length >= MAXIMUM_HEADER_BYTES
      ? 'The header is longer than 256 KiB: the file is not a message.'
      : 'There is no empty line after the header: the file is not a complete message.';
  }
  const fields = unfold(start.subarray(0, end.header).toString('latin1'));
  const xSender = fields.find(({ name }) => name === 'x-sender');
  const xReceivers = fields.filter(({ name }) => name === 'x-receiver');
  const named = (...names: readonly string[]): string[] =>
    fields.filter(({ name }) => names.includes(name)).flatMap(({ value }) => addressesIn(value));
  const mailFrom = xSender ? (addressesIn(xSender.value)[0] ?? '') : named('from')[0];
  const recipients = [...new Set(xReceivers.length > 0 ? named('x-receiver') : named('to', 'cc', 'bcc'))];
  if (mailFrom === undefined) return 'There is no sender: add a From line with an address.';
  if (recipients.length === 0) return 'There is no recipient: add a To, Cc or Bcc line with an address.';
  const wrong = [...(mailFrom === '' ? [] : [mailFrom]), ...recipients].find((address) => !isAddress(address));
  if (wrong !== undefined) return `"${wrong.slice(0, 200)}" is not a mail address: write it as name@domain.`;
  const kept = fields.filter(({ name }) => name !== 'x-sender' && name !== 'x-receiver').map(({ raw }) => raw);
  return {
    envelope: { mailFrom, recipients },
    header: Buffer.from(`${kept.join('')}\r\n`, 'latin1'),
    consumed: end.body,
  };
}

function isAddress(address: string): boolean {
  return isWireSafe(address) && address.includes('@');
}

function headerEnd(start: Buffer): { header: number; body: number } | null {
  const crlf = start.indexOf('\r\n\r\n');
  const lf = start.indexOf('\n\n');
  if (crlf >= 0 && (lf < 0 || crlf < lf)) return { header: crlf + 2, body: crlf + 4 };
  return lf < 0 ? null : { header: lf + 1, body: lf + 2 };
}

interface Field {
  readonly name: string;
  readonly value: string;
  readonly raw: string;
}

function unfold(header: string): Field[] {
  const fields: Field[] = [];
  for (const raw of header.match(/[^\n]*\n(?:[ \t][^\n]*\n)*/g) ?? []) {
    const colon = raw.indexOf(':');
    const name = colon < 0 ? '' : raw.slice(0, colon).trim().toLowerCase();
    fields.push({
      name,
      value: raw
        .slice(colon + 1)
        .replace(/\r?\n/g, ' ')
        .trim(),
      raw,
    });
  }
  return fields;
}

function addressesIn(value: string): string[] {
  const text = Buffer.from(value, 'latin1').toString('utf8');
  return addressparser(text, { flatten: true })
    .map(({ address, name }) => (address === '' ? name : address).trim())
    .filter((address) => address !== '');
}
