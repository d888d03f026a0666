import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock, type Clock } from '../../../main/clock.ts';
import { ensureAuthority, issueCertificate, type Authority } from '../../../main/config/authority.ts';
import type { SendConnector } from '../../../main/config/snapshot.ts';
import { createMxTarget, type MxDeps } from '../../../main/delivery/mx.ts';
import type { Target } from '../../../main/delivery/target.ts';
import type { SinkCertificate } from '../../support/scripted-sink.ts';
import {
  deliver,
  later,
  recordingJournal,
  sendConnector,
  sink,
  smartHost,
  smartHostDeps,
  verdicts,
} from './harness.ts';

/** Mutual TLS towards partners, with real TLS servers as the partner's mail exchangers. */

let folder: string;
let partnerAuthority: Authority;
let ourAuthority: Authority;
let own: SinkCertificate & { readonly subject: string };

const longAgo: Clock = { ...systemClock, now: () => systemClock.now() - 900 * 86_400_000 };

async function issued(names: readonly string[], by: Authority | null, more: { cn?: string; clock?: Clock } = {}) {
  const { cn = names[0] ?? '', clock = systemClock } = more;
  const { certificate, key } = await issueCertificate({ names, commonName: cn, authority: by, clock });
  return { cert: certificate, key };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postroom-domain-security-'));
  partnerAuthority = await ensureAuthority(join(folder, 'partner'), 'PARTNER', systemClock);
  ourAuthority = await ensureAuthority(join(folder, 'own'), 'OFFICE', systemClock);
  own = { ...(await issued(['mail.office.example'], ourAuthority)), subject: 'CN=mail.office.example' };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const certificates = (): NonNullable<MxDeps['certificates']> => ({
  shownBy: ({ tlsCertificateName }) => (tlsCertificateName === 'gone' ? null : own),
  partnerAuthorities: () => [partnerAuthority.certificate],
});

/** The mail exchangers of every domain, by address. */
function partner(
  port: number,
  {
    domain = 'partner.example',
    hosts = ['127.0.0.1'],
    connector = {},
    deps = {},
  }: {
    domain?: string;
    hosts?: readonly string[];
    connector?: Partial<SendConnector>;
    deps?: Partial<MxDeps>;
  } = {},
): Target {
  const settings = { smartHosts: [], port, secureDomains: ['partner.example'], ...connector };
  const target = createMxTarget(sendConnector(settings), domain, {
    ...smartHostDeps(),
    allowPrivateAddresses: true,
    certificates: certificates(),
    resolveRecords: (name, type) => {
      if (type === 'MX')
        return Promise.resolve(hosts.map((_, at) => ({ exchange: `mx${String(at + 1)}.${domain}`, priority: at })));
      const at = /^mx(\d)/.exec(name)?.[1];
      const host = type === 'A' ? hosts[Number(at) - 1] : undefined;
      return host === undefined
        ? Promise.reject(Object.assign(new Error('ENOTFOUND'), { code: 'ENOTFOUND' }))
        : Promise.resolve([host]);
    },
    ...deps,
  });
  later(() => target.close());
  return target;
}

/** One line; the words around it are Exchange's. */
const failureOf = async (target: Target): Promise<string> => {
  const [verdict = ''] = verdicts(await deliver(target));
  expect(verdict).toMatch(/^deferred: /);
  return /responded with: "(.*)" Attempted/.exec(verdict)?.[1] ?? verdict.replace(/^deferred: /, '');
};

describe('mail for a partner of TLSSendDomainSecureList', () => {
  it.each([
    ['a name below the domain', ['mail.partner.example'], {}],
    ['the domain itself', ['partner.example', 'other.example'], {}],
    ['a wildcard', ['*.partner.example'], {}],
    ['the common name alone', ['192.0.2.1'], { cn: 'Mail.Partner.example' }],
  ])('goes to a server whose certificate has %s, and shows ours', async (_what, names, more) => {
    const tls = await issued(names, partnerAuthority, more);
    const next = await sink({ tls, requestCert: { ca: ourAuthority.certificate } });
    const record = recordingJournal();
    const target = partner(next.port, { deps: { journal: record.journal } });
    expect(verdicts(await deliver(target))).toEqual(['delivered']);
    expect(next.sessions[0]).toMatchObject({ encrypted: true, client: 'CN=mail.office.example' });
    expect(record.lines).toContain('*  Sending certificate CN=mail.office.example');
  });

  it.each([
    [
      'another name',
      () => issued(['mail.other.example'], partnerAuthority),
      'its certificate is for mail.other.example',
    ],
    ['a name that only ends alike', () => issued(['notpartner.example'], partnerAuthority), 'its certificate is for'],
    [
      'an authority that nobody here knows',
      () => issued(['mail.partner.example'], ourAuthority),
      'its authority is not',
    ],
    ['no authority at all', () => issued(['mail.partner.example'], null), 'it is self-signed'],
    [
      'a date that is over',
      () => issued(['mail.partner.example'], partnerAuthority, { clock: longAgo }),
      'it has expired',
    ],
  ])('waits where the certificate has %s, says so, and hands nothing over', async (_what, make, reason) => {
    const next = await sink({ tls: await make() });
    const text = await failureOf(partner(next.port));
    expect(text).toContain(
      '454 4.7.5 Certificate validation failure: mx1.partner.example did not prove that it receives for partner.example, since ',
    );
    expect(text).toContain(reason);
    expect(text).toContain('Mail for partner.example waits (DomainSecureEnabled)');
    expect(next.commands.filter((line) => /^(?:MAIL|RCPT|DATA)/.test(line))).toEqual([]);
    expect(next.sessions.every(({ encrypted }) => encrypted)).toBe(true);
  });

  it('waits, and never goes in clear, where STARTTLS is missing, refused or fails', async () => {
    const plain = await sink();
    expect(await failureOf(partner(plain.port))).toBe(
      '451 5.7.3 STARTTLS is required to send mail, but mx1.partner.example does not offer it. Mail for partner.example waits until it does (DomainSecureEnabled).',
    );
    const tls = await issued(['mail.partner.example'], partnerAuthority);
    const refusing = await sink({ tls, answer: (line) => (line === 'STARTTLS' ? '454 4.7.0 no' : undefined) });
    expect(await failureOf(partner(refusing.port))).toContain('454 4.7.0 no');
    const broken = await sink({ tls, maxVersion: 'TLSv1.1' });
    expect(await failureOf(partner(broken.port))).toContain('TLS handshake with mx1.partner.example failed');
    for (const { commands } of [plain, refusing, broken]) expect(commands.join('\n')).not.toContain('MAIL');
  });

  it('goes to the exchanger that proves the domain where another one does not', async () => {
    const wrong = await sink({ tls: await issued(['mail.other.example'], partnerAuthority) }, '127.0.0.1');
    const right = await sink(
      { tls: await issued(['mail.partner.example'], partnerAuthority) },
      '127.0.0.2',
      wrong.port,
    );
    const result = await deliver(partner(wrong.port, { hosts: ['127.0.0.1', '127.0.0.2'] }));
    expect([verdicts(result), result.host]).toEqual([['delivered'], 'mx2.partner.example']);
    expect([wrong.messages.length, right.messages.length]).toEqual([0, 1]);
  });

  it('is not believed for a pin, nor for the name of the exchanger', async () => {
    const tls = await issued(['mx1.hoster.example'], partnerAuthority);
    const next = await sink({ tls });
    const { X509Certificate } = await import('node:crypto');
    const tlsPinnedFingerprint = new X509Certificate(tls.cert).fingerprint256;
    expect(await failureOf(partner(next.port, { connector: { tlsPinnedFingerprint } }))).toContain(
      'mx1.hoster.example',
    );
  });

  it('waits where we have no certificate to show', async () => {
    const tls = await issued(['mail.partner.example'], partnerAuthority);
    const next = await sink({ tls, requestCert: { ca: partnerAuthority.certificate, demanded: true } });
    const nobody = { ...certificates(), shownBy: () => null };
    expect(await failureOf(partner(next.port, { deps: { certificates: nobody } }))).toContain(
      'The certificate that the send connector Out is to show is not there',
    );
    expect(next.messages).toEqual([]);
  });
});

describe('mail for everybody else', () => {
  it('goes as ever over the same connector, and shows no certificate', async () => {
    const tls = await issued(['whoever.example'], null);
    const next = await sink({ tls, requestCert: { ca: ourAuthority.certificate } });
    expect(verdicts(await deliver(partner(next.port, { domain: 'other.example' })))).toEqual(['delivered']);
    expect(next.sessions[0]?.client).toBeNull();
  });

  it('a subdomain of a partner is the partner’s', async () => {
    const next = await sink({ tls: await issued(['mail.other.example'], partnerAuthority) });
    expect(await failureOf(partner(next.port, { domain: 'Sales.Partner.example' }))).toContain('partner.example');
  });
});

describe('TlsCertificateName of a send connector', () => {
  it('shows that certificate to a smart host that asks, as Microsoft 365 knows a relay by', async () => {
    const tls = await issued(['smart.example'], partnerAuthority);
    const next = await sink({ tls, requestCert: { ca: ourAuthority.certificate, demanded: true } });
    const target = smartHost({ port: next.port, tlsCertificateName: 'own' }, { certificates: certificates() });
    expect(verdicts(await deliver(target))).toEqual(['delivered']);
    expect(next.sessions[0]?.client).toBe('CN=mail.office.example');
  });

  it('waits where that certificate is not there, before anything is said', async () => {
    const next = await sink({ tls: await issued(['smart.example'], partnerAuthority) });
    const target = smartHost({ port: next.port, tlsCertificateName: 'gone' }, { certificates: certificates() });
    expect(await failureOf(target)).toContain('import it, or choose another one.');
    expect(next.commands).toEqual([]);
  });

  it('a server that wants one and is shown none ends the session, and that is said', async () => {
    const tls = await issued(['smart.example'], partnerAuthority);
    const next = await sink({ tls, requestCert: { ca: ourAuthority.certificate, demanded: true } });
    const text = await failureOf(smartHost({ port: next.port, tls: 'required' }));
    expect(text).toContain('454 4.7.5 127.0.0.1 wants to be shown a certificate');
  });
});
