import type { Api } from '../contract/calls.ts';
import type { Problem } from '../contract/problem-view.ts';
import type { SendConnector } from '../config/snapshot.ts';
import type { ListenerState, SendingState, Status } from '../contract/status-view.ts';
import type { ApiParts } from './parts.ts';
import { problemsOf } from './problems.ts';

/** The state of the engine, its services and listeners. */

// The answer to engine.stop leaves before the console closes.
const STOP_AFTER_MS = 50;

type StatusCalls = Pick<
  Api['calls'],
  | 'status.get'
  | 'throughput.get'
  | 'services.list'
  | 'services.start'
  | 'services.stop'
  | 'listeners.list'
  | 'engine.stop'
>;

export async function statusOf(parts: ApiParts): Promise<Status> {
  const listeners = listenersOf(parts);
  const { accepted, delivered, refused } = parts.journal.counters();
  const { waiting, active, retry, suspended, unreachable, poison } = parts.transport.counts();
  const services = parts.services.list();
  return {
    // An engine that answers runs; what each service does is told apart.
    state: 'running',
    pid: parts.pid,
    version: parts.version,
    console: parts.consoleUrl(),
    services,
    listeners,
    sending: sendingOf(parts),
    queue: { waiting, active, retry, suspended, unreachable, poison },
    accepted,
    delivered,
    refused,
    today: parts.journal.figures(),
    problems: await problemsOf(parts, listeners),
  };
}

function sendingOf({ configuration }: ApiParts): SendingState {
  const isForAll = ({ addressSpaces }: SendConnector): boolean => addressSpaces.some(({ match }) => match === 'any');
  const used = configuration
    .current()
    .sendConnectors.filter(({ enabled }) => enabled)
    .toSorted((a, b) => Number(isForAll(b)) - Number(isForAll(a)));
  return {
    smartHosts: [...new Set(used.flatMap(({ smartHosts }) => smartHosts.map(bareHost)))],
    mx: used.some(({ smartHosts }) => smartHosts.length === 0),
  };
}

/** `[192.0.2.1]` as people say it. */
function bareHost(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

/** What needs a person now. */
export function currentProblems(parts: ApiParts): Promise<readonly Problem[]> {
  return problemsOf(parts, listenersOf(parts));
}

function listenersOf({ frontend }: ApiParts): readonly ListenerState[] {
  return frontend
    .listeners()
    .flatMap(({ connectors, address, port, state, reason }) =>
      connectors.map((connector) => ({ connector, address, port, state, reason })),
    );
}

export function createStatusCalls(parts: ApiParts): StatusCalls {
  return {
    'status.get': () => statusOf(parts),
    'throughput.get': ({ minutes }) => parts.journal.throughput(minutes),
    'services.list': () => parts.services.list(),
    'services.start': async ({ name }) => {
      await parts.services.start(name);
      return null;
    },
    'services.stop': async ({ name }) => {
      await parts.services.stop(name);
      return null;
    },
    'listeners.list': () => listenersOf(parts),
    'engine.stop': () => {
      parts.clock.after(STOP_AFTER_MS, parts.stop);
      return null;
    },
  };
}
