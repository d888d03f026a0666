import { z } from 'zod';
import { folderName } from './fields.ts';

const TOKENS = /\{(?:date|time|device|subject|counter|name)\}/g;

/** A path on the engine's machine, `D:\\Scans`, or a share, `\\\\server\\scans`. */
export const attachmentFolder = z
  .string()
  .max(1000)
  .regex(
    /^(?:\/|[a-z]:[\\/]|\\\\(?![.?]\\)[^\\/\p{Cc}]+\\[^\\/\p{Cc}]+)[^\p{Cc}]*$/iu,
    'must be a whole path such as D:\\Scans or \\\\server\\scans',
  );

/** File name, from {date}, {time}, {device}, {subject}, {counter}, {name}; the extension is the attachment's. */
export const attachmentPattern = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => !/[{}<>:"/\\|?*\p{Cc}]/u.test(text.replace(TOKENS, '')), {
    error: 'must be a file name of {date}, {time}, {device}, {subject}, {counter} and {name}',
  });

/** A mailbox folder, and where the attachments of its messages are saved besides. */
export const mailboxFolderSchema = z.strictObject({
  name: folderName,
  /** It has to be there. null: they are not saved. */
  attachmentFolder: attachmentFolder.nullable().default(null),
  attachmentPattern: attachmentPattern.default('{date} {time} {name}'),
});

export type MailboxFolderDocument = z.output<typeof mailboxFolderSchema>;
