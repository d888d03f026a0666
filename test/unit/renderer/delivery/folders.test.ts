import { describe, expect, it } from 'vitest';
import { documentSchema } from '../../../../main/contract/document.ts';
import { mailboxFolderSchema } from '../../../../main/contract/mailbox.ts';
import {
  folderFormOf,
  folderIndexOf,
  namedFolders,
  usualPattern,
  withFolder,
  withToken,
} from '../../../../renderer/src/delivery/folder-form.ts';
import { folderLines } from '../../../../renderer/src/delivery/folder-line.ts';

const scans = mailboxFolderSchema.parse({
  ...{ name: 'scans', attachmentFolder: 'D:\\Scans', attachmentPattern: '{date} {device}' },
});
const plain = mailboxFolderSchema.parse({ name: 'plain' });
const now = new Date(2026, 10, 22, 12, 0).getTime();
const view = (name: string, messages = 2) => ({ name, path: `/data/mailboxes/${name}`, messages, changedMs: now });

describe('the form of a mailbox folder', () => {
  it.each([[scans], [plain]])('saves what it was opened with: %o', (settings) => {
    expect(withFolder([plain, settings], 1, folderFormOf(settings, settings.name))).toEqual([plain, settings]);
  });

  it('begins with attachments where somebody makes a new one, and without where mail lies there already', () => {
    expect(folderFormOf(undefined, '')).toMatchObject({ name: '', savesAttachments: true, pattern: usualPattern });
    expect(folderFormOf(undefined, 'anna')).toMatchObject({ name: 'anna', savesAttachments: false });
    expect(mailboxFolderSchema.parse({ name: 'a' }).attachmentPattern).toBe(usualPattern);
  });

  it('forgets the folder, and keeps the pattern, where attachments are no longer saved', () => {
    const form = { ...folderFormOf(scans, 'scans'), savesAttachments: false };
    expect(withFolder([scans], 0, form)).toEqual([{ ...scans, attachmentFolder: null }]);
  });

  it('finds settings in any case, and puts new ones behind the last', () => {
    expect(folderIndexOf([plain, scans], 'SCANS')).toBe(1);
    expect(folderIndexOf([plain, scans], 'anna')).toBe(2);
    expect(withFolder([plain], 1, folderFormOf(scans, 'scans'))).toEqual([plain, scans]);
  });

  it('puts tokens behind what is there', () => {
    expect(withToken('', '{date}')).toBe('{date}');
    expect(withToken('Scan', '{date}')).toBe('Scan {date}');
    expect(withToken('Scan ', '{date}')).toBe('Scan {date}');
  });

  it('offers the folders of recipients and archives, each once', () => {
    const document = documentSchema.parse({
      acceptedDomains: [{ name: 'a', domainName: 'a.example' }],
      recipients: [{ address: 'Anna@a.example' }, { address: 'b@a.example', mailbox: 'anna' }],
      receiveConnectors: [
        {
          name: 'Relay',
          bindings: ['0.0.0.0:25'],
          remoteIPRanges: ['10.0.0.1'],
          rewriting: { archiveMailbox: 'Copy' },
        },
      ],
    });
    expect(namedFolders(document)).toEqual(['anna', 'Copy']);
  });
});

describe('the lines of mailbox folders', () => {
  it('hold each folder once, whether mail or settings made it known', () => {
    const lines = folderLines([view('Scans', 1), view('anna')], [scans, plain], now);
    expect(lines.map(({ name }) => name)).toEqual(['anna', 'plain', 'Scans']);
    const [anna, empty, saving] = lines;
    expect(anna?.sentence).toMatch(/^2 messages, last change .+\.$/);
    expect(empty).toMatchObject({ sentence: 'No message yet.', tone: 'plain', badges: [] });
    expect(saving?.sentence).toMatch(/^1 message, .+ Attachments are saved to D:\\Scans as “\{date\} \{device\}”\.$/);
    expect(saving?.badges).toEqual([{ tone: 'accent', text: 'scan to folder' }]);
  });
});
