import type { Snapshot } from '../config/snapshot.ts';
import type { Api } from '../contract/calls.ts';
import type { LearningView } from '../contract/learning-view.ts';
import type { Problem } from '../contract/problem-view.ts';
import { standingOf, type Knocker } from '../tester/knock-standing.ts';
import { proposalsFor } from '../tester/learning-proposals.ts';
import { comparableAddress } from './device-silence.ts';
import { readEndpoint } from './endpoint.ts';
import type { ApiParts } from './parts.ts';
import { problem } from './problem.ts';

/** Learning mode: who knocked, and what would let them in. */
export function createLearningCalls({
  journal,
  configuration,
}: Pick<ApiParts, 'journal' | 'configuration'>): Pick<Api['calls'], 'learning.get'> {
  return { 'learning.get': () => learningView(configuration.current(), journal) };
}

function learningView(snapshot: Snapshot, journal: ApiParts['journal']): LearningView {
  const knockers = knockersOf(journal);
  const names = new Map(snapshot.document.devices.map((entry) => [comparableAddress(entry.address), entry.name]));
  return {
    enabled: snapshot.policy.learning,
    endsMs: snapshot.transport.learningEndsMs,
    devices: knockers
      .map((knocker) => {
        const { address, helo, tls, login, localEndpoint } = knocker.card;
        const { standing, reply } = standingOf(snapshot, knocker);
        return {
          ...{ address, name: names.get(comparableAddress(address)) ?? null, helo, tls, login },
          ...{ localEndpoint: localEndpoint ?? '', knock: knocker.knock, standing, reply },
        };
      })
      .sort((a, b) => b.knock.lastMs - a.knock.lastMs),
    proposals: proposalsFor(snapshot, knockers),
  };
}

function knockersOf(journal: ApiParts['journal']): readonly Knocker[] {
  return journal.devices().flatMap((card) => {
    const { knock } = card;
    const local = card.localEndpoint === null ? null : readEndpoint(card.localEndpoint);
    return knock === null || local === null
      ? []
      : [{ card, knock, endpoint: { ...local, remoteAddress: card.address } }];
  });
}

/** Nobody shall forget that it is on. */
export function learningProblems({ configuration, journal }: ApiParts): readonly Problem[] {
  const { policy, transport } = configuration.current();
  if (!policy.learning) return [];
  const devices = journal.devices().filter(({ knock }) => knock !== null).length;
  return [
    problem(
      'learning-mode',
      { endsMs: transport.learningEndsMs, devices },
      'Learning mode is on: no mail is accepted.',
      'See on the page Devices who knocks, let them in, and end learning mode.',
    ),
  ];
}
