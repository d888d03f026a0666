import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileSenderRule } from '../../../main/config/compile-rewriting.ts';
import { aliasCycles, expandAliases } from '../../../main/connectors/aliases.ts';
import { decideEndOfData, decideMail, decideRcpt } from '../../../main/connectors/decision.ts';
import { newSenderOf } from '../../../main/connectors/rewriting.ts';
import { senderRewritingSchema } from '../../../main/contract/rewriting.ts';
import { anonymous, anyRecipient, makeSession } from './make-connector.ts';

const ruleOf = (document: Record<string, unknown>) => compileSenderRule('Relay', senderRewritingSchema.parse(document));

describe('the sender of a message', () => {
  const rule = ruleOf({
    sender: 'scans@office.example',
    deviceSenders: [
      { remoteIPRange: '192.168.0.0/24', sender: 'floor@office.example' },
      { remoteIPRange: '192.168.0.181', sender: 'copier@office.example' },
      { remoteIPRange: 'fd00::/64', sender: 'six@office.example' },
    ],
  });

  it.each([
    ['192.168.0.181', 'copier@office.example'],
    ['::ffff:192.168.0.181', 'copier@office.example'],
    ['192.168.0.9', 'floor@office.example'],
    ['fd00::7', 'six@office.example'],
    ['10.0.0.1', 'scans@office.example'],
  ])('of %s is %s: the most specific range, else the fixed one', (remoteAddress, sender) => {
    expect(newSenderOf(rule, remoteAddress, 'x@y.example')?.address).toBe(sender);
  });

  it('stays where there is no rule, no rule for the device, or no sender', () => {
    expect(newSenderOf(null, '10.0.0.1', 'x@y.example')).toBeNull();
    const devices = ruleOf({ deviceSenders: [{ remoteIPRange: '10.0.0.1', sender: 'a@b.example' }] });
    expect(newSenderOf(devices, '10.0.0.2', 'x@y.example')).toBeNull();
    expect(newSenderOf(devices, null, 'x@y.example')).toBeNull();
    expect(newSenderOf(rule, '192.168.0.181', '')).toBeNull();
    expect(ruleOf({})).toBeNull();
  });

  it('must need no SMTPUTF8 of whoever comes next', () => {
    expect(senderRewritingSchema.safeParse({ sender: 'büro@office.example' }).success).toBe(false);
  });
});

const nodes = fc.constantFrom('a@x', 'B@x', 'c@x', 'd@x', 'e@x');
const graphs = fc.uniqueArray(
  fc.record({
    address: nodes,
    deliverTo: fc.array(fc.oneof(nodes, fc.constant('out@y')), { minLength: 1, maxLength: 4 }),
  }),
  { selector: ({ address }) => address, maxLength: 5 },
);

describe('aliases', () => {
  it('are followed to the last address, each of them once, an address in its own list among them', () => {
    const expanded = expandAliases([
      { address: 'scans@Office.example', deliverTo: ['team@office.example', 'boss@gmail.com'] },
      { address: 'team@office.example', deliverTo: ['team@office.example', 'ann@office.example', 'BOSS@gmail.com'] },
    ]);
    expect(expanded.get('scans@office.example')).toEqual([
      ...['team@office.example', 'ann@office.example', 'BOSS@gmail.com'],
    ]);
    expect(expanded.get('team@office.example')).toEqual([
      ...['team@office.example', 'ann@office.example', 'BOSS@gmail.com'],
    ]);
  });

  it('name the ring in which mail would go round', () => {
    const aliases = [
      { address: 'a@x', deliverTo: ['b@x'] },
      { address: 'b@x', deliverTo: ['c@x', 'b@x'] },
      { address: 'c@x', deliverTo: ['A@x'] },
    ];
    expect(aliasCycles(aliases)).toEqual([['a@x', 'b@x', 'c@x', 'a@x']]);
    expect(aliasCycles(aliases.slice(1))).toEqual([]);
  });

  it('never loop: what is behind one is final, and comes of what the administrator wrote', () => {
    fc.assert(
      fc.property(graphs, (aliases) => {
        const expanded = expandAliases(aliases);
        const written = new Set(aliases.flatMap(({ deliverTo }) => deliverTo.map((one) => one.toLowerCase())));
        const isRing = aliasCycles(aliases).length > 0;
        for (const [start, targets] of expanded) {
          expect(new Set(targets.map((one) => one.toLowerCase())).size).toBe(targets.length);
          for (const target of targets.map((one) => one.toLowerCase())) {
            expect(written).toContain(target);
            // Without a ring only who keeps its own mail is an alias still.
            const again = expanded.get(target);
            if (!isRing && again !== undefined) expect(again.map((one) => one.toLowerCase())).toContain(target);
          }
          if (!isRing) expect(targets.length, start).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('have a ring exactly where one address comes back to itself by way of another', () => {
    const reaches = (aliases: readonly { address: string; deliverTo: readonly string[] }[], from: string): boolean => {
      const next = (key: string) =>
        aliases
          .filter(({ address }) => address.toLowerCase() === key)
          .flatMap(({ deliverTo }) => deliverTo.map((one) => one.toLowerCase()).filter((one) => one !== key));
      const [seen, open] = [new Set<string>(), next(from)];
      for (let key = open.pop(); key !== undefined; key = open.pop()) {
        if (key === from) return true;
        if (seen.has(key)) continue;
        seen.add(key);
        open.push(...next(key));
      }
      return false;
    };
    fc.assert(
      fc.property(graphs, (aliases) => {
        const expected = aliases.some(({ address }) => reaches(aliases, address.toLowerCase()));
        expect(aliasCycles(aliases).length > 0).toBe(expected);
      }),
    );
  });
});

describe('rights', () => {
  const rewriting = { sender: ruleOf({ sender: 'scans@office.example' }), archiveMailbox: null };
  const aliases = new Map([['team@office.example', ['boss@gmail.com']]]);

  it('are decided on what the client said, and the rules show behind the decision', () => {
    const denied = [anonymous, '-ms-Exch-SMTP-Accept-Authoritative-Domain-Sender'] as const;
    const session = makeSession({ more: { rewriting }, entries: [denied] }, { aliases });
    const mail = decideMail(session, { address: 'printer@elsewhere.example', declaredBytes: null });
    expect(
      mail
        .trace()
        .map(({ step }) => step)
        .slice(-2),
    ).toEqual(['sender-rewritten', 'accepted']);
    // An authoritative sender stays forbidden, although the rule would make one of it anyway.
    expect(decideMail(session, { address: 'ann@office.example', declaredBytes: null }).accepted).toBe(false);
    const rcpt = decideRcpt(session, { address: 'team@office.example', acceptedRecipients: 0 });
    expect(
      rcpt
        .trace()
        .slice(-2)
        .map(({ text }) => text),
    ).toEqual(['Mail for team@office.example goes to boss@gmail.com (alias).', 'Accepted.']);
  });

  it('are not lent by an alias: whoever may not relay may not write to what is behind it, nor to a foreign alias', () => {
    const foreign = new Map([['old@gmail.com', ['ann@office.example']]]);
    const session = makeSession({}, { aliases: new Map([...aliases, ...foreign]) });
    const answer = (address: string) => decideRcpt(session, { address, acceptedRecipients: 0 }).accepted;
    expect([answer('boss@gmail.com'), answer('old@gmail.com')]).toEqual([false, false]);
    const relaying = makeSession({ entries: [[anonymous, anyRecipient]] }, { aliases: foreign });
    expect(decideRcpt(relaying, { address: 'old@gmail.com', acceptedRecipients: 0 }).accepted).toBe(true);
  });

  it('say at the end that a signature breaks', () => {
    const facts = { bytes: 1, headerBytes: 1, hops: 0, localHops: 0, authors: [], hasBareLinefeed: false };
    const newAuthor = { original: 'a@b.example', keptOriginal: true, signed: true };
    const steps = decideEndOfData(makeSession(), { ...facts, newAuthor }).trace();
    expect(steps.at(-2)).toMatchObject({
      step: 'signature-broken',
      text: expect.stringContaining('no longer valid') as string,
    });
  });
});
