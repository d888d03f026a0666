import { z } from 'zod';
import { call, shape } from './declaration.ts';

/** The message tracking log, as it stands in its files. Times in ms since 1970. */

export interface TrackingRow {
  readonly atMs: number;
  readonly eventId: string;
  readonly source: string;
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly recipientStatus: readonly string[];
  readonly messageSubject: string;
  readonly messageId: string;
  readonly internalMessageId: string;
  readonly clientIp: string;
  readonly clientHostname: string;
  readonly serverIp: string;
  readonly serverHostname: string;
  readonly connectorId: string;
  readonly sourceContext: string;
  readonly totalBytes: number;
  readonly recipientCount: number;
  readonly relatedRecipientAddress: string;
  readonly reference: string;
  readonly returnPath: string;
  readonly directionality: string;
}

const text = z.string().max(1024);
const atMs = z.number().int().nonnegative();

export const trackingFilter = z.strictObject({
  startMs: atMs.optional(),
  endMs: atMs.optional(),
  /** RECEIVE, SEND, DELIVER, DEFER, FAIL and the like. */
  eventId: text.optional(),
  source: text.optional(),
  sender: text.optional(),
  /** One of them is enough. */
  recipients: z.array(text).max(100).optional(),
  /** With or without angle brackets. */
  messageId: text.optional(),
  internalMessageId: text.optional(),
  /** Part of the subject. */
  messageSubject: text.optional(),
  reference: text.optional(),
});
export type TrackingFilter = z.output<typeof trackingFilter>;

export const trackingCalls = {
  /** Oldest first, up to the limit. */
  'tracking.list': call(
    'view',
    z.strictObject({ filter: trackingFilter.default({}), limit: z.number().int().min(1).max(10_000).default(1000) }),
    shape<readonly TrackingRow[]>(),
  ),
} as const;
