import { neededSecretOf } from '../config/compile-send-connector.ts';
import type { Problem } from '../contract/problem-view.ts';
import type { RefusedDevice } from '../contract/session-view.ts';
import { replyWithin } from '../providers/find-known-failure.ts';
import type { FailingHop } from '../transport/transport.ts';
import type { ApiParts } from './parts.ts';
import { countOf, problem } from './problem.ts';

/** What keeps mail from leaving. */

// Replies that somebody has to do something about at this end; the rest may pass by itself.
const SETTING_CATEGORIES: ReadonlySet<string> = new Set(['authentication', 'tls', 'relay-denied', 'sender-refused']);
/** Percent of a day's quota at which it is told. */
const QUOTA_STEPS = [100, 95, 80] as const;
const FIRST_QUOTA_STEP = 80;
// "Unable to relay" of both dialects: the recipient was somebody else's.
const RELAY_REFUSED = /^550 5\.7\.(?:54|1)\b.*unable to relay/i;

export async function queueProblems(parts: ApiParts, refused: readonly RefusedDevice[]): Promise<readonly Problem[]> {
  return [
    ...routeProblems(parts, refused),
    ...poisonProblems(parts),
    ...secretProblems(parts),
    ...(await stuckProblems(parts)),
    ...(await quotaProblems(parts)),
  ];
}

function routeProblems({ transport, configuration }: ApiParts, refused: readonly RefusedDevice[]): Problem[] {
  const { unreachable } = transport.counts();
  const hasSendConnector = configuration.current().sendConnectors.some(({ enabled }) => enabled);
  if (hasSendConnector) {
    if (unreachable === 0) return [];
    const text = `${waitFor(unreachable)} no send connector for the domain.`;
    const action = 'Add the domain to a send connector; the mail then leaves by itself.';
    return [problem('unreachable-mail', { messages: unreachable }, text, action)];
  }
  if (unreachable === 0 && !refused.some(({ reply }) => RELAY_REFUSED.test(reply))) return [];
  const text =
    unreachable === 0
      ? 'Mail for recipients outside was refused, and there is no send connector that could send it.'
      : `${waitFor(unreachable)} a send connector, and there is none.`;
  const action = 'Add a send connector, for example to the smart host of your provider.';
  return [problem('no-send-connector', { messages: unreachable }, text, action)];
}

const waitFor = (count: number): string => countOf(count, 'message waits for', 'messages wait for');

function poisonProblems({ transport }: ApiParts): Problem[] {
  const { poison } = transport.counts();
  if (poison === 0) return [];
  const text = `${countOf(poison, 'message was', 'messages were')} set aside because delivery crashed on ${poison === 1 ? 'it' : 'them'}.`;
  return [problem('poison-mail', { messages: poison }, text, 'Open the Poison queue; resume or remove what is there.')];
}

function secretProblems({ configuration }: ApiParts): Problem[] {
  const known = new Set(configuration.secrets.names());
  return configuration.current().document.sendConnectors.flatMap((connector) => {
    const { name, enabled, smartHostAuthMechanism } = connector;
    const needed = neededSecretOf(connector);
    if (!enabled || needed === null || known.has(needed)) return [];
    const what = smartHostAuthMechanism === 'OAuth' ? 'client secret' : 'password';
    const text = `The send connector ${name} has to log in, and there is no ${what} for it.`;
    const action = `Set the secret ${needed}; the mail then leaves by itself.`;
    return [problem('secret-missing', { connector: name }, text, action)];
  });
}

/** The store is asked only while a next hop fails. */
async function stuckProblems(parts: ApiParts): Promise<readonly Problem[]> {
  const hops = parts.transport.failingHops().filter((hop) => isStuck(parts, hop));
  if (hops.length === 0) return [];
  const queues = new Map((await parts.transport.queues()).map((queue) => [queue.identity, queue]));
  const told = new Set<string>();
  return hops.flatMap((hop) => {
    const queue = queues.get(hop.queue);
    const messages = queue?.messageCount ?? 0;
    if ((messages === 0 && !hop.isPassedOver) || told.has(hop.queue)) return [];
    told.add(hop.queue);
    return [stuckProblem(parts, hop, messages)];
  });
}

function isStuck({ clock, configuration, explainReply }: ApiParts, { sinceMs, lastError }: FailingHop): boolean {
  if (lastError !== null && SETTING_CATEGORIES.has(explainReply(lastError).category)) return true;
  return clock.now() - sinceMs > configuration.current().transport.delayNotificationMs;
}

function stuckProblem({ explainReply }: ApiParts, hop: FailingHop, messages: number): Problem {
  const { queue, connector, sinceMs, lastError } = hop;
  const explained = lastError === null ? null : explainReply(lastError);
  const reason = lastError === null ? 'the reason is not known' : ownWords(lastError, explained?.hint ?? '');
  const isSetting = explained !== null && SETTING_CATEGORIES.has(explained.category);
  return problem(
    'queue-stuck',
    { queue, connector, messages, sinceMs, lastError: lastError === null ? null : replyWithin(lastError), isSetting },
    messages === 0
      ? `Mail goes by another send connector than the one for ${queue}: ${reason}`
      : `${countOf(messages, 'message waits', 'messages wait')} for ${queue}: ${reason}`,
    explained?.hint ?? 'See whether the server is up and can be reached; the mail is tried again by itself.',
  );
}

/** What the server said, without what Exchange wraps around it and without the advice, which stands beside it. */
function ownWords(lastError: string, hint: string): string {
  const reply = replyWithin(lastError);
  return hint !== '' && reply.endsWith(` - ${hint}`) ? reply.slice(0, -` - ${hint}`.length) : reply;
}

/** Where a day's quota ends soon: nobody wants to learn that from a queue that stands still. */
async function quotaProblems({ transport }: ApiParts): Promise<readonly Problem[]> {
  if (!transport.isQuotaNear(FIRST_QUOTA_STEP / 100)) return [];
  const gauges = await transport.sendGauges();
  return gauges.flatMap(({ connector, limits, waiting }) =>
    limits.flatMap(({ name, used, limit, freeAtMs }) => {
      const step = QUOTA_STEPS.find((percent) => used * 100 >= limit * percent);
      if (step === undefined || !name.endsWith('PerDay')) return [];
      const what = name === 'recipientsPerDay' ? 'recipients' : 'messages';
      return [
        problem(
          'quota-near',
          { connector, name, used, limit, step, waiting, freeAtMs },
          `The send connector ${connector} has handed over ${String(used)} of ${String(limit)} ${what} in 24 hours.`,
          step === 100
            ? 'What is over that waits and leaves by itself; send less, or spread the mail over more accounts.'
            : 'What is over that will wait; see what sends so much, or spread the mail over more accounts.',
        ),
      ];
    }),
  );
}
