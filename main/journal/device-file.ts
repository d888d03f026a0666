import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { errorCode } from '../config/atomic-file.ts';
import type { DeviceCard } from '../contract/session-view.ts';
import { PostroomError } from '../errors.ts';

/** devices.json: what is known of each source address, kept over restarts. */

const envelopeSchema = z.object({
  atMs: z.number(),
  localAddress: z.string(),
  localPort: z.number(),
  helo: z.string().nullable(),
  tls: z.enum(['none', 'starttls', 'implicit']),
  account: z.string().nullable(),
  mailFrom: z.string(),
  recipients: z.array(z.string()),
  reply: z.string(),
});
const daySchema = z.object({ startMs: z.number(), accepted: z.number(), refused: z.number() });
const loginSchema = z.object({
  atMs: z.number(),
  mechanism: z.string(),
  userName: z.string().nullable(),
  succeeded: z.boolean(),
});
const knockSchema = z.object({
  sinceMs: z.number(),
  lastMs: z.number(),
  times: z.number(),
  senders: z.array(z.string()),
  recipients: z.array(z.string()),
});
const cardSchema = z.object({
  address: z.string(),
  firstSeenMs: z.number(),
  lastSeenMs: z.number(),
  connector: z.string(),
  tls: z.string().nullable(),
  helo: z.string().nullable(),
  sessions: z.number(),
  accepted: z.number(),
  refused: z.number(),
  deviations: z.array(z.string()),
  lastError: z.string().nullable(),
  lastErrorMs: z.number().nullable(),
  // Version 1 did not keep envelopes.
  lastAccepted: envelopeSchema.nullable().default(null),
  lastRefused: envelopeSchema.nullable().default(null),
  // Version 2 did not keep these.
  localEndpoint: z.string().nullable().default(null),
  days: z.array(daySchema).default([]),
  // Version 3 did not keep these.
  hostName: z.string().nullable().default(null),
  login: loginSchema.nullable().default(null),
  repeat: z.object({ times: z.number(), lastMs: z.number() }).nullable().default(null),
  knock: knockSchema.nullable().default(null),
});
const fileSchema = z.object({
  version: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  devices: z.array(cardSchema),
});

/** The cards of a file, least recently seen first; none where there is no file. Throws 'data-folder-unusable'. */
export function readDevices(path: string): readonly DeviceCard[] {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).devices;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    const text = `The device list in ${path} cannot be read; it begins anew.`;
    throw new PostroomError('data-folder-unusable', text, { cause: error });
  }
}

export function printDevices(devices: readonly DeviceCard[]): string {
  return JSON.stringify({ version: 4, devices });
}
