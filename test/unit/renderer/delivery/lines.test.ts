import { describe, expect, test } from 'vitest';
import type { CertificateView } from '../../../../main/contract/delivery-view.ts';
import { receiveConnectorSchema } from '../../../../main/contract/receive-connector.ts';
import { accountLine } from '../../../../renderer/src/delivery/account-line.ts';
import {
  assignCertificate,
  base64Of,
  fileNameFor,
  isFileName,
  namesOf,
  speaksTls,
} from '../../../../renderer/src/delivery/certificate-form.ts';
import { certificateLine, commonName } from '../../../../renderer/src/delivery/certificate-line.ts';
import { filterLines } from '../../../../renderer/src/delivery/line.ts';
import { formatDate } from '../../../../renderer/src/format.ts';
import { isMailbox } from '../../../../renderer/src/delivery/trial.ts';

const DAY_MS = 86_400_000;
const now = Date.UTC(2026, 10, 22);
const certificate = (change: Partial<CertificateView> = {}): CertificateView => ({
  ...{ file: 'default', name: '<I>CN=a<S>CN=a', subject: 'CN=mail.office.example, O=Office', issuers: ['CN=a'] },
  ...{
    selfSigned: true,
    madeHere: false,
    serialNumber: '01',
    notBeforeMs: now,
    notAfterMs: now + 400 * DAY_MS,
    state: 'valid',
  },
  ...{ names: ['a.example', 'b.example', 'c.example', 'd.example'], key: 'RSA 2048', thumbprint: '', sha256: '' },
  ...{ certificatePem: '', uses: [{ connector: 'Default', named: false }] },
  ...change,
});

describe('a certificate as a line', () => {
  test('says for whom, from whom, and who presents it', () => {
    expect(certificateLine(certificate(), now)).toMatchObject({
      name: 'mail.office.example',
      tone: 'good',
      sentence: `For a.example, b.example and 2 more, self-signed, until ${formatDate(now + 400 * DAY_MS)}. Presented by Default.`,
    });
  });

  test('counts connectors that are too many to name', () => {
    const uses = ['A', 'B', 'C', 'D'].map((connector) => ({ connector, named: false }));
    expect(certificateLine(certificate({ uses }), now).sentence).toContain('Presented by 4 connectors.');
    expect(certificateLine(certificate({ uses: [] }), now).sentence).toContain('Presented by no connector.');
  });

  test('warns before it ends', () => {
    const soon = certificate({ state: 'expiring', notAfterMs: now + 3 * DAY_MS, uses: [] });
    expect(certificateLine(soon, now)).toMatchObject({
      tone: 'warn',
      badges: [{ text: 'ends in 3 days' }, { text: 'default' }],
    });
    expect(certificateLine(certificate({ state: 'expired' }), now)).toMatchObject({ tone: 'bad', state: 'expired' });
  });

  test.each([
    ['CN=mail.office.example, O=Office', 'mail.office.example'],
    ['O=Office, CN="Berg, ""Anna"""', 'Berg, "Anna"'],
    ['O=Office', 'O=Office'],
  ])('the common name of %s is %s', (subject, name) => {
    expect(commonName(subject)).toBe(name);
  });
});

describe('certificates and connectors', () => {
  const connectors = ['A', 'B', 'C'].map((name) =>
    receiveConnectorSchema.parse({
      ...{ name, bindings: ['0.0.0.0:25'], remoteIPRanges: ['10.0.0.1'] },
      tlsCertificateName: name === 'C' ? 'other' : name === 'B' ? 'own' : null,
    }),
  );

  test('the chosen ones are set to it, others that were are set free, and the rest stays', () => {
    const names = assignCertificate(connectors, 'own', new Set(['A'])).map(
      ({ tlsCertificateName }) => tlsCertificateName,
    );
    expect(names).toEqual(['own', null, 'other']);
  });

  test('one without TLS has no use for any', () => {
    const [connector] = connectors;
    expect(connector && speaksTls(connector)).toBe(true);
    expect(connector && speaksTls({ ...connector, authMechanism: ['None'] })).toBe(false);
    expect(connector && speaksTls({ ...connector, enabled: false })).toBe(false);
  });

  test('files get names that are free and safe', () => {
    expect(fileNameFor('*.office.example', ['OFFICE.example'])).toBe('office.example-2');
    expect(fileNameFor('Ärger mit Büro', [])).toBe('rger-mit-B-ro');
    expect(fileNameFor('…', [])).toBe('certificate');
    expect(['a', 'a.b-c_d', '../a', '', '.a'].map(isFileName)).toEqual([true, true, false, false, false]);
    expect(namesOf('a.example\n a.example, 10.0.0.1\n')).toEqual(['a.example', '10.0.0.1']);
  });

  test('a file travels as base64', async () => {
    expect(await base64Of(new Blob([new Uint8Array([0, 255, 16])]))).toBe('AP8Q');
  });
});

test('an account says as whom it may send', () => {
  const account = { userName: 'scanner', enabled: true, addresses: ['a@b.example'], passwordHash: '' };
  expect(accountLine(account)).toMatchObject({ tone: 'good', sentence: 'Signs in, and may send as a@b.example.' });
  expect(accountLine({ ...account, addresses: [] }).tone).toBe('warn');
  expect(accountLine({ ...account, addresses: ['1@a', '2@a', '3@a', '4@a'] }).sentence).toContain('4 addresses');
  expect(accountLine({ ...account, enabled: false })).toMatchObject({ tone: 'plain', badges: [{ text: 'off' }] });
});

test('lines are found by anything that stands in them', () => {
  const line = {
    key: 'a',
    name: 'Alpha',
    tone: 'good',
    state: 'on',
    badges: [{ tone: 'plain', text: 'cost 5' }],
    sentence: 'To x',
    note: null,
  } as const;
  expect(filterLines([line], ' COST ')).toEqual([line]);
  expect(filterLines([line], 'beta')).toEqual([]);
  expect(filterLines([line], '')).toEqual([line]);
});

test('what is no address is not sent anywhere', () => {
  expect(['a@b', ' a@b.example ', 'a b@c', 'a', '<a@b>'].map(isMailbox)).toEqual([true, true, false, false, false]);
});
