import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../main/config/compile.ts';
import { documentSchema } from '../../../main/contract/document.ts';
import { PostroomError } from '../../../main/errors.ts';
import { planImport } from '../../../main/import/plan.ts';
import { readForeign } from '../../../main/import/read-foreign.ts';
import { relayList } from '../../../main/import/read/iis-metabase.ts';
import type { ForeignFile } from '../../../main/import/foreign.ts';

const text = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../fixtures/import/${name}`, import.meta.url)), 'utf8');
const empty = documentSchema.parse({});

function files(...names: readonly string[]): ForeignFile {
  const read = names.map((name) => readForeign(text(name)));
  return {
    format: read.map(({ format }) => format).join(' and '),
    objects: read.flatMap(({ objects }) => objects),
    notes: read.flatMap(({ notes }) => notes),
  };
}

/** What stands in the document after the import, read with every default. */
function imported(...names: readonly string[]) {
  const review = planImport(files(...names), empty);
  return { review, document: documentSchema.parse(review.patch ?? {}) };
}

const relayRight = {
  user: 'NT AUTHORITY\\ANONYMOUS LOGON',
  right: 'ms-Exch-SMTP-Accept-Any-Recipient',
  deny: false,
};
const relay = {
  name: 'Relay EX01',
  bindings: ['0.0.0.0:25'],
  remoteIPRanges: ['192.168.0.181', '192.168.0.40-192.168.0.45', '192.168.7.0/24'],
  authMechanism: ['Tls'],
  transportRole: 'FrontendTransport',
  protocolLoggingLevel: 'Verbose',
  enabled: true,
};

describe('exports of Exchange', () => {
  it('Format-List: the connector with its permissions, wrapped values and all', () => {
    const { review, document } = imported('connectors-format-list.txt', 'permissions-format-list.txt');
    const [connector] = document.receiveConnectors;
    expect(connector).toMatchObject({
      ...relay,
      comment: 'Scanners on the second floor',
      maxMessageSize: '26214400B',
      permissionGroups: ['AnonymousUsers', 'Custom'],
      messageRateLimit: 'unlimited',
      extendedRights: [relayRight],
    });
    expect(connector?.imported).toMatchObject({ MaxAcknowledgementDelay: '00:00:30', ChunkingEnabled: 'True' });
    expect(review.entries).toEqual([
      expect.objectContaining({
        name: 'Relay EX01',
        outcome: 'creates',
        losses: ['ms-Exch-SMTP-Accept-Any-Sender for CONTOSO\\Scanners: that account or group is not known here.'],
      }),
    ]);
    expect(() => compile(document, 1)).not.toThrow();
  });

  it('Format-List with an abbreviated list says so and leaves the connector out', () => {
    const cut = text('connectors-format-list.txt').replace(/192\.168\.7\.0\/24\}/, '...}');
    const { entries, patch } = planImport(readForeign(cut), empty);
    expect(patch).toBeNull();
    expect(entries[0]?.outcome).toBe('leaves');
    expect(entries[0]?.losses.join()).toContain('$FormatEnumerationLimit = -1');
  });

  it('ConvertTo-Json of the server itself, with numbers for enumerations', () => {
    const { document } = imported('connectors.json');
    expect(document.receiveConnectors[0]).toMatchObject({ ...relay, permissionGroups: ['AnonymousUsers', 'Custom'] });
    expect(document.acceptedDomains).toEqual([
      expect.objectContaining({ domainName: 'contoso.com', domainType: 'Authoritative', default: true }),
      expect.objectContaining({ domainName: '*.branch.contoso.com', domainType: 'InternalRelay', default: false }),
    ]);
  });

  it('Export-Clixml: connectors of both kinds, permissions, and never a password', () => {
    const { review, document } = imported('connectors.clixml');
    expect(document.receiveConnectors[0]).toMatchObject({
      ...relay,
      comment: 'Scanners & copiers\non the second floor',
      extendedRights: [relayRight],
    });
    expect(document.sendConnectors[0]).toMatchObject({
      name: 'Internet',
      smartHosts: ['smtp.provider.example'],
      port: 587,
      requireTLS: true,
      smartHostAuthMechanism: 'BasicAuthRequireTLS',
    });
    expect(JSON.stringify(review.patch)).not.toContain('PSCredential');
  });

  it('Export-Csv: what its lists lost is said', () => {
    const { review, document } = imported('connectors.csv');
    expect(document.receiveConnectors.map(({ name, remoteIPRanges }) => [name, remoteIPRanges])).toEqual([
      ['Joined EX01', ['192.168.0.181', '192.168.0.182']],
    ]);
    expect(review.entries[0]).toMatchObject({ name: 'Relay EX01', outcome: 'leaves' });
    expect(review.entries[0]?.losses.join()).toContain('Export-Clixml');
  });

  it('what is there under the same name is replaced, and the rest stays', () => {
    const current = documentSchema.parse({
      receiveConnectors: [
        { name: 'relay ex01', bindings: ['0.0.0.0:2525'], remoteIPRanges: ['10.0.0.1'] },
        { name: 'Other', bindings: ['0.0.0.0:2525'], remoteIPRanges: ['10.0.0.2'] },
      ],
      acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
    });
    const { entries, patch } = planImport(files('connectors.json'), current);
    expect(entries.map(({ outcome }) => outcome)).toEqual(['replaces', 'creates', 'creates']);
    const after = documentSchema.parse({ ...current, ...patch });
    expect(after.receiveConnectors.map(({ name }) => name)).toEqual(['Relay EX01', 'Other']);
    expect(after.acceptedDomains.filter((domain) => domain.default).map(({ name }) => name)).toEqual(['contoso']);
  });

  it('connectors of Exchange without their permissions are said to relay nothing', () => {
    const isSaid = (...names: readonly string[]): boolean =>
      planImport(files(...names), empty).notes.some((note) => note.startsWith('The export has no permissions, '));
    expect(isSaid('connectors.json')).toBe(true);
    expect(isSaid('connectors.json', 'permissions-format-list.txt')).toBe(false);
  });

  it('a table from the screen is told from what is no export at all', () => {
    const table = 'Identity          Bindings\n--------          --------\nEX01\\Relay        {0.0.0.0:25}\n';
    expect(() => readForeign(table)).toThrow(/^This is a table as Exchange shows it on the screen/);
    expect(() => readForeign('Dear all,\n-- \nAnn')).toThrow(/^This is no export that Postroom knows\./);
  });

  it('permissions alone are asked to come with their connectors', () => {
    expect(planImport(files('permissions-format-list.txt'), empty)).toMatchObject({
      entries: [],
      patch: null,
      notes: ['The file has permissions without their receive connectors. Import both together.'],
    });
  });
});

describe('MetaBase.xml of IIS', () => {
  it('becomes a connector for everybody, one for the relay list, and the smart host', () => {
    const { document } = imported('MetaBase.xml');
    const [anyone, printers] = document.receiveConnectors;
    expect(anyone).toMatchObject({ remoteIPRanges: ['0.0.0.0-255.255.255.255'], extendedRights: [] });
    expect(printers).toMatchObject({
      bindings: ['0.0.0.0:25', '192.168.0.10:2525'],
      remoteIPRanges: ['127.0.0.1', '192.168.0.181'],
      extendedRights: [relayRight],
    });
    expect(document.sendConnectors[0]).toMatchObject({ smartHosts: ['192.168.0.2'], addressSpaces: ['SMTP:*;1'] });
    expect(() => compile(document, 1)).not.toThrow();
  });

  it('says of a relay list in another form that it is not known', () => {
    expect(relayList('18000080')).toBeNull();
    expect(relayList('zz')).toBeNull();
    expect(relayList('')).toEqual([]);
    const foreign = text('MetaBase.xml').replace(/RelayIpList="[^"]*"/, 'RelayIpList="0102"');
    expect(readForeign(foreign).notes.join()).toContain('Name the addresses that may relay by hand');
  });
});

describe('a backup of hMailServer', () => {
  it('becomes connectors for its IP ranges, its domain, its route and its relayer', () => {
    const { review, document } = imported('hMailServerBackup.xml');
    expect(document.receiveConnectors.map(({ name, extendedRights }) => [name, extendedRights.length])).toEqual([
      ['My computer', 1],
      ['Printers', 1],
      ['Internet', 0],
    ]);
    expect(document.acceptedDomains.map(({ domainName }) => domainName)).toEqual(['contoso.com']);
    expect(document.sendConnectors).toEqual([
      expect.objectContaining({ addressSpaces: ['SMTP:branch.contoso.com;1'], smartHosts: ['192.168.1.5'] }),
      expect.objectContaining({
        smartHosts: ['smtp.provider.example'],
        port: 587,
        requireTLS: true,
        userName: 'office@contoso.com',
      }),
    ]);
    expect(review.notes.join()).toContain('2 accounts keep their passwords');
    expect(review.notes.join()).toContain('Blocked may not hand in mail');
    expect(JSON.stringify(review)).not.toContain('a1b2c3d4');
  });
});

describe('what is no export', () => {
  it.each([
    ['nothing that is known', 'Dear all,\nthe printer is broken.'],
    ['XML that is cut off', '<Objs><Obj RefId="0"><Props><S N="Name">x'],
    ['XML with a document type', '<!DOCTYPE a [<!ENTITY b "c">]><Objs/>'],
    ['another XML', '<html></html>'],
    ['JSON that is cut off', '[{"Name": "x"'],
  ])('%s is refused in words', (_what, given) => {
    expect(() => readForeign(given)).toThrow(PostroomError);
  });

  it('no text at all makes it fail otherwise', () => {
    const mangled = fc
      .constantFrom('connectors.clixml', 'connectors.json', 'connectors.csv', 'MetaBase.xml', 'hMailServerBackup.xml')
      .chain((name) =>
        fc
          .tuple(fc.nat(text(name).length), fc.nat(40), fc.string())
          .map(([at, length, other]) => text(name).slice(0, at) + other + text(name).slice(at + length)),
      );
    fc.assert(
      fc.property(fc.oneof(fc.string(), mangled), (given) => {
        try {
          planImport(readForeign(given), empty);
        } catch (error) {
          expect(error).toBeInstanceOf(PostroomError);
        }
      }),
    );
  });
});
