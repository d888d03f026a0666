import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { connectorOn, startHarness, type Harness } from '../../support/frontend-harness.ts';
import { dial } from '../../support/smtp-dialogue.ts';

/** The published telnet sessions, line for line: the same commands get the same replies, names and dates apart. */

interface Exchange {
  client: string | null;
  server: string;
}

/** Joins lines the terminal wrapped and pairs each command with its reply. */
function read(name: string): Exchange[] {
  const text = readFileSync(new URL(`../../fixtures/transcripts/${name}`, import.meta.url), 'utf8');
  const lines: string[] = [];
  let wrapped = false;
  for (const line of text.split(/\r?\n/)) {
    if (line === '') continue;
    if (wrapped) lines.push((lines.pop() ?? '') + line);
    else lines.push(line);
    // A console is 80 columns wide: what follows a full line belongs to it. "[In" stands at the edge too, behind a
    // Message-ID that was lost in publishing.
    wrapped = line.length >= 80 || line.endsWith('[In');
  }
  const exchanges: Exchange[] = [];
  let client: string | null = null;
  for (const line of lines) {
    if (/^\d{3} /.test(line)) exchanges.push({ client, server: line });
    else client = line;
  }
  return exchanges;
}

/** What differs by nature: server name, date, Message-ID, InternalId, address; and the console's swallowed <CRLF>. */
function comparable(reply: string): string {
  return reply
    .replaceAll('E15MB1.exchange2013demo.com', 'SERVER')
    .replace(/ready at .*$/, 'ready at DATE')
    .replace(/Hello \[[^\]]*\]/, 'Hello [IP]')
    .replace(/InternalId=\d+/, 'InternalId=N')
    .replace(/2\.6\.0 (?:<[^>]*>)? ?\[/, '2.6.0 ID [')
    .replace('end with <CRLF>.<CRLF>', 'end with .');
}

let harness: Harness | null = null;
afterEach(async () => {
  await harness?.close();
  harness = null;
});

const cases = [
  { name: '01-internal-relay.txt', from: '127.0.0.1' },
  { name: '02-external-refused.txt', from: '127.0.0.1' },
  // The third session comes from the address that has been given a relay connector.
  { name: '03-external-relay.txt', from: '127.0.0.2' },
];

describe('published transcripts', () => {
  it.each(cases)('$name', async ({ name, from }) => {
    harness = await startHarness((port) => ({
      server: { name: 'E15MB1', fqdn: 'E15MB1.exchange2013demo.com', replyDialect: '2013' },
      receiveConnectors: [
        connectorOn(port, { name: 'Default Frontend E15MB1', fqdn: null }),
        connectorOn(port, {
          name: 'Relay E15MB1',
          fqdn: null,
          remoteIPRanges: ['127.0.0.2'],
          extendedRights: [{ user: 'NT AUTHORITY\\ANONYMOUS LOGON', right: 'ms-Exch-SMTP-Accept-Any-Recipient' }],
        }),
      ],
      acceptedDomains: [{ name: 'Demo', domainName: 'exchange2013demo.com', default: true }],
    }));
    const client = await dial({ port: harness.port, from });
    const exchanges = read(name);
    expect(exchanges.length).toBeGreaterThanOrEqual(4);
    for (const { client: line, server } of exchanges) {
      if (line !== null) await client.send(line);
      expect(comparable(await client.expect('*'))).toBe(comparable(server));
    }
    client.end();
  });
});
