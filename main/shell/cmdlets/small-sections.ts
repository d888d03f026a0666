import type { CheckDocument, ConfigDocument } from '../../contract/document.ts';
import type { Cmdlet } from '../run/cmdlet.ts';
import { shellObject } from '../values/shell-value.ts';
import type { Named } from './identity.ts';
import { sectionCmdlets } from './section-cmdlets.ts';
import type { Section } from './section.ts';
import { set } from './settable.ts';

/** What Exchange keeps elsewhere: recipients, mailbox folders, checks, and names of devices. */

type Recipient = ConfigDocument['recipients'][number] & Named;
type Device = ConfigDocument['devices'][number];
/** A device is known by its address, and has a name besides. */
interface NamedDevice extends Named {
  readonly device: Device;
}

const byAddress = { property: 'address', parameter: 'Address' } as const;

export const recipientSection: Section<Recipient> = {
  noun: 'Recipient',
  title: 'Recipient',
  section: 'recipients',
  key: byAddress,
  list: ({ recipients }) => recipients.map((recipient) => ({ ...recipient, name: recipient.address })),
  settings: [
    set('Mailbox', 'text', 'Its mailbox folder; the one named like the local part if left out.', { nullable: true }),
  ],
  objectOf: ({ address, mailbox }) =>
    shellObject('Recipient', { Address: address, Mailbox: mailbox, Identity: address }),
};

export const mailboxFolderSection: Section<Named> = {
  noun: 'MailboxFolder',
  title: 'Mailbox folder',
  section: 'mailboxes',
  list: ({ mailboxes }) => mailboxes,
  settings: [],
  objectOf: ({ name }) => shellObject('MailboxFolder', { Name: name, Identity: name }),
};

export const checkSection: Section<CheckDocument> = {
  noun: 'Check',
  title: 'Check',
  section: 'checks',
  list: ({ checks }) => checks,
  settings: [
    set('Enabled', 'boolean', 'Whether it is replayed.'),
    set('RemoteAddress', 'text', 'Address of the client.'),
    set('LocalAddress', 'text', 'Where it connects to.'),
    set('LocalPort', 'integer', 'Its port.'),
    set('ImplicitTls', 'boolean', 'TLS from the first byte.'),
    set('UserName', 'text', 'Account that AUTH signs in as.', { nullable: true }),
    set('Transcript', 'text', 'The dialogue that is replayed, with the replies that are expected.', { verbatim: true }),
  ],
  mandatory: ['RemoteAddress', 'LocalAddress', 'Transcript'],
  objectOf: (check) =>
    shellObject('Check', {
      Name: check.name,
      Enabled: check.enabled,
      RemoteAddress: check.remoteAddress,
      LocalAddress: check.localAddress,
      LocalPort: check.localPort,
      ImplicitTls: check.implicitTls,
      UserName: check.userName,
      Transcript: check.transcript,
      Identity: check.name,
    }),
};

export const deviceSection: Section<NamedDevice> = {
  noun: 'Device',
  title: 'Device',
  section: 'devices',
  key: byAddress,
  list: ({ devices }) => devices.map((device) => ({ name: device.address, device })),
  settings: [
    set('Name', 'text', 'What it is called.', { verbatim: true }),
    set('Note', 'text', 'For your own notes.', { verbatim: true }),
    set('ExpectedEvery', 'text', 'When it counts as silent, such as 1.00:00:00, or never.', { nullable: true }),
  ],
  mandatory: ['Name'],
  objectOf: ({ device: { address, name, note, expectedEvery } }) =>
    shellObject('NamedDevice', {
      ...{ Address: address, Name: name, Note: note, ExpectedEvery: expectedEvery, Identity: address },
    }),
};

export const smallSectionCmdlets: readonly Cmdlet[] = [
  ...sectionCmdlets(recipientSection),
  ...sectionCmdlets(mailboxFolderSection),
  ...sectionCmdlets(checkSection),
  // Get-Device shows more: what each has sent.
  ...sectionCmdlets(deviceSection).filter(({ name }) => name !== 'Get-Device'),
];
