import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandAliases } from '../../../main/connectors/aliases.ts';
import type { Rewriting } from '../../../main/connectors/model.ts';
import { rewriteEnvelope, withAuthor } from '../../../main/transport/envelope-rewriting.ts';
import type { Envelope } from '../../../main/transport/queue.ts';

const recipient = (address: string) => ({ address, notify: [], originalRecipient: null });
const envelope = (to: readonly string[], mailFrom = 'printer@local.lan'): Envelope => ({
  ...{ mailFrom, recipients: to.map(recipient), ret: null, envid: null, eightBit: true, smtpUtf8: false },
});
const policyOf = (aliases: Parameters<typeof expandAliases>[0]) => ({
  fqdn: 'relay.office.example',
  aliases: expandAliases(aliases),
});
const team = policyOf([{ address: 'team@office.example', deliverTo: ['ann@office.example', 'bob@gmail.com'] }]);
const rewriting: Rewriting = {
  sender: { connector: 'Relay', fixed: 'scans@office.example', devices: [], keepOriginal: true },
  archiveMailbox: 'Archive',
};

describe('the envelope in the queue', () => {
  it('is the very same where no rule is for it', () => {
    const given = envelope(['x@y.example']);
    expect(rewriteEnvelope(given, policyOf([]), null, '10.0.0.1').envelope).toBe(given);
    expect(rewriteEnvelope(given, team, null, '10.0.0.1')).toEqual({ envelope: given, rewritten: null });
  });

  it('has the new sender, those behind the alias, and the copy; and says so', () => {
    const { envelope: made, rewritten } = rewriteEnvelope(
      envelope(['Team@office.example', 'BOB@gmail.com']),
      team,
      rewriting,
      '10.0.0.1',
    );
    expect(made.mailFrom).toBe('scans@office.example');
    expect(made.recipients).toEqual([
      { address: 'ann@office.example', notify: [], originalRecipient: 'rfc822;Team@office.example' },
      { address: 'BOB@gmail.com', notify: [], originalRecipient: null },
      {
        ...{ address: 'Archive@archive.relay.office.example', notify: ['NEVER'], originalRecipient: null },
        detour: { mailbox: 'Archive' },
      },
    ]);
    expect(rewritten).toEqual([
      { what: 'sender', original: 'printer@local.lan', now: ['scans@office.example'], by: null },
      { what: 'recipient', original: 'Team@office.example', now: ['ann@office.example', 'bob@gmail.com'], by: null },
      { what: 'copy', original: '', now: ['Archive'], by: null },
    ]);
  });

  it('keeps the null sender, and what the client asked for (RFC 3461 5.2.7)', () => {
    const given = {
      ...envelope([], ''),
      recipients: [{ address: 'team@office.example', notify: ['FAILURE' as const], originalRecipient: 'rfc822;t@o' }],
    };
    const { envelope: made } = rewriteEnvelope(given, team, { ...rewriting, archiveMailbox: null }, '10.0.0.1');
    expect(made.mailFrom).toBe('');
    expect(made.recipients.map(({ notify, originalRecipient }) => [notify, originalRecipient])).toEqual([
      [['FAILURE'], 'rfc822;t@o'],
      [['FAILURE'], 'rfc822;t@o'],
    ]);
  });

  it('says what From was where the rule for the sender changed it', () => {
    const { rewritten } = rewriteEnvelope(envelope(['x@y.example']), policyOf([]), rewriting, '10.0.0.1');
    expect(withAuthor(rewritten, { original: 'Copier <copier@local.lan>' })?.at(-1)).toEqual({
      ...{ what: 'author', original: 'Copier <copier@local.lan>', now: ['scans@office.example'], by: null },
    });
    expect(withAuthor(rewritten, { original: null })).toBe(rewritten);
    expect(withAuthor(null, null)).toBeNull();
  });

  it('has nobody that neither the client nor the administrator named, and nobody twice', () => {
    const names = fc.constantFrom('a@x.example', 'B@x.example', 'c@x.example', 'd@y.example', 'e@y.example');
    const lists = fc.array(fc.record({ address: names, deliverTo: fc.array(names, { minLength: 1, maxLength: 3 }) }), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(lists, fc.uniqueArray(names, { minLength: 1 }), (aliases, to) => {
        const { recipients } = rewriteEnvelope(envelope(to), policyOf(aliases), null, null).envelope;
        const allowed = new Set(
          [...to, ...aliases.flatMap(({ deliverTo }) => deliverTo)].map((one) => one.toLowerCase()),
        );
        const found = recipients.map(({ address }) => address.toLowerCase());
        expect(found.filter((address) => !allowed.has(address))).toEqual([]);
        expect(new Set(found).size).toBe(found.length);
        // Who has no alias is never lost.
        const known = new Set(aliases.map(({ address }) => address.toLowerCase()));
        for (const address of to) if (!known.has(address.toLowerCase())) expect(found).toContain(address.toLowerCase());
      }),
    );
  });
});
