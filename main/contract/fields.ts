import { z } from 'zod';
import { parseByteSize, parseTimeSpan } from './units.ts';

/** Building blocks of the configuration document: Exchange's value types as zod schemas that keep the text. */

const SECOND_MS = 1000;
const DAY_MS = 86_400 * SECOND_MS;

/** ByteQuantifiedSize within [min, max] bytes; numbers are taken as bytes. */
export function byteSize(min: number, max = 2_147_483_647) {
  return z.union([z.string(), z.number().int().transform(String)]).refine(
    (text) => {
      const bytes = parseByteSize(text);
      return bytes !== null && bytes >= min && bytes <= max;
    },
    { error: `must be a size such as 36MB, between ${String(min)} and ${String(max)} bytes` },
  );
}

/** ByteQuantifiedSize or `unlimited`. */
export function byteSizeOrUnlimited(min: number) {
  return z.union([z.literal('unlimited'), byteSize(min)]);
}

/** EnhancedTimeSpan within [minMs, maxMs]. */
export function timeSpan(minMs = 0, maxMs = DAY_MS) {
  return z.string().refine(
    (text) => {
      const ms = parseTimeSpan(text);
      return ms !== null && ms >= minMs && ms <= maxMs;
    },
    {
      error: `must be a time span such as 00:05:00, between ${String(minMs / SECOND_MS)} and ${String(maxMs / SECOND_MS)} seconds`,
    },
  );
}

/** A whole number within [min, max]. */
export function whole(min: number, max: number) {
  return z.number().int().min(min).max(max);
}

/** A whole number within [min, max], or `unlimited` (Exchange's Unlimited<Int32>). */
export function unlimitedOr(min: number, max: number) {
  return z.union([z.literal('unlimited'), whole(min, max)]);
}

/** A domain or host name in A-label form: labels of letters, digits, hyphen and underscore. */
export const hostName = z
  .string()
  .max(255)
  .regex(
    /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/i,
    'must be a host name such as mail.office.example',
  );

/** One IP address without zone. */
export const ipAddress = z.union([z.ipv4(), z.ipv6()], { error: 'must be an IP address such as 192.168.0.181 or ::1' });

/** A mailbox as a person types it; the strict grammar is applied where mail is accepted. */
export const mailbox = z
  .string()
  .max(320)
  .regex(/^[^\s@<>\p{Cc}]+@[^\s@<>\p{Cc}]+$/u, 'must be an address such as scanner@office.example');

// Names Windows keeps for devices, with or without an extension.
const DEVICE_NAME = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** A folder name that is one plain path component on every file system. */
export const folderName = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9_-])?$/i, 'must be a plain folder name')
  .refine((name) => !DEVICE_NAME.test(name), { error: 'must not be a name that Windows keeps for devices' });

/** The name of a connector or domain: it stands in identities (`SERVER\Name`), log lines and secret names. */
export const displayName = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\\]*$/u, 'must be one line without control characters and without a backslash');
