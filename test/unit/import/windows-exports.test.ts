import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../main/cli/decode-text.ts';
import { documentSchema } from '../../../main/contract/document.ts';
import { planImport } from '../../../main/import/plan.ts';
import { readForeign } from '../../../main/import/read-foreign.ts';
import { textOfFile } from '../../../renderer/src/settings/file-text.ts';

/** Exports as they come from real windows: narrow, cut off, in other languages and other encodings. */

const connector = (properties: string): string => `

AuthMechanism    : Tls, ExternalAuthoritative
Bindings         : {0.0.0.0:25}
PermissionGroups : AnonymousUsers, ExchangeServers
TransportRole    : FrontendTransport
Name             : Relais für Drucker
Identity         : EX01\\Relais für Drucker
${properties}
`;
const addresses = 'RemoteIPRanges   : {10.0.0.1}';

function review(text: string) {
  const plan = planImport(readForeign(text), documentSchema.parse({}));
  const document = documentSchema.parse(plan.patch ?? {});
  return { entries: plan.entries, relay: document.receiveConnectors.at(-1) };
}

describe('the text of Format-List', () => {
  // Windows PowerShell 5.1 writes the dots behind the last value that it shows, without a comma.
  it.each(['{10.1.1.1, 10.1.1.2, 10.1.1.3, 10.1.1.4...}', '{10.1.1.1, 10.1.1.2…}', '{10.1.1.1, ...}'])(
    'a list that was cut off is told: %s',
    (list) => {
      const { entries } = review(connector(`RemoteIPRanges   : ${list}`));
      expect(entries).toMatchObject([{ losses: [expect.stringContaining('$FormatEnumerationLimit = -1') as string] }]);
    },
  );

  it('values of a window of 80 columns are put together again, between words and within them', () => {
    const { relay } = review(
      connector(
        [
          'RemoteIPRanges   : {192.168.10.14, 192.168.10.15, ',
          '                   192.168.20.0-192.168.20.255, ',
          '                   fd12:3456:789a:0001:0002:0003:0004:0005-fd12:3456:789a:0001:00',
          '                   02:0003:0004:00ff}',
          'Comment          : Second floor; looked after by the ',
          '                   house',
        ].join('\r\n'),
      ),
    );
    expect(relay).toMatchObject({
      remoteIPRanges: [
        '192.168.10.14',
        '192.168.10.15',
        '192.168.20.0-192.168.20.255',
        'fd12:3456:789a:0001:0002:0003:0004:0005-fd12:3456:789a:0001:0002:0003:0004:00ff',
      ],
      comment: 'Second floor; looked after by the house',
    });
  });

  it.each([
    '10 MB (10,485,760 bytes)',
    '10 MB (10.485.760 bytes)',
    '10 MB (10\u00A0485\u00A0760 bytes)',
    '10 MB (10’485’760 bytes)',
  ])('sizes are read in every language: %s', (size) => {
    const { relay, entries } = review(connector(`${addresses}\nMaxMessageSize   : ${size}`));
    expect(entries).toMatchObject([{ outcome: 'creates', losses: [] }]);
    expect(relay?.maxMessageSize).toBe('10485760B');
  });

  it.each([
    'NT-AUTORITÄT\\ANONYMOUS-ANMELDUNG',
    'AUTORITE NT\\ANONYMOUS LOGON',
    'NT AUTHORITY\\ACCESSO ANONIMO',
    'AUTORIDADE NT\\LOGON ANÔNIMO',
  ])('the relay right is carried over where Windows calls Anonymous Logon %s', (user) => {
    const right = `\n\nUser : ${user}\nIdentity : EX01\\Relais für Drucker\nDeny : False\nIsInherited : False\nExtendedRights : {ms-Exch-SMTP-Accept-Any-Recipient}\n`;
    const { relay, entries } = review(connector(addresses) + right);
    expect(entries).toMatchObject([{ losses: [] }]);
    expect(relay?.extendedRights).toEqual([
      { user: 'NT AUTHORITY\\ANONYMOUS LOGON', right: 'ms-Exch-SMTP-Accept-Any-Recipient', deny: false },
    ]);
  });
});

describe('entries that a permission group has, too', () => {
  const submit = {
    user: 'NT AUTHORITY\\ANONYMOUS LOGON',
    right: 'ms-Exch-SMTP-Submit',
    deny: false,
  };
  const entry = `\n\nUser : ${submit.user}\nIdentity : EX01\\Relais für Drucker\nDeny : False\nIsInherited : False\nExtendedRights : {${submit.right}}\n`;

  it.each([
    ['AnonymousUsers, Custom', []],
    // Somebody has taken single rights away from what the group gives.
    ['Custom', [submit]],
  ])('are carried over only where the connector lacks the group: %s', (groups, extendedRights) => {
    const text = connector(addresses).replace('AnonymousUsers, ExchangeServers', groups) + entry;
    expect(review(text).relay?.extendedRights).toEqual(extendedRights);
  });
});

describe('files of Windows', () => {
  const text = connector(addresses);
  const files: readonly (readonly [string, Buffer])[] = [
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16, the other way round', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
    ['Windows-1252', Buffer.from(text, 'latin1')],
  ];

  it.each(files)('%s', async (_, bytes) => {
    expect(review(decodeText(bytes)).relay?.name).toBe('Relais für Drucker');
    expect(review(await textOfFile(new Blob([new Uint8Array(bytes)]))).relay?.name).toBe('Relais für Drucker');
  });
});
