import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../main/clock.ts';
import { ensureAuthority, issueCertificate, type Authority } from '../../../main/config/authority.ts';
import { createSelfSigned } from '../../support/self-signed.ts';
import { connectorOn } from '../../support/frontend-harness.ts';
import { dial, type Dialogue } from '../../support/smtp-dialogue.ts';
import { startBare } from './bare-frontend.ts';

/** Mutual TLS on a partner's connector, with real clients. */

interface Pair {
  readonly cert: string;
  readonly key: string;
}

let data: string;
let port: number;
let closeAll: () => Promise<void>;
let authority: Authority;
let partner: Pair;
let other: Pair;
let stranger: Pair;

async function issued(names: readonly string[], by: Authority | null): Promise<Pair> {
  const request = { names, commonName: names[0] ?? '', authority: by, clock: systemClock };
  const { certificate, key } = await issueCertificate(request);
  return { cert: certificate, key };
}

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'postroom-partners-'));
  authority = await ensureAuthority(data, 'PARTNER', systemClock);
  partner = await issued(['mail.partner.example'], authority);
  other = await issued(['mail.other.example', 'notpartner.example'], authority);
  stranger = await issued(['mail.partner.example'], null);
  const { certificate, key } = await createSelfSigned(
    { fqdn: 'mail.office.example', serverName: 'POSTROOM', hostname: 'test' },
    systemClock,
  );
  const started = await startBare(
    data,
    (free) => ({
      transport: { tlsReceiveDomainSecureList: ['Partner.example'] },
      receiveConnectors: [
        connectorOn(free, { domainSecureEnabled: true, permissionGroups: ['Partners', 'AnonymousUsers'] }),
        connectorOn(free, {
          name: 'Partners only',
          remoteIPRanges: ['127.0.0.2'],
          domainSecureEnabled: true,
          permissionGroups: ['Partners'],
        }),
      ],
    }),
    { tlsIdentity: () => ({ cert: certificate, key, partnerAuthorities: [authority.certificate] }) },
  );
  port = started.port;
  closeAll = started.close;
});

afterAll(async () => {
  await closeAll();
  await rm(data, { recursive: true, force: true });
});

async function encrypted(pair: Pair | null, from = '127.0.0.1'): Promise<Dialogue> {
  const c = await dial({ port, from });
  await c.expect('220 *');
  await c.send('EHLO partner');
  await c.expect('250-*');
  await c.send('STARTTLS');
  await c.expect('220 *');
  await c.startTls(pair ?? {});
  await c.send('EHLO partner');
  await c.expect('250-*');
  return c;
}

async function answerTo(sender: string, pair: Pair | null, from?: string): Promise<string> {
  const c = await encrypted(pair, from);
  await c.send(`MAIL FROM:<${sender}>`);
  await c.expect('*');
  const last = c.transcript().trim().split(/\r?\n/).at(-1) ?? '';
  c.end();
  return last.replace(/^S: /, '');
}

const REFUSED = '454 4.7.5 Certificate validation failure';

describe('domain security', () => {
  it('takes mail of a partner that shows a certificate for its domain or below it', async () => {
    expect(await answerTo('ann@partner.example', partner)).toMatch(/^250 2\.1\.0/);
    expect(await answerTo('ann@sales.partner.example', partner)).toMatch(/^250 2\.1\.0/);
  });

  it.each([
    ['none', () => null],
    ['one for another name', () => other],
    ['one that nobody vouches for', () => stranger],
  ])('refuses mail of a partner with %s', async (_what, pair) => {
    expect(await answerTo('ann@partner.example', pair())).toBe(REFUSED);
  });

  it('lets everybody else send as before, with a certificate or without', async () => {
    expect(await answerTo('bob@other.example', null)).toMatch(/^250 2\.1\.0/);
    expect(await answerTo('bob@other.example', stranger)).toMatch(/^250 2\.1\.0/);
  });

  it('makes a session of a partner one of Partner Servers, which alone may submit through Partners', async () => {
    expect(await answerTo('ann@partner.example', partner, '127.0.0.2')).toMatch(/^250 2\.1\.0/);
    expect(await answerTo('bob@other.example', other, '127.0.0.2')).toMatch(/^530 5\.7\.57/);
    expect(await answerTo('bob@other.example', null, '127.0.0.2')).toMatch(/^530 5\.7\.57/);
  });

  it('refuses a partner in clear', async () => {
    const c = await dial({ port, from: '127.0.0.1' });
    await c.expect('220 *');
    await c.send('EHLO partner');
    await c.expect('250-*');
    await c.send('MAIL FROM:<ann@partner.example>');
    await c.expect(REFUSED);
    c.end();
  });
});
