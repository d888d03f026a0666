import { isPrivateAddress } from '../connectors/ranges.ts';
import type { Problem } from '../contract/problem-view.ts';
import type { RefusedDevice } from '../contract/session-view.ts';
import type { ListenerState } from '../contract/status-view.ts';
import { alertProblems } from './alerts.ts';
import { silenceProblems } from './device-silence.ts';
import { healthProblems } from './health-problems.ts';
import { learningProblems } from './learning.ts';
import { oauthProblems } from './oauth-problems.ts';
import type { ApiParts } from './parts.ts';
import { countOf, problem } from './problem.ts';
import { queueProblems } from './queue-problems.ts';
import { signingProblems } from './signing-problems.ts';

/** Everything that needs a person now, each with what to do about it. */

// The last ones turned away; whoever has more has one reason for all of them.
const MAX_DEVICES = 10;

export async function problemsOf(parts: ApiParts, listeners: readonly ListenerState[]): Promise<readonly Problem[]> {
  const devices = refusedHouseDevices(parts);
  return [
    ...learningProblems(parts),
    ...serviceProblems(parts),
    ...listenerProblems(listeners),
    ...(await queueProblems(parts, devices)),
    ...(await oauthProblems(parts)),
    ...signingProblems(parts),
    ...devices.slice(0, MAX_DEVICES).map(deviceProblem),
    ...silenceProblems(parts),
    ...healthProblems(parts),
    ...alertProblems(parts),
  ];
}

/** Strangers on the Internet knock all day; a device of the house that is turned away is news. */
function refusedHouseDevices({ journal }: ApiParts): readonly RefusedDevice[] {
  return journal
    .refusedDevices()
    .filter(({ address, reply, acceptedMs }) => acceptedMs === null && isForGood(reply) && isPrivateAddress(address));
}

/** What was answered 4xx comes again by itself. */
function isForGood(reply: string): boolean {
  return reply.startsWith('5');
}

function deviceProblem({ address, count, lastMs, reply, session, recipients }: RefusedDevice): Problem {
  return problem(
    'device-refused',
    { address, count, lastMs, reply, session, recipients },
    `${address} was refused ${countOf(count, 'time', 'times')} today: ${reply}`,
    session === null
      ? 'Let it send once more, and look at its session.'
      : `Look at its session ${session}, and let it relay or correct the device.`,
  );
}

function serviceProblems({ services, configuration }: ApiParts): Problem[] {
  const { pickupEnabled } = configuration.current().transport;
  return services
    .list()
    .filter(({ name, state }) => state === 'stopped' && (pickupEnabled || name !== 'Mailbox Transport Submission'))
    .map(({ name }) =>
      problem('service-stopped', { service: name }, `The service ${name} is stopped.`, 'Start it when mail may flow.'),
    );
}

function listenerProblems(listeners: readonly ListenerState[]): Problem[] {
  return listeners
    .filter(({ state }) => state === 'failed')
    .map(({ connector, address, port, reason }) =>
      problem(
        'listener-failed',
        { connector, address, port, reason },
        `${connector} cannot listen on ${address}:${String(port)}: ${reason ?? 'the reason is not known'}`,
        'End the program that uses this address, or change the binding of the connector.',
      ),
    );
}
