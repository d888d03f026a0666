import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decideMail, decideRcpt } from '../../../main/connectors/decision.ts';
import { parsePath } from '../../../main/connectors/mailbox-grammar.ts';
import { anonymous, anyRecipient, makeAccount, makeDomain, makeSession } from './make-connector.ts';
import type { SessionContext } from '../../../main/connectors/decision.ts';

function rcpt(session: SessionContext, address: string, acceptedRecipients = 0): string {
  const { reply } = decideRcpt(session, { address, acceptedRecipients });
  return reply ? `${String(reply.code)} ${reply.enhanced ?? ''} ${reply.text}` : 'ok';
}

const unable = '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain';
const relay = { entries: [[anonymous, anyRecipient]] } as const;
const trusted = { auth: ['ExternalAuthoritative'], groups: ['ExchangeServers'] } as const;
const bob = makeAccount('bob', 'bob@office.example');

describe('RCPT TO', () => {
  it('takes accepted domains of any type and nothing else', () => {
    const acceptedDomains = [
      makeDomain('office.example', { default: true }),
      makeDomain('partner.example', { domainType: 'ExternalRelay' }),
      makeDomain('branch.example', { domainType: 'InternalRelay' }),
    ];
    const session = makeSession({}, { acceptedDomains });
    for (const address of ['a@office.example', 'A@OFFICE.EXAMPLE', 'a@partner.example', 'a@branch.example'])
      expect(rcpt(session, address)).toBe('ok');
    expect(rcpt(session, 'a@elsewhere.example')).toBe(unable);
    expect(rcpt(makeSession({}, { dialect: '2013' }), 'a@elsewhere.example')).toBe('550 5.7.1 Unable to relay');
  });

  it.each([
    'a@[192.0.2.1]',
    'a@[IPv6:::1]',
    'a@evil-office.example',
    'a@office.example.evil.example',
    'a@x.office.example',
    'a@127.0.0.1',
    'a@localhost',
    'a@com',
  ])('does not take %s for an accepted domain', (address) => {
    expect(rcpt(makeSession(), address)).toBe(unable);
  });

  it.each([
    'user%elsewhere.example@office.example',
    'elsewhere.example!user@office.example',
    '"user@elsewhere.example"@office.example',
    '"user%elsewhere.example"@office.example',
  ])('takes %s from sessions that may relay only', (address) => {
    expect(rcpt(makeSession(), address)).toBe(unable);
    expect(rcpt(makeSession(relay), address)).toBe('ok');
  });

  it('relays with the right, however it was got', () => {
    expect(rcpt(makeSession(relay), 'a@elsewhere.example')).toBe('ok');
    expect(rcpt(makeSession(trusted), 'a@elsewhere.example')).toBe('ok');
    expect(rcpt(makeSession({ groups: ['ExchangeUsers'] }, {}, bob), 'a@elsewhere.example')).toBe('ok');
    expect(rcpt(makeSession({ groups: ['ExchangeUsers'] }), 'a@elsewhere.example')).toBe(unable);
    expect(
      rcpt(
        makeSession({ groups: ['ExchangeUsers'], entries: [['bob', `-${anyRecipient}`]] }, {}, bob),
        'a@elsewhere.example',
      ),
    ).toBe(unable);
  });

  it('knows the recipients of a domain that has a list', () => {
    const recipients = ['anna@office.example', 'jürgen@office.example'];
    const policy = {
      acceptedDomains: [makeDomain('office.example', { default: true }, recipients)],
      recipients: new Set(recipients),
    };
    expect(rcpt(makeSession({}, policy), 'Anna@Office.Example')).toBe('ok');
    expect(rcpt(makeSession({}, policy), 'JÜRGEN@office.example')).toBe('ok');
    expect(rcpt(makeSession({}, policy), 'hans@office.example')).toBe('550 5.1.1 User unknown');
    expect(rcpt(makeSession({}, policy), 'Postmaster@office.example')).toBe('ok');
    expect(rcpt(makeSession(relay, policy), 'hans@office.example')).toBe('550 5.1.1 User unknown');
    expect(rcpt(makeSession(trusted, policy), 'hans@office.example')).toBe('ok');
  });

  it('refuses blocked recipients unless the session bypasses anti-spam', () => {
    const policy = { blockedRecipients: ['hr@office.example', 'secret.example'] };
    expect(rcpt(makeSession(relay, policy), 'HR@office.example')).toBe('550 5.1.1 User unknown');
    expect(rcpt(makeSession(relay, policy), 'x@secret.example')).toBe('550 5.1.1 User unknown');
    expect(rcpt(makeSession(trusted, policy), 'hr@office.example')).toBe('ok');
  });

  it('always takes a bare postmaster, within the limit', () => {
    expect(rcpt(makeSession(), 'postmaster')).toBe('ok');
    expect(rcpt(makeSession({}, { acceptedDomains: [] }), 'PostMaster')).toBe('ok');
    expect(rcpt(makeSession({}, { blockedRecipients: ['postmaster'] }), 'postmaster')).toBe('ok');
    expect(rcpt(makeSession({ more: { maxRecipientsPerMessage: 1 } }), 'postmaster', 1)).toMatch(/^452/);
    expect(rcpt(makeSession(), '')).toBe(unable);
    expect(rcpt(makeSession(), 'anna')).toBe(unable);
  });

  it('counts recipients against the smaller limit; that of the organization is for strangers', () => {
    const full = '452 4.5.3 Too many recipients';
    const session = makeSession({ more: { maxRecipientsPerMessage: 3 } });
    expect(rcpt(session, 'a@office.example', 2)).toBe('ok');
    expect(rcpt(session, 'a@office.example', 3)).toBe(full);
    expect(rcpt(makeSession({}, { maxRecipientEnvelopeLimit: 2 }), 'a@office.example', 2)).toBe(full);
    expect(rcpt(makeSession(trusted, { maxRecipientEnvelopeLimit: 2 }), 'a@office.example', 2)).toBe('ok');
  });

  it('refuses reserved and single-label domains where told to', () => {
    const strict = {
      ...relay,
      more: {
        rejectReservedTopLevelRecipientDomains: true,
        rejectReservedSecondLevelRecipientDomains: true,
        rejectSingleLabelRecipientDomains: true,
      },
    };
    for (const domain of ['a.test', 'example', 'x.invalid', 'localhost'])
      expect(rcpt(makeSession(strict), `a@${domain}`)).toBe('550 5.1.4 Recipient address reserved by RFC 2606');
    for (const domain of ['example.com', 'mail.Example.ORG'])
      expect(rcpt(makeSession(strict), `a@${domain}`)).toBe('550 5.1.5 Recipient address reserved by RFC 2606');
    expect(rcpt(makeSession(strict), 'a@contoso')).toBe(
      '550 5.1.6 Recipient addresses in single label domains not accepted',
    );
    expect(rcpt(makeSession(strict), 'a@[192.0.2.1]')).toBe('ok');
    expect(rcpt(makeSession(strict), 'a@notexample.com')).toBe('ok');
    expect(rcpt(makeSession(relay), 'a@example.com')).toBe('ok');
  });

  it('explains itself', () => {
    const texts = (session: SessionContext, address: string) =>
      decideRcpt(session, { address, acceptedRecipients: 0 })
        .trace()
        .map(({ text }) => text)
        .slice(-2);
    expect(texts(makeSession(), 'a@elsewhere.example')).toEqual([
      'elsewhere.example is not an accepted domain, and the right ms-Exch-SMTP-Accept-Any-Recipient is missing.',
      `Answered ${unable}.`,
    ]);
    expect(texts(makeSession(), 'a@office.example')).toEqual([
      'office.example is an accepted domain (Authoritative); its recipients are not looked up.',
      'Accepted.',
    ]);
  });
});

describe('open relay battery', () => {
  const { vectors } = JSON.parse(readFileSync(new URL('../../fixtures/open-relay.json', import.meta.url), 'utf8')) as {
    vectors: { id: string; mailFrom: string; rcptTo: string }[];
  };
  const fill = (text: string): string =>
    text.replace(/\bT\b/g, 'office.example').replace(/\bX\b/gi, 'foreign.test').replaceAll('[IP]', '[192.0.2.1]');

  it('is complete, and most of it gets past the grammar', () => {
    expect(vectors).toHaveLength(62);
    const lenient = { lenient: true, defaultDomain: 'office.example' };
    expect(vectors.filter(({ rcptTo }) => parsePath(fill(rcptTo), lenient).ok).length).toBeGreaterThan(40);
  });

  it.each(vectors)('$id: $mailFrom to $rcptTo', ({ mailFrom, rcptTo }) => {
    for (const lenient of [false, true]) {
      const options = { lenient, defaultDomain: 'office.example' };
      const sender = parsePath(fill(mailFrom), options);
      const recipient = parsePath(fill(rcptTo), options);
      if (!sender.ok || !recipient.ok) continue;
      expect(decideMail(makeSession(), { address: sender.address, declaredBytes: null }).accepted).toBe(true);
      const decision = decideRcpt(makeSession(), { address: recipient.address, acceptedRecipients: 0 });
      expect(decision.reply).toMatchObject({ code: 550, enhanced: '5.7.54' });
    }
  });

  it.each([
    'relaytest@foreign.test,local@office.example',
    'relaytest@foreign.test;local@office.example',
    'relaytest@foreign.test local@office.example',
    'relaytest@foreign.test\0@office.example',
    'relaytest@foreign.test\r@office.example',
    'relaytest@foreign.test\x0b@office.example',
    'relaytest@foreign.test\uff20office.example',
    'relaytest@office.example.',
  ])('never gets to a decision on %j', (address) => {
    for (const lenient of [false, true])
      expect(parsePath(address, { lenient, defaultDomain: 'office.example' }).ok).toBe(false);
  });

  it.each([
    'relaytest@foreign.test.office.example',
    'relaytest@office.example.foreign.test',
    'relaytest@off\u0456ce.example',
    'relaytest@[198.51.100.1]',
    'relaytest@[IPv6:2001:db8::1]',
  ])('refuses %s', (address) => {
    expect(rcpt(makeSession(), address)).toBe(unable);
  });

  it('refuses with a sender of ours, and keeps refusing once a local recipient was taken', () => {
    expect(rcpt(makeSession(), 'local@office.example')).toBe('ok');
    expect(rcpt(makeSession(), 'relaytest@foreign.test', 1)).toBe(unable);
  });
});
