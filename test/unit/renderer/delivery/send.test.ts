import { describe, expect, test } from 'vitest';
import type { SendConnectorView } from '../../../../main/contract/delivery-view.ts';
import { sendConnectorSchema } from '../../../../main/contract/send-connector.ts';
import type { SendConnectorDocument } from '../../../../main/contract/send-connector.ts';
import { compileSendConnector } from '../../../../main/config/compile-send-connector.ts';
import { factsOf, passwordHint, sendDocumentOf, sendFormOf } from '../../../../renderer/src/delivery/send-form.ts';
import { attemptNote, sendLine, sendSentence } from '../../../../renderer/src/delivery/send-line.ts';
import {
  outlookEndpoint,
  presetDocument,
  presetForm,
  presetNames,
} from '../../../../renderer/src/delivery/send-presets.ts';

const connector = (change: object = {}): SendConnectorDocument =>
  sendConnectorSchema.parse({ name: 'Out', addressSpaces: ['*'], smartHosts: ['smtp.provider.example'], ...change });

const view = (change: Partial<SendConnectorView> = {}): SendConnectorView => ({
  ...{ name: 'Out', enabled: true, addressSpaces: [{ pattern: '', match: 'any', cost: 1 }] },
  ...{ smartHosts: ['smtp.office365.com'], port: 587, tls: 'required', tlsAuthLevel: 'DomainValidation' },
  ...{ password: 'stored', oauth: null, lastSuccess: null, lastFailure: null },
  ...change,
});

describe('the form of a send connector', () => {
  test.each([
    ['plain', {}],
    ['direct', { smartHosts: [] }],
    ['with login', { smartHostAuthMechanism: 'BasicAuth', userName: 'u' }],
    ['with login and STARTTLS', { smartHostAuthMechanism: 'BasicAuthRequireTLS', userName: 'u', requireTLS: true }],
    ['without encryption', { ignoreSTARTTLS: true }],
    ['on 465', { implicitTls: true, requireTLS: true, port: 465 }],
    ['with spaces of all kinds', { addressSpaces: ['contoso.com', 'SMTP:*;5', '*.x.example;100'] }],
    ['with limits', { maxMessageSize: 'unlimited', maxConnections: 7, imported: { x: 1 } }],
  ])('gives back a connector as it was: %s', (_name, change) => {
    const document = connector(change);
    expect(sendDocumentOf(sendFormOf(document), document)).toEqual(document);
  });

  test('asks for STARTTLS with a login unless told to do without', () => {
    const form = { ...sendFormOf(connector()), signIn: true, userName: 'office' };
    const mechanism = (change: object): unknown =>
      sendDocumentOf({ ...form, ...change }, connector())['smartHostAuthMechanism'];
    expect(mechanism({ security: 'required' })).toBe('BasicAuthRequireTLS');
    expect(mechanism({ security: 'never' })).toBe('BasicAuth');
    expect(mechanism({ direct: true })).toBe('None');
  });

  test('prints new spaces as Exchange does, and leaves empty rows out', () => {
    const spaces = [
      { domain: ' partner.example ', cost: '5' },
      { domain: '', cost: '1' },
      { domain: 'x.example', cost: '' },
    ];
    expect(sendDocumentOf({ ...sendFormOf(connector()), spaces }, connector())['addressSpaces']).toEqual([
      'SMTP:partner.example;5',
      'SMTP:x.example',
    ]);
  });

  test('says the same about itself as the engine makes of it', () => {
    const changes = [
      {},
      { smartHostAuthMechanism: 'BasicAuth', userName: 'u' },
      { implicitTls: true },
      { ignoreSTARTTLS: true },
    ];
    for (const change of changes) {
      const document = connector({ ...change, addressSpaces: ['SMTP:*.x.example;5', 'y.example', '*'] });
      const compiled = compileSendConnector(document, { name: 'OFFICE', fqdn: 'mail.office.example' });
      const { tls, port, smartHosts, addressSpaces } = factsOf(sendFormOf(document));
      expect({ tls, port, smartHosts }).toEqual({
        tls: compiled.tls,
        port: compiled.port,
        smartHosts: compiled.smartHosts,
      });
      expect(addressSpaces.map(({ pattern, match }) => [pattern, match])).toEqual(
        compiled.addressSpaces.map(({ pattern, match }) => [pattern, match]),
      );
    }
  });

  test('asks for a password where none can be used', () => {
    const document = connector({ smartHostAuthMechanism: 'BasicAuth', userName: 'u' });
    const form = sendFormOf(document);
    expect(passwordHint(form, null, false).isNeeded).toBe(true);
    expect(passwordHint(form, document, true).isNeeded).toBe(false);
    expect(passwordHint({ ...form, name: 'Other' }, document, true).isNeeded).toBe(false);
    expect(passwordHint({ ...form, name: 'Other', hosts: 'b.example' }, document, true).isNeeded).toBe(true);
    expect(passwordHint(form, document, false)).toEqual({ isNeeded: false, text: 'None is stored.' });
    expect(passwordHint({ ...form, signIn: false }, document, false).text).toBe('');
  });
});

describe('presets', () => {
  test.each(presetNames)('%s begins with the defaults of the contract', (preset) => {
    const document = presetDocument(preset, 'office.example', ['Microsoft 365']);
    expect(sendConnectorSchema.parse(document)).toEqual(document);
    const { name, addressSpaces, smartHosts, port, smartHostAuthMechanism, requireTLS, tlsAuthLevel } = document;
    const given = { name, addressSpaces, smartHosts, port, smartHostAuthMechanism, requireTLS, tlsAuthLevel };
    const { quota } = document;
    expect(sendConnectorSchema.parse({ ...given, quota: { preset: quota.preset } })).toEqual(document);
    expect(presetForm(preset, document).direct).toBe(preset === 'direct');
  });

  test('a name that is taken gets a number, and a tenant its own host', () => {
    expect(presetDocument('m365Login', '', ['microsoft 365']).name).toBe('Microsoft 365 2');
    expect(outlookEndpoint('Office.Example')).toBe('office-example.mail.protection.outlook.com');
  });
});

describe('a send connector as a line', () => {
  test('says where mail goes and how', () => {
    expect(sendSentence(view())).toBe(
      'Mail for everybody else goes to smtp.office365.com, port 587, with STARTTLS and a login',
    );
    expect(
      sendSentence(
        view({
          addressSpaces: [
            { pattern: 'a.example', match: 'exact', cost: 1 },
            { pattern: 'b.example', match: 'both', cost: 1 },
          ],
          smartHosts: [],
          tls: 'never',
          password: 'none',
        }),
      ),
    ).toBe(
      'Mail for a.example and b.example and everything below it goes straight to the mail servers of each domain (MX), without encryption',
    );
  });

  test('a missing password is told, and a disabled connector stays quiet', () => {
    expect(sendLine(view({ password: 'missing' }), 0)).toMatchObject({
      tone: 'bad',
      badges: [{ text: 'password missing' }],
    });
    expect(sendLine(view({ enabled: false, password: 'missing' }), 0).tone).toBe('plain');
  });

  test('the later attempt counts, and a refused message is less than a server that does not answer', () => {
    const failure = { atMs: 20, host: 'h', text: '550 No.', hint: 'Refused.', known: null, unreachable: false };
    expect(attemptNote({ lastSuccess: null, lastFailure: null }, 0).tone).toBe('plain');
    expect(attemptNote({ lastSuccess: { atMs: 30, host: 'h' }, lastFailure: failure }, 30).tone).toBe('good');
    const refused = attemptNote({ lastSuccess: { atMs: 10, host: 'h' }, lastFailure: failure }, 30);
    expect(refused.tone).toBe('warn');
    expect(refused.text).toContain('550 No. Refused.');
    expect(attemptNote({ lastSuccess: null, lastFailure: { ...failure, unreachable: true } }, 30).tone).toBe('bad');
  });
});
