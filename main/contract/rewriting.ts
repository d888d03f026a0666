import { z } from 'zod';
import { folderName, mailbox } from './fields.ts';

/** Addresses that the relay changes on the way, as they stand in config.json. */

/** What is put into a message must not need SMTPUTF8 of whoever takes it next. */
const plainMailbox = mailbox.regex(/^[!-~]+$/, 'must be an address in ASCII, such as scanner@office.example');

export const deviceSenderSchema = z.strictObject({
  /** As in RemoteIPRanges; of several that hold the client the most specific decides. */
  remoteIPRange: z.string().min(1).max(100),
  sender: plainMailbox,
});

/** Sender of the messages of a connector: in MAIL FROM and in the From header. */
export const senderRewritingSchema = z.strictObject({
  /** null: as the client says, but for the devices below. */
  sender: plainMailbox.nullable().default(null),
  /** By the address of the client; goes before `sender`. */
  deviceSenders: z.array(deviceSenderSchema).max(1000).default([]),
  /** What From said becomes Reply-To where the message has none. */
  keepOriginalInReplyTo: z.boolean().default(true),
});

export const receiveRewritingSchema = senderRewritingSchema.extend({
  /** Mailbox folder that gets a copy of every message. */
  archiveMailbox: folderName.nullable().default(null),
});

/** A recipient whose mail goes to others: a redirect, or a list. It may stand in its own list and then keeps its mail. */
export const aliasSchema = z.strictObject({
  address: plainMailbox,
  deliverTo: z.array(plainMailbox).min(1).max(500),
});

export type SenderRewritingDocument = z.output<typeof senderRewritingSchema>;
export type ReceiveRewritingDocument = z.output<typeof receiveRewritingSchema>;
export type AliasDocument = z.output<typeof aliasSchema>;
