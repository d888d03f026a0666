import { assert, expect, test } from 'vitest';
import { documentSchema } from '../../../main/contract/document.ts';
import type { ListenerState } from '../../../main/contract/status-view.ts';
import { ConversationWatch } from '../../../renderer/src/printer/conversation.ts';
import { makers } from '../../../renderer/src/printer/makers.ts';
import { cardRows, sourceLine } from '../../../renderer/src/printer/printer-card.ts';
import { printerValues } from '../../../renderer/src/printer/printer-values.ts';
import { line, summary } from './sessions/session-examples.ts';

const document = documentSchema.parse({
  receiveConnectors: [
    {
      name: 'Login',
      bindings: ['0.0.0.0:587'],
      remoteIPRanges: ['0.0.0.0/0'],
      authMechanism: ['BasicAuth'],
      permissionGroups: ['ExchangeUsers'],
    },
    {
      name: 'Door',
      bindings: ['0.0.0.0:25', '[::]:25'],
      remoteIPRanges: ['0.0.0.0/0'],
      authMechanism: ['Tls'],
      permissionGroups: ['AnonymousUsers'],
    },
    {
      name: 'Hub',
      transportRole: 'HubTransport',
      bindings: ['0.0.0.0:2525'],
      remoteIPRanges: ['0.0.0.0/0'],
      permissionGroups: ['AnonymousUsers'],
    },
  ],
  acceptedDomains: [
    { name: 'A', domainName: 'contoso.com' },
    { name: 'B', domainName: '*.fabrikam.de', default: true },
  ],
});
const listener = (connector: string, address: string, port: number, state: ListenerState['state'] = 'listening') => ({
  connector: `OFFICE\\${connector}`,
  address,
  port,
  state,
  reason: null,
});
const own = {
  hostName: 'office',
  addresses: [
    { address: '192.168.0.10', family: 4, adapter: 'eth0' },
    { address: 'fd00::5', family: 6, adapter: 'eth0' },
  ],
} as const;

test('the door without a login comes first, and IPv4 before IPv6', () => {
  const listeners = [
    listener('Login', '0.0.0.0', 587),
    listener('Door', '::', 25),
    listener('Door', '0.0.0.0', 25),
    listener('Hub', '0.0.0.0', 2525),
  ];
  expect(printerValues(document, listeners, own)).toEqual([
    {
      servers: ['192.168.0.10', 'fd00::5'],
      port: 25,
      encryption: 'offered',
      login: 'none',
      sender: 'scanner@fabrikam.de',
    },
    { servers: ['192.168.0.10'], port: 587, encryption: 'none', login: 'required', sender: 'scanner@fabrikam.de' },
  ]);
});

test('a port that is closed, or open on this machine alone, is no door; without a network the name leads here', () => {
  const values = (listeners: readonly ListenerState[], addresses = own.addresses.slice(0, 2)) =>
    printerValues(document, listeners, { hostName: 'office', addresses });
  expect(values([listener('Door', '0.0.0.0', 25, 'failed')])).toEqual([]);
  expect(values([listener('Door', '127.0.0.1', 25)])).toEqual([]);
  expect(values([listener('Door', '192.168.0.10', 25)])).toMatchObject([{ servers: ['192.168.0.10'] }]);
  expect(values([listener('Door', '0.0.0.0', 25)], [])).toMatchObject([{ servers: ['office'] }]);
});

const open = { servers: ['192.168.0.10'], port: 25, encryption: 'offered', login: 'none', sender: 'a@b.de' } as const;

test('the five values in Postroom’s words', () => {
  const rows = cardRows(open, '192.168.0.10', null);
  expect(rows.map(({ label, value }) => [label, value])).toEqual([
    ['Server (SMTP)', '192.168.0.10'],
    ['Port', '25'],
    ['Encryption', 'None, or STARTTLS'],
    ['Login', 'None'],
    ['Sender (From)', 'a@b.de'],
  ]);
});

test.each(makers.map((maker) => [maker.name, maker] as const))(
  '%s has words for all five and a way there',
  (_, maker) => {
    const labels = cardRows(open, '192.168.0.10', maker).map(({ label }) => label);
    expect(new Set(labels).size).toBe(5);
    expect(labels.every((label) => label.length > 2)).toBe(true);
    expect(maker.menu.length).toBeGreaterThan(1);
    const implicit = cardRows({ ...open, encryption: 'implicit', login: 'required' }, '192.168.0.10', maker);
    expect(implicit[2]?.value).toBe(maker.choices.implicit);
    expect(implicit[3]?.value).toContain('account');
    for (const { url, checked, words } of maker.sources) {
      expect(checked).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(url).toMatch(/^https?:/);
      expect(words.length).toBeGreaterThan(0);
    }
  },
);

test('the card says which words were read in a manual, and which are as commonly known', () => {
  const lineOf = (name: string): string => sourceLine(makers.find((maker) => maker.name === name) ?? assert.fail(name));
  expect(lineOf('Epson')).toMatch(/^Words from the maker’s manual, read [^;]*2026;/);
  expect(lineOf('Ricoh')).toMatch(/^From the maker’s manual, read .*: Login and Sender \(From\)\. The other words/);
  expect(lineOf('Brother')).toMatch(/^Words as commonly known/);
});

test('the latest session of whoever comes is put together as it happens', () => {
  const watch = new ConversationWatch(null);
  expect(watch.add({ changed: [], lines: [line('A', 0, '220 ready')] })).toBeNull();
  const first = watch.add({ changed: [summary('A', { number: 5 })], lines: [] });
  expect(first).toMatchObject({ summary: { id: 'A' }, lines: [{ data: '220 ready' }] });
  const sending = summary('S', { number: 6, direction: 'send' });
  expect(watch.add({ changed: [sending], lines: [line('A', 1, 'EHLO x')] })?.lines).toHaveLength(2);
  expect(watch.add({ changed: [summary('B', { number: 7 })], lines: [] })?.summary.id).toBe('B');
});

test('one who is not waited for does not count', () => {
  const watch = new ConversationWatch('192.168.0.9');
  expect(watch.add({ changed: [summary('A')], lines: [] })).toBeNull();
  const mine = summary('B', { remoteEndpoint: '192.168.0.9:1' });
  expect(watch.add({ changed: [mine], lines: [] })?.summary.id).toBe('B');
});

test('a crowd does not fill the memory: the oldest sessions go, never the one that is shown', () => {
  const watch = new ConversationWatch('192.168.0.180');
  watch.add({ changed: [summary('shown')], lines: [line('shown', 0, '220')] });
  for (let index = 0; index < 100; index += 1) watch.add({ changed: [], lines: [line(`other${String(index)}`, 0)] });
  expect(watch.add({ changed: [], lines: [] })?.lines).toHaveLength(1);
  expect(watch.sessions).toBeLessThanOrEqual(20);
});
