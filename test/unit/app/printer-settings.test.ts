import { expect, test } from 'vitest';
import { printerSettings } from '../../../app/printer-settings.ts';
import { defaultDocument } from '../../../main/config/defaults.ts';
import type { ListenerState } from '../../../main/contract/status-view.ts';

const document = defaultDocument({ hostname: 'mail.kontor.example', ports: { smtp: 25, submission: 587 } });
const ownAddresses = ['2001:db8::20', '192.168.0.20'];
const [frontend, client] = ['Default Frontend MAIL', 'Client Frontend MAIL'];

function listener(connector: string, port: number, changes: Partial<ListenerState> = {}): ListenerState {
  return { connector: `MAIL\\${connector}`, address: '0.0.0.0', port, state: 'listening', reason: null, ...changes };
}
const settings = (listeners: readonly ListenerState[], changed = document) =>
  printerSettings({ listeners, document: changed, ownAddresses });

test('are the values a device asks for, per port, the one without a login first', () => {
  const both = [listener(client, 587), listener(frontend, 25), listener(frontend, 25, { address: '::' })];
  expect(settings(both)).toBe(
    `Mail settings for printers and other devices

SMTP server: 192.168.0.20
Port: 25
Encryption: STARTTLS where the device has it, otherwise none
Login (SMTP authentication): none
Sender: an address that ends in @kontor.example

SMTP server: 192.168.0.20
Port: 587
Encryption: STARTTLS where the device has it, otherwise none
Login (SMTP authentication): name and password of a Postroom account
Sender: an address that ends in @kontor.example
`,
  );
});

test.each([
  ['TLS from the first byte', { implicitTls: true }, 'Encryption: SSL/TLS'],
  ['TLS that is demanded', { requireTLS: true }, 'Encryption: STARTTLS\n'],
  ['no TLS', { authMechanism: ['None' as const] }, 'Encryption: none'],
])('name %s', (_name, changes, expected) => {
  const receiveConnectors = document.receiveConnectors.map((one) =>
    one.name === frontend ? { ...one, ...changes } : one,
  );
  expect(settings([listener(frontend, 25)], { ...document, receiveConnectors })).toContain(expected);
});

test.each([
  ['nothing listens', [listener(frontend, 25, { state: 'failed' })]],
  ['only this machine is reached', [listener(frontend, 25, { address: '127.0.0.1' })]],
  ['only servers are served', [listener('Default MAIL', 2525)]],
])('are none where %s', (_name, listeners) => {
  expect(settings(listeners)).toBeNull();
});
