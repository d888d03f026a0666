import { describe, expect, it } from 'vitest';
import { decideEndOfData, decideMail } from '../../../main/connectors/decision.ts';
import { parseRange } from '../../../main/connectors/ranges.ts';
import { anonymous, makeAccount, makeSession } from './make-connector.ts';
import type { Decision, MessageFacts, SessionContext } from '../../../main/connectors/decision.ts';

const line = ({ reply }: Decision): string =>
  reply ? `${String(reply.code)} ${reply.enhanced ?? ''} ${reply.text}${reply.close ? ' (close)' : ''}` : 'ok';
const mail = (session: SessionContext, address = 'a@elsewhere.example', declaredBytes: number | null = null): string =>
  line(decideMail(session, { address, declaredBytes }));

const bob = makeAccount('bob', 'bob@office.example');
const users = { auth: ['Tls', 'BasicAuth'], groups: ['ExchangeUsers'] } as const;
const trusted = { auth: ['ExternalAuthoritative'], groups: ['ExchangeServers'] } as const;
const hub = { more: { transportRole: 'HubTransport' } } as const;
const authoritative = 'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender';
const denied = '554 5.1.0 Sender Denied (close)';

describe('MAIL FROM', () => {
  it('lets anonymous peers send as anybody, as Exchange does', () => {
    expect(mail(makeSession())).toBe('ok');
    expect(mail(makeSession(), '')).toBe('ok');
    expect(mail(makeSession(), 'ceo@office.example')).toBe('ok');
  });

  it('needs Submit', () => {
    expect(mail(makeSession(users))).toBe(
      '530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM',
    );
    expect(mail(makeSession(users, { dialect: '2013' }))).toBe('530 5.7.1 Client was not authenticated');
    expect(mail(makeSession(users, {}, bob), 'bob@office.example')).toBe('ok');
  });

  it('needs TLS first where the connector requires it', () => {
    const texts = { ...users, more: { requireTls: true } };
    expect(mail(makeSession(texts))).toBe('451 5.7.3 STARTTLS is required to send mail');
    expect(mail(makeSession(texts, {}, null, true))).toMatch(/^530/);
  });

  it('refuses blocked peers and senders unless the session bypasses anti-spam', () => {
    const policy = { blockedRanges: [parseRange('192.168.0.0/24')], blockedSenders: ['*.bad.example'] };
    expect(mail(makeSession({}, policy))).toBe(denied);
    expect(mail(makeSession(trusted, policy), 'x@a.bad.example')).toBe('ok');
    expect(mail(makeSession({}, { ...policy, blockedRanges: [parseRange('192.168.1.0/24')] }), 'x@a.bad.example')).toBe(
      denied,
    );
    expect(mail(makeSession({}, { blockedSenders: ['bad.example'] }), '')).toBe('ok');
  });

  it('holds an announced size against the smaller limit', () => {
    const tooLarge = '552 5.3.4 Message size exceeds fixed maximum message size';
    const small = { more: { maxMessageBytes: 1000 } };
    expect(mail(makeSession(small), '', 1000)).toBe('ok');
    expect(mail(makeSession(small), '', 1001)).toBe(tooLarge);
    expect(mail(makeSession({}, { maxReceiveBytes: 500 }), '', 501)).toBe(tooLarge);
    expect(mail(makeSession(users, { maxReceiveBytes: 500 }, bob), '', 501)).toBe('ok');
    expect(mail(makeSession({ ...users, ...small }, {}, bob), '', 1001)).toBe(tooLarge);
    expect(mail(makeSession({ ...trusted, ...small }, { maxReceiveBytes: 500 }), '', 1e12)).toBe('ok');
  });

  it('protects authoritative domains where the right is taken away', () => {
    const spoofable = { entries: [[anonymous, `-${authoritative}`]] } as const;
    expect(mail(makeSession(spoofable), 'ceo@OFFICE.example')).toBe(
      '550 5.7.60 SMTP; Client does not have permissions to send as this sender',
    );
    expect(mail(makeSession(spoofable, { dialect: '2013' }), 'ceo@office.example')).toBe(
      '550 5.7.1 Client does not have permissions to send as this sender',
    );
    expect(mail(makeSession(spoofable))).toBe('ok');
    expect(mail(makeSession({ ...users, ...spoofable }, {}, bob), 'bob@office.example')).toBe('ok');
  });

  it('lets an account send as itself only', () => {
    const refusal = '550 5.7.60 SMTP; Client does not have permissions to send as this sender';
    const session = makeSession(users, {}, bob);
    expect(mail(session, 'Bob@Office.Example')).toBe('ok');
    expect(mail(session, '')).toBe('ok');
    expect(mail(session, 'alice@office.example')).toBe(refusal);
    expect(mail(session, 'bob@elsewhere.example')).toBe(refusal);
    expect(
      mail(
        makeSession({ ...users, entries: [['bob', 'ms-Exch-SMTP-Accept-Any-Sender']] }, {}, bob),
        'x@elsewhere.example',
      ),
    ).toBe('ok');
  });

  it('looks at Any-Sender of anonymous peers on Hub connectors only', () => {
    const entries = [[anonymous, '-ms-Exch-SMTP-Accept-Any-Sender']] as const;
    expect(mail(makeSession({ entries }))).toBe('ok');
    expect(mail(makeSession({ entries, ...hub }))).toBe(
      '550 5.7.1 Anonymous client does not have permissions to send as this sender',
    );
    expect(mail(makeSession({ entries, ...hub }), '')).toBe('ok');
    expect(mail(makeSession(hub))).toBe('ok');
  });

  it('explains itself', () => {
    const steps = decideMail(makeSession(users, { blockedSenders: ['bad.example'] }, bob), {
      address: 'x@elsewhere.example',
      declaredBytes: 10,
    }).trace();
    expect(steps.map(({ step }) => step)).toEqual([
      'principals',
      'right-granted',
      'right-granted',
      'right-granted',
      'right-granted',
      'rights',
      'may-submit',
      'declared-size',
      'send-as',
      'refused',
    ]);
    expect(steps.at(-2)?.text).toBe(
      'The account bob may not send as x@elsewhere.example: it is none of its addresses and ms-Exch-SMTP-Accept-Any-Sender is missing.',
    );
  });
});

describe('end of DATA', () => {
  const facts: MessageFacts = {
    bytes: 1000,
    headerBytes: 100,
    hops: 2,
    localHops: 0,
    authors: ['a@elsewhere.example'],
    hasBareLinefeed: false,
    newAuthor: null,
  };
  const end = (session: SessionContext, more: Partial<MessageFacts> = {}): string =>
    line(decideEndOfData(session, { ...facts, ...more }));

  it('holds the limits', () => {
    const session = makeSession({
      more: { maxHeaderBytes: 200, maxMessageBytes: 2000, maxHopCount: 3, maxLocalHopCount: 1 },
    });
    expect(end(session)).toBe('ok');
    expect(end(session, { headerBytes: 200, bytes: 2000, hops: 3, localHops: 1 })).toBe('ok');
    expect(end(session, { headerBytes: 201, bytes: 9999 })).toBe(
      '552 5.3.4 Header size exceeds fixed maximum size (close)',
    );
    expect(end(session, { bytes: 2001 })).toBe('552 5.3.4 Message size exceeds fixed maximum message size');
    expect(end(session, { hops: 4 })).toBe('554 5.4.6 Hop count exceeded - possible mail loop');
    expect(end(session, { localHops: 2 })).toBe('554 5.4.6 Hop count exceeded - possible mail loop');
    expect(end(makeSession({ more: { maxLocalHopCount: 0 } }), { localHops: 50 })).toBe('ok');
    expect(end(makeSession({ ...trusted, more: { maxMessageBytes: 10 } }))).toBe('ok');
  });

  it('refuses bare line feeds where the connector is strict or told to', () => {
    const refusal = '550 5.6.11 Message contains bare linefeeds';
    expect(end(makeSession(), { hasBareLinefeed: true })).toBe(refusal);
    expect(end(makeSession({ more: { tolerance: 'DeviceFriendly' } }), { hasBareLinefeed: true })).toBe('ok');
    expect(
      end(makeSession({ more: { tolerance: 'DeviceFriendly', bareLinefeedRejection: true } }), {
        hasBareLinefeed: true,
      }),
    ).toBe(refusal);
  });

  it('checks the authors of a logged-in session', () => {
    const session = makeSession(users, {}, bob);
    expect(end(session, { authors: ['bob@office.example'] })).toBe('ok');
    expect(end(session, { authors: [] })).toBe('ok');
    expect(end(session, { authors: ['bob@office.example', 'ceo@office.example'] })).toBe(
      '550 5.7.60 SMTP; Client does not have permissions to send as this sender',
    );
    expect(end(makeSession({ ...users, groups: ['AnonymousUsers', 'ExchangeUsers'] }, {}, bob))).toBe('ok');
    expect(end(makeSession(), { authors: ['ceo@office.example'] })).toBe('ok');
  });
});
