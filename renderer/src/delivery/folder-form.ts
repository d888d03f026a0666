import type { ConfigDocument } from '../../../main/contract/document.ts';
import type { MailboxFolderDocument } from '../../../main/contract/mailbox.ts';

/** A mailbox folder as its dialog holds it: texts as typed. */

export interface FolderForm {
  readonly name: string;
  readonly savesAttachments: boolean;
  readonly folder: string;
  readonly pattern: string;
}

/** What a pattern may name, in the order of the buttons that put it in. */
export const patternTokens = ['{date}', '{time}', '{device}', '{subject}', '{counter}', '{name}'] as const;
export const usualPattern = '{date} {time} {name}';

/** Position of a folder among those that have settings; behind the last one where it has none yet. */
export function folderIndexOf(mailboxes: readonly MailboxFolderDocument[], name: string): number {
  const at = mailboxes.findIndex((one) => isSame(one.name, name));
  return at < 0 ? mailboxes.length : at;
}

/** `name` empty: a new one, which somebody makes in order to save attachments. */
export function folderFormOf(settings: MailboxFolderDocument | undefined, name: string): FolderForm {
  return {
    name: settings?.name ?? name,
    savesAttachments: settings === undefined ? name === '' : settings.attachmentFolder !== null,
    folder: settings?.attachmentFolder ?? '',
    pattern: settings?.attachmentPattern ?? usualPattern,
  };
}

/** The folders with this one in its place; they may not be valid yet. */
export function withFolder(
  mailboxes: readonly MailboxFolderDocument[],
  index: number,
  { name, savesAttachments, folder, pattern }: FolderForm,
): readonly MailboxFolderDocument[] {
  const made = {
    name: name.trim(),
    attachmentFolder: savesAttachments ? folder.trim() : null,
    attachmentPattern: pattern.trim(),
  };
  return index < mailboxes.length ? mailboxes.with(index, made) : [...mailboxes, made];
}

/** Folders that recipients and copies are put into, or will be, to choose a name from. */
export function namedFolders({ recipients, receiveConnectors }: ConfigDocument): readonly string[] {
  const names = [
    ...recipients.map(({ address, mailbox }) => mailbox ?? address.slice(0, address.lastIndexOf('@'))),
    ...receiveConnectors.flatMap(({ rewriting }) => rewriting.archiveMailbox ?? []),
  ];
  return [...new Map(names.map((name) => [name.toLowerCase(), name])).values()].toSorted((a, b) => a.localeCompare(b));
}

/** With the token behind what is there, a blank between. */
export function withToken(pattern: string, token: (typeof patternTokens)[number]): string {
  return pattern === '' || pattern.endsWith(' ') ? `${pattern}${token}` : `${pattern} ${token}`;
}

export const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
