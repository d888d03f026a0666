import { Readable } from 'node:stream';
import type { Clock } from '../clock.ts';
import { ConnectionPool, type PoolLimits } from './connection-pool.ts';
import { envelopeCommands } from './envelope-commands.ts';
import { everyone, isSettled, outcomesOf } from './outcomes.ts';
import type { SmtpClient } from './smtp-client.ts';
import { SmtpFailure, socketFailure, stopped } from './smtp-failure.ts';
import type { Attempt, AttemptResult, BodyStream, DeliveryOutcome, Target } from './target.ts';

/** Opens a connection to the best host that is not in `skip`. Rejects with the SmtpFailure of the first it tried. */
export type Connect = (skip: ReadonlySet<string>, signal: AbortSignal) => Promise<SmtpClient>;

/** Hosts tried for one message before it waits for the next attempt. */
const MOST_HOSTS = 20;

/** A next hop that speaks SMTP, however its hosts are found. */
export function createSmtpTarget(limits: PoolLimits, clock: Clock, connect: Connect): Target {
  const pool = new ConnectionPool(limits, clock);
  const hosts = { pool, sending: new Sending(), connect };
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

async function tryHosts(
  attempt: Attempt,
  signal: AbortSignal,
  { pool, sending, connect }: Hosts,
): Promise<AttemptResult> {
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
    const tried = await hand(attempt, client, signal, sending);
    pool.give(client);
    if (tried.lost === null) {
      const reportsSuccess = client.extensions.has('DSN');
      return { outcomes: tried.outcomes, unreachable: false, host: client.host, reportsSuccess };
    }
    // A kept connection that the peer had closed in the meantime says nothing about the host.
    if (kept !== null && !tried.answered) continue;
    skip.add(client.address);
    failures.push(tried.lost);
    if (tried.answered) answered = client.host;
  }
  const failure = isAborted(signal) ? stopped() : (failures[0] ?? stopped());
  return everyone(attempt, failure, { unreachable: answered === null && isConnectionFault(failure), host: answered });
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
}

async function hand(attempt: Attempt, client: SmtpClient, signal: AbortSignal, sending: Sending): Promise<Handed> {
  const commands = envelopeCommands(attempt, client.extensions);
  if (commands.recipients.length === 0) return { outcomes: commands.refused, lost: null, answered: true };
  let body: Buffer | BodyStream;
  try {
    body = await attempt.body();
  } catch (error) {
    const failure = new SmtpFailure(
      'stopped',
      '451 4.3.0 The stored message could not be read; look at the problems of this server.',
      { cause: error },
    );
    return {
      outcomes: everyone(attempt, failure, { unreachable: false, host: null }).outcomes,
      lost: null,
      answered: true,
    };
  }
  sending.add(client, signal);
  const replies = await client.send(commands.mail, commands.rcpt, body);
  sending.remove(client, signal);
  if (body instanceof Readable) body.destroy();
  const outcomes = outcomesOf(commands, replies, client.host);
  const [outcome] = outcomes;
  client.log.transaction({
    accepted: outcomes.some(({ verdict }) => verdict === 'delivered'),
    mailFrom: attempt.envelope.mailFrom,
    recipients: attempt.recipients.map(({ address }) => address),
    reply: outcome?.reply?.text ?? outcome?.error ?? '',
  });
  const lost = replies.sent || isSettled(commands, replies) ? null : replies.failure;
  return { outcomes, lost, answered: replies.mail !== undefined };
}

function isConnectionFault({ verdict, stage }: SmtpFailure): boolean {
  return verdict !== 'failed' && stage !== 'stopped';
}

function failureOf(error: unknown): SmtpFailure {
  return error instanceof SmtpFailure ? error : socketFailure('connect', error);
}
