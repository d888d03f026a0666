import { Readable } from 'node:stream';
import type { Clock } from '../clock.ts';
import { ConnectionPool, type PoolLimits } from './connection-pool.ts';
import { envelopeCommands, nothing, type EnvelopeCommands } from './envelope-commands.ts';
import { isLongLineRefusal, outgoingBody, type OutgoingBody } from './outgoing-body.ts';
import { everyone, isSettled, outcomesOf } from './outcomes.ts';
import type { SmtpClient } from './smtp-client.ts';
import { SmtpFailure, socketFailure, stopped } from './smtp-failure.ts';
import type { Attempt, AttemptResult, DeliveryOutcome, Target } from './target.ts';

/** Opens a connection to the best host that is not in `skip`. Rejects with the SmtpFailure of the first it tried. */
export type Connect = (skip: ReadonlySet<string>, signal: AbortSignal) => Promise<SmtpClient>;

/** Hosts tried for one message before it waits for the next attempt. */
const MOST_HOSTS = 20;

/** A next hop that speaks SMTP, however its hosts are found. */
export function createSmtpTarget(limits: PoolLimits, clock: Clock, connect: Connect): Target {
  const pool = new ConnectionPool(limits, clock);
  const hosts = { pool, sending: new Sending(), connect, shortLines: new Set<string>() };
  return {
    async deliver(attempt, signal) {
      const turn = pool.enter();
      try {
        if (turn !== null) await turn;
        return await tryHosts(attempt, signal, hosts);
      } catch (error) {
        // Never seen to happen; whatever it is, the message is not to blame.
        return everyone(attempt, failureOf(error), { unreachable: false, host: null });
      } finally {
        pool.leave();
      }
    },
    close: () => pool.close(),
  };
}

interface Hosts {
  readonly pool: ConnectionPool;
  readonly sending: Sending;
  readonly connect: Connect;
  /** Addresses of hosts that have refused a line for its length: they get base64 wrapped too. */
  readonly shortLines: Set<string>;
}

/** Clients with a message under way, by the signal that ends it: all attempts share one, and it needs one listener. */
class Sending {
  readonly #clients = new WeakMap<AbortSignal, Set<SmtpClient>>();

  add(client: SmtpClient, signal: AbortSignal): void {
    const clients = this.#clients.get(signal) ?? this.#watch(signal);
    clients.add(client);
    if (signal.aborted) client.destroy();
  }

  remove(client: SmtpClient, signal: AbortSignal): void {
    this.#clients.get(signal)?.delete(client);
  }

  #watch(signal: AbortSignal): Set<SmtpClient> {
    const clients = new Set<SmtpClient>();
    this.#clients.set(signal, clients);
    signal.addEventListener('abort', () => clients.forEach((client) => client.destroy()), { once: true });
    return clients;
  }
}

async function tryHosts(attempt: Attempt, signal: AbortSignal, hosts: Hosts): Promise<AttemptResult> {
  const { pool, connect } = hosts;
  const skip = new Set<string>();
  const failures: SmtpFailure[] = [];
  let answered: string | null = null;
  while (skip.size < MOST_HOSTS && !signal.aborted) {
    const kept = pool.take(skip);
    const client = kept ?? (await connect(skip, signal).catch(failureOf));
    if (client instanceof SmtpFailure) {
      failures.push(client);
      break;
    }
    const tried = await hand(attempt, client, signal, hosts);
    pool.give(client);
    if (tried.lost === null && !tried.wantsShortLines) return resultOf(tried, client);
    // A kept connection that the peer had closed in the meantime says nothing about the host.
    if (tried.lost === null || (kept !== null && !tried.answered)) continue;
    skip.add(client.address);
    failures.push(tried.lost);
    if (tried.answered) answered = client.host;
  }
  return nobodyTook(attempt, isAborted(signal) ? [] : failures, answered);
}

function nobodyTook(attempt: Attempt, failures: readonly SmtpFailure[], host: string | null): AttemptResult {
  const failure = failures[0] ?? stopped();
  return everyone(attempt, failure, { unreachable: host === null && isConnectionFault(failure), host });
}

function resultOf({ outcomes, repairs }: Handed, client: SmtpClient): AttemptResult {
  const reportsSuccess = client.extensions.has('DSN');
  const result = { outcomes, unreachable: false, host: client.host, reportsSuccess };
  return repairs.length === 0 ? result : { ...result, repairs };
}

// A function, since the compiler holds the signal for unchanged after an await.
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

interface Handed {
  readonly outcomes: readonly DeliveryOutcome[];
  /** Set where the connection went before the peer could have the message: another host may be tried. */
  readonly lost: SmtpFailure | null;
  /** The peer answered MAIL. */
  readonly answered: boolean;
  readonly repairs: readonly string[];
  /** It was refused for its lines, and from now on they are wrapped for this host: worth another try. */
  readonly wantsShortLines: boolean;
}

async function hand(attempt: Attempt, client: SmtpClient, signal: AbortSignal, hosts: Hosts): Promise<Handed> {
  const wrapsAll = hosts.shortLines.has(client.address);
  const outgoing = await outgoingBody(attempt, client.extensions, wrapsAll).catch(unreadable);
  if (outgoing instanceof SmtpFailure)
    return unsent(everyone(attempt, outgoing, { unreachable: false, host: null }).outcomes);
  const { body, notes } = outgoing;
  const commands = commandsFor(attempt, client, outgoing);
  if (commands.recipients.length === 0) {
    if (body instanceof Readable) body.destroy();
    return unsent(commands.refused);
  }
  for (const text of notes) client.log.write('*', '', text);
  hosts.sending.add(client, signal);
  const replies = await client.send(commands.mail, commands.rcpt, body);
  hosts.sending.remove(client, signal);
  if (body instanceof Readable) body.destroy();
  const outcomes = outcomesOf(commands, replies, client.host);
  note(attempt, outcomes, client);
  const lost = replies.sent || isSettled(commands, replies) ? null : replies.failure;
  const wantsShortLines = !wrapsAll && attempt.envelope.longLines === true && isLongLineRefusal(replies.final);
  if (wantsShortLines) hosts.shortLines.add(client.address);
  return { outcomes, lost, answered: replies.mail !== undefined, repairs: notes, wantsShortLines };
}

function note({ envelope, recipients }: Attempt, outcomes: readonly DeliveryOutcome[], { log }: SmtpClient): void {
  const [outcome] = outcomes;
  log.transaction({
    accepted: outcomes.some(({ verdict }) => verdict === 'delivered'),
    mailFrom: envelope.mailFrom,
    recipients: recipients.map(({ address }) => address),
    reply: outcome?.reply?.text ?? outcome?.error ?? '',
  });
}

function commandsFor(attempt: Attempt, client: SmtpClient, { size, refusal }: OutgoingBody): EnvelopeCommands {
  return refusal === null ? envelopeCommands(attempt, client.extensions, size) : nothing(attempt.recipients, refusal);
}

function unreadable(error: unknown): SmtpFailure {
  return new SmtpFailure(
    'stopped',
    '451 4.3.0 The stored message could not be read; look at the problems of this server.',
    { cause: error },
  );
}

function unsent(outcomes: readonly DeliveryOutcome[]): Handed {
  return { outcomes, lost: null, answered: true, repairs: [], wantsShortLines: false };
}

function isConnectionFault({ verdict, stage }: SmtpFailure): boolean {
  return verdict !== 'failed' && stage !== 'stopped';
}

function failureOf(error: unknown): SmtpFailure {
  return error instanceof SmtpFailure ? error : socketFailure('connect', error);
}
