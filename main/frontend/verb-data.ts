import { decideEndOfData, type MessageFacts } from '../connectors/decision.ts';
import { holdReason } from '../connectors/hold.ts';
import type { SmtpReply } from '../connectors/model.ts';
import * as replies from '../connectors/replies.ts';
import { sessionSender } from '../connectors/rewriting.ts';
import { PostroomError } from '../errors.ts';
import { rewriteEnvelope, withAuthor } from '../transport/envelope-rewriting.ts';
import { Intake, type IntakeResult } from '../transport/intake.ts';
import { authorAddresses } from '../transport/intake-header.ts';
import type { MessageDraft } from '../transport/queue.ts';
import type { DataScanner } from './data-scanner.ts';
import { mailDate, receivedHeader } from './greeting.ts';
import { noteRepairs } from './message-repairs.ts';
import { noteRepeat } from './repeat-note.ts';
import type { Session } from './session.ts';
import type { Transaction } from './transaction.ts';
import { refuse } from './verb-mail.ts';
import type { Verb } from './verbs.ts';

/** How far beyond the limit a client may go on sending before the connection is cut. */
const OVERSIZE_PATIENCE_BYTES = 1024 * 1024;

/** DATA (RFC 5321 4.1.1.4): the body streams to the queue while it arrives. */
export const data: Verb = (session, line) => {
  if (/\s/.test(line)) return replies.invalidArguments();
  const { transaction, parser } = session;
  if (transaction === null || parser === null)
    return session.introduced ? replies.needMail() : replies.sendHelloFirst();
  if (transaction.recipients.size === 0) return session.facts.policy.learning ? replies.learning() : replies.needRcpt();
  const { sink } = session.services;
  const id = sink.nextId();
  const intake = openIntake(session, transaction, id);
  transaction.intake = intake;
  const limit = sizeLimit(session);
  parser.beginData(
    {
      write(chunk) {
        const wait = intake.write(chunk);
        if (intake.bytes > limit + OVERSIZE_PATIENCE_BYTES && !session.isOver) {
          session.finish(refuse(session, replies.messageTooLarge(), transaction.mailFrom));
        }
        return wait;
      },
      end(scanner, resume) {
        // The end was found in bytes that had to wait while the connection broke or was given up: nobody could be
        // told that the message was taken, and its body may already be thrown away.
        if (session.isOver) {
          transaction.abandon();
          resume();
          return;
        }
        session.transaction = null;
        transaction.storing = true;
        session.storing = true;
        void conclude(session, transaction, intake, id, scanner).then((reply) => {
          session.storing = false;
          session.respond(scanner.endedByLinefeed ? { ...reply, close: true } : reply, resume);
        });
      },
    },
    session.tolerant,
  );
  return replies.startMailInput();
};

function sizeLimit(session: Session): number {
  const { connector, snapshot } = session.services;
  const { authorization } = session;
  if (authorization.rights.has('ms-Exch-Bypass-Message-Size-Limit')) return Infinity;
  return authorization.internal
    ? connector.maxMessageBytes
    : Math.min(connector.maxMessageBytes, snapshot.policy.maxReceiveBytes);
}

function openIntake(session: Session, transaction: Transaction, id: number): Intake {
  const { services, authorization } = session;
  const { connector, endpoint, clock } = services;
  const date = mailDate(clock.now());
  return new Intake({
    writer: services.sink.createBody(id),
    received: receivedHeader({
      helo: session.helo,
      remoteAddress: endpoint.remoteAddress,
      fqdn: connector.fqdn,
      localAddress: endpoint.localAddress,
      protocol: `${session.extended ? 'ESMTP' : 'SMTP'}${session.secure ? 'S' : ''}${session.account === null ? '' : 'A'}`,
      id,
      date,
    }),
    fqdn: connector.fqdn,
    keepRoutingHeaders: authorization.rights.has('ms-Exch-Accept-Headers-Routing'),
    keepOrganizationHeaders: authorization.rights.has('ms-Exch-Accept-Headers-Organization'),
    keepForestHeaders: authorization.rights.has('ms-Exch-Accept-Headers-Forest'),
    mailFrom: transaction.mailFrom,
    author: sessionSender(connector, endpoint.remoteAddress, transaction.mailFrom),
    // Declared with SMTPUTF8, raw UTF-8 is what belongs there.
    rawHeaderCharset: transaction.envelope.smtpUtf8 ? null : connector.rawHeaderCharset,
    maxHeaderBytes: connector.maxHeaderBytes,
    maxBytes: sizeLimit(session),
    newMessageId: () => `<${services.newGuid()}@${connector.fqdn}>`,
    date: () => date,
  });
}

/** Everything between the final dot and its reply. Never rejects: a failure is a reply. */
async function conclude(
  session: Session,
  transaction: Transaction,
  intake: Intake,
  id: number,
  scanner: DataScanner,
): Promise<SmtpReply> {
  const recipients = [...transaction.recipients.values()];
  const addresses = recipients.map((recipient) => recipient.address);
  try {
    const result = await intake.finish();
    const repairs = noteRepairs(session, scanner, result);
    const { facts } = session;
    const message = messageFacts(result, scanner);
    const decision = decideEndOfData(facts, message);
    session.explain(() => decideEndOfData(facts, message).trace());
    if (decision.reply !== null) {
      await intake.abort();
      return refuse(session, decision.reply, transaction.mailFrom, addresses);
    }
    const draft = draftOf(session, transaction, id, { ...result, repairs });
    const body = await intake.body();
    await session.services.sink.accept(draft, body);
    const reply = replies.queued(
      draft.messageId,
      id,
      session.services.connector.fqdn,
      session.services.snapshot.policy.dialect,
    );
    session.services.count('accepted');
    session.services.track(draft, result.bytes);
    session.services.log.transaction({
      accepted: true,
      mailFrom: transaction.mailFrom,
      recipients: addresses,
      reply: `250 ${reply.text}`,
    });
    noteRepeat(session, result, addresses);
    return reply;
  } catch (error) {
    await intake.abort();
    session.services.log.write(
      '*',
      '',
      `The message could not be stored: ${error instanceof Error ? error.message : String(error)}`,
    );
    const full = error instanceof PostroomError && (error.code === 'disk-full' || error.code === 'queue-full');
    return refuse(
      session,
      full ? replies.insufficientResources() : replies.storeFailed(),
      transaction.mailFrom,
      addresses,
    );
  }
}

function draftOf(
  session: Session,
  transaction: Transaction,
  id: number,
  result: IntakeResult & { readonly repairs: readonly string[] },
): MessageDraft {
  const { services } = session;
  const now = services.clock.now();
  const { connector, endpoint, snapshot } = services;
  const given = {
    ...transaction.envelope,
    ...(result.longLines ? { longLines: true } : {}),
    recipients: [...transaction.recipients.values()],
  };
  const heldFor = holdReason(connector, snapshot.policy, endpoint);
  const { envelope, ...made } = rewriteEnvelope(given, snapshot.policy, connector.rewriting, endpoint.remoteAddress);
  const rewritten = withAuthor(made.rewritten, result.header.author);
  return {
    id,
    envelope,
    origin: {
      source: 'SMTP',
      connector: connector.identity,
      sessionId: services.log.id,
      remoteAddress: endpoint.remoteAddress,
      helo: session.helo,
      account: session.account?.userName ?? null,
      trusted: session.authorization.internal,
      ...(rewritten === null ? {} : { rewritten }),
      ...(result.repairs.length === 0 ? {} : { repairs: result.repairs }),
    },
    messageId: result.header.messageId,
    subject: result.header.subject,
    receivedAtMs: now,
    expiresAtMs: now + snapshot.transport.messageExpirationMs,
    notBeforeMs: now,
    ...(heldFor === null ? {} : { heldFor }),
  };
}

function messageFacts({ bytes, headerBytes, header }: IntakeResult, scanner: DataScanner): MessageFacts {
  const { hops, localHops, authorFields, author } = header;
  return {
    bytes,
    headerBytes,
    hops,
    localHops,
    // Parsed only where the send-as rule asks for it.
    get authors() {
      return authorAddresses(authorFields);
    },
    hasBareLinefeed: scanner.bareLinefeed,
    newAuthor: author,
  };
}
