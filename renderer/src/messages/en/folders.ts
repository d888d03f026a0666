import { plural } from '../../format.ts';

/** Every text about mailbox folders, and about the attachments that are saved from them. */

export const folderMessages = {
  title: 'Mailbox folders',
  add: 'New folder …',
  where: 'Mail that is kept here is written as .eml files below',
  copy: 'Copy path',
  empty: 'No mail was put into a folder yet. A folder is made with the first message for its recipient.',
  used: 'holds mail',
  unused: 'not made yet',
  holds: (count: number, time: string) => `${plural(count, 'message', 'messages')}, last change ${time}.`,
  nothing: 'No message yet.',
  saves: 'scan to folder',
  savesTo: (folder: string, pattern: string) => `Attachments are saved to ${folder} as “${pattern}”.`,
  newTitle: 'New mailbox folder',
  name: 'Mailbox folder',
  nameHint:
    'Letters, digits, dots and hyphens. Recipients get it on their accepted domain; the archive on its connector.',
  lies: 'Its mail lies in',
  save: 'Also save attachments to a folder',
  saveHint: 'Scan to folder: the files lie where people look for them. The message is kept as well.',
  folder: 'Folder for attachments',
  folderHint:
    'On the machine that Postroom runs on, such as D:\\Scans, or a share such as \\\\server\\scans. It has to be there already.',
  folderEmpty: 'Type the folder for attachments.',
  test: 'Test the folder',
  testing: 'Writing a file …',
  trials: {
    ready: 'A file was written there and removed again.',
    foreign:
      'Not a path of this machine. Under Windows it begins with a drive or a server; elsewhere mount the share, and name the folder it is mounted at.',
    missing: 'It is not there. Make it, or connect the share.',
    forbidden: 'Postroom may not write there. Give the account that Postroom runs as the right to.',
    full: 'The disk is full.',
    unreachable: (code: string) => `It cannot be reached (${code}).`,
  },
  pattern: 'Names of the files',
  patternHint: 'The extension is that of the attachment. A name that is taken gets a number; nothing is written over.',
  insert: (token: string) => `Insert ${token}`,
  tokens: {
    '{date}': 'Date',
    '{time}': 'Time',
    '{device}': 'Device',
    '{subject}': 'Subject',
    '{counter}': 'Counter',
    '{name}': 'Its own name',
  },
  examples: 'For example',
  becomes: 'is saved as',
  removeText: 'Attachments are no longer saved. The folder and the mail in it stay.',
};
