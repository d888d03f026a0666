import { isOwnAddress, messageLimit } from './mail-decision.ts';
import { decideInOrder, hasRight, step } from './reasoning.ts';
import * as replies from './replies.ts';
import type { Decision, MessageFacts, SessionContext } from './decision.ts';
import type { Check } from './reasoning.ts';

/** The final dot: is the message itself within the limits, and may its authors be who they claim to be. */

function checkHeader({ connector }: SessionContext, { headerBytes }: MessageFacts): Check {
  const limit = connector.maxHeaderBytes;
  return {
    reply: headerBytes > limit ? replies.headerTooLarge() : null,
    explain: () =>
      step('header-size', `The header has ${headerBytes} bytes; the limit is ${limit}.`, {
        headerBytes,
        limitBytes: limit,
      }),
  };
}

function checkSize(session: SessionContext, { bytes }: MessageFacts): Check {
  const limit = messageLimit(session);
  const text = () =>
    `The message has ${bytes} bytes; ${Number.isFinite(limit) ? `the limit is ${limit}` : 'the session has no size limit'}.`;
  return {
    reply: bytes > limit ? replies.messageTooLarge() : null,
    explain: () => step('message-size', text(), { bytes, limitBytes: Number.isFinite(limit) ? limit : null }),
  };
}

/** MaxLocalHopCount 0 means that local hops are not counted. */
function checkHops({ connector }: SessionContext, { hops, localHops }: MessageFacts): Check {
  const { maxHopCount, maxLocalHopCount } = connector;
  const isLoop = hops > maxHopCount || (maxLocalHopCount > 0 && localHops > maxLocalHopCount);
  const text = () =>
    `The message has passed ${hops} servers (limit ${maxHopCount}), ${localHops} times this one (limit ${maxLocalHopCount || 'none'}).`;
  return {
    reply: isLoop ? replies.hopCountExceeded() : null,
    explain: () => step('hop-count', text(), { hops, localHops }),
  };
}

function checkLineEnds({ connector }: SessionContext, { hasBareLinefeed }: MessageFacts): Check | null {
  if (!hasBareLinefeed) return null;
  const isRefused = connector.bareLinefeedRejection || connector.tolerance === 'Strict';
  const text = `The message has line feeds without carriage returns, which the connector ${isRefused ? 'refuses' : 'repairs'}.`;
  return { reply: isRefused ? replies.bareLinefeed() : null, explain: () => step('bare-linefeed', text) };
}

// The authors are parsed only where they matter: the sender of every message chooses how long they are.
function checkAuthors(session: SessionContext, facts: MessageFacts): Check | null {
  const { account } = session.credentials;
  if (!account) return null;
  const foreign = facts.authors.filter((author) => !isOwnAddress(account, author));
  if (foreign.length === 0) return null;
  const may = hasRight(session, 'ms-Exch-SMTP-Accept-Any-Sender');
  const text = `From or Sender names ${foreign.join(', ')}, not an address of ${account.userName}; ms-Exch-SMTP-Accept-Any-Sender is ${may ? 'granted' : 'missing'}.`;
  return {
    reply: may ? null : replies.cannotSendAs(session.policy.dialect, false),
    explain: () => step('authors', text, { foreign }),
  };
}

/** Nothing to refuse: a rule of the administrator that shows in the trace. */
function noteAuthor({ newAuthor }: MessageFacts): Check | null {
  if (newAuthor === null) return null;
  const { original, keptOriginal, signed } = newAuthor;
  const explain = () => {
    if (original === null) return step('author-kept', 'From names the new sender already and stays as it is.');
    const data = { original, keptOriginal, signed };
    const text = keptOriginal
      ? `From was ${original} and names the new sender now; what it said stands in Reply-To.`
      : `From was ${original} and names the new sender now.`;
    if (!signed) return step('author-rewritten', text, data);
    return step('signature-broken', `${text} The message was signed (DKIM); the signature is no longer valid.`, data);
  };
  return { reply: null, explain };
}

/** Answer to the final dot; a null reply means that the message may be queued. */
export function decideEndOfData(session: SessionContext, facts: MessageFacts): Decision {
  return decideInOrder(session, [
    () => checkHeader(session, facts),
    () => checkSize(session, facts),
    () => checkHops(session, facts),
    () => checkLineEnds(session, facts),
    () => checkAuthors(session, facts),
    () => noteAuthor(facts),
  ]);
}
