import { comparable } from '../connectors/accepted-domains.ts';
import type { Policy, Rewriting } from '../connectors/model.ts';
import { aliasTargets, newSenderOf, type NewSender } from '../connectors/rewriting.ts';
import type { AuthorEdit } from './header-author.ts';
import type { Envelope, EnvelopeRecipient, Rewritten } from './queue.ts';

/** The envelope as it goes into the queue: another sender, recipients behind aliases, a copy for the archive. Pure. */

/** Of a From field, as it is kept to be shown. */
const LONGEST_ORIGINAL = 320;

export interface RewrittenEnvelope {
  readonly envelope: Envelope;
  /** What was changed, for whoever looks at the message; null: nothing. */
  readonly rewritten: readonly Rewritten[] | null;
}

/** Changes an envelope by the rules of the receive connector (null: it has none, or the message came without one) and by the aliases. */
export function rewriteEnvelope(
  envelope: Envelope,
  policy: Pick<Policy, 'aliases' | 'fqdn'>,
  rewriting: Rewriting | null,
  remoteAddress: string | null,
): RewrittenEnvelope {
  if (rewriting === null && policy.aliases.size === 0) return { envelope, rewritten: null };
  const notes: Rewritten[] = [];
  const sender = newSenderOf(rewriting?.sender ?? null, remoteAddress, envelope.mailFrom);
  if (sender !== null) notes.push(senderNote(sender, envelope.mailFrom));
  const recipients = [...behindAliases(envelope.recipients, policy, notes)];
  const folder = rewriting?.archiveMailbox ?? null;
  if (folder !== null) {
    recipients.push(archiveCopy(folder, policy.fqdn));
    notes.push({ what: 'copy', original: '', now: [folder], by: null });
  }
  if (notes.length === 0) return { envelope, rewritten: null };
  return { envelope: { ...envelope, mailFrom: sender?.address ?? envelope.mailFrom, recipients }, rewritten: notes };
}

/** The From field changes while the message arrives, by the rule that changes its sender. */
export function withAuthor(
  rewritten: readonly Rewritten[] | null,
  author: Pick<AuthorEdit, 'original'> | null,
): readonly Rewritten[] | null {
  const sender = rewritten?.find(({ what }) => what === 'sender');
  if (rewritten === null || sender === undefined || author === null || author.original === null) return rewritten;
  return [...rewritten, { ...sender, what: 'author', original: author.original.slice(0, LONGEST_ORIGINAL) }];
}

function senderNote({ address, device }: NewSender, mailFrom: string): Rewritten {
  return { what: 'sender', original: mailFrom, now: [address], by: device };
}

/** Each address once; who stands behind an alias keeps what the client asked for the alias (RFC 3461 5.2.7). */
function behindAliases(
  recipients: readonly EnvelopeRecipient[],
  policy: Pick<Policy, 'aliases'>,
  notes: Rewritten[],
): Iterable<EnvelopeRecipient> {
  if (policy.aliases.size === 0) return recipients;
  const found = new Map<string, EnvelopeRecipient>();
  for (const recipient of recipients) {
    const targets = aliasTargets(policy, recipient.address);
    if (targets === null) {
      // Whom the client named himself is told by his own name.
      found.set(comparable(recipient.address), recipient);
      continue;
    }
    notes.push({ what: 'recipient', original: recipient.address, now: targets, by: null });
    const originalRecipient = recipient.originalRecipient ?? `rfc822;${recipient.address}`;
    for (const address of targets) {
      const key = comparable(address);
      if (!found.has(key)) found.set(key, { ...recipient, address, originalRecipient });
    }
  }
  return found.values();
}

/** Nobody's address: it stands in Delivered-To and in lists. Nobody is told what becomes of it. */
function archiveCopy(folder: string, fqdn: string): EnvelopeRecipient {
  return {
    address: `${folder}@archive.${fqdn}`,
    notify: ['NEVER'],
    originalRecipient: null,
    detour: { mailbox: folder },
  };
}
