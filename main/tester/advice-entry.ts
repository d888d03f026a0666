import { listCandidates } from '../connectors/connect-decision.ts';
import type { Candidate, Refusal } from './advice-candidate.ts';
import { changeConnector, describeReach, reachOfConnector } from './advice-candidate.ts';

/** Ways in for a client that no connector takes, or that its connector does not understand. */

/** A connector that would take the client if it were switched on: somebody made it for that. */
export function enableConnectors({ snapshot, result }: Refusal): readonly Candidate[] {
  return listCandidates(snapshot.index, result.conditions)
    .filter(({ verdict }) => verdict === 'disabled')
    .map(({ connector }) => ({
      code: 'enable-connector',
      title: `Switch on "${connector.name}"`,
      text: `Enables receive connector "${connector.name}", which is for ${describeReach(connector)}.`,
      document: changeConnector(snapshot, connector, () => ({ enabled: true })),
      opens: [`Everybody it is for can connect: ${describeReach(connector)}.`],
      reach: reachOfConnector(connector),
      place: 'first',
    }));
}

/** While it is on, nobody gets further. */
export function endLearning({ snapshot }: Refusal): readonly Candidate[] {
  const { document } = snapshot;
  return [
    {
      code: 'end-learning',
      title: 'End learning mode',
      text: 'Learning mode takes no mail from anybody. Ending it lets every client send as the connectors say.',
      document: {
        ...document,
        transport: { ...document.transport, learningModeEnabled: false, learningModeEnds: null },
      },
      opens: [],
      reach: 0n,
      place: 'first',
    },
  ];
}

/** Connectors that list the client and listen elsewhere. */
export function addBindings({ snapshot, result }: Refusal): readonly Candidate[] {
  const { localAddress, localPort } = result.conditions;
  const binding = `${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${String(localPort)}`;
  return listCandidates(snapshot.index, result.conditions)
    .filter(({ verdict, range, connector }) => verdict === 'binding-mismatch' && range !== null && connector.enabled)
    .map(({ connector }) => ({
      code: 'add-binding',
      title: `Let "${connector.name}" listen on ${binding}`,
      text: `Adds the binding ${binding} to receive connector "${connector.name}".`,
      document: changeConnector(snapshot, connector, ({ bindings }) => ({ bindings: [...bindings, binding] })),
      opens: [`Everybody it is for can connect there: ${describeReach(connector)}.`],
      reach: reachOfConnector(connector),
    }));
}

/** What devices get wrong, and a HELO without a name. */
export function tolerate({ snapshot, connector }: Refusal): readonly Candidate[] {
  if (connector === null) return [];
  const shared = { opens: [], reach: 0n };
  const friendly: readonly Candidate[] =
    connector.tolerance === 'DeviceFriendly'
      ? []
      : [
          {
            ...shared,
            code: 'tolerance',
            title: `Be tolerant on "${connector.name}"`,
            text: `Sets the tolerance of receive connector "${connector.name}" to DeviceFriendly: what devices get wrong is mended and noted.`,
            document: changeConnector(snapshot, connector, () => ({ tolerance: 'DeviceFriendly' })),
          },
        ];
  if (!connector.requireEhloDomain) return friendly;
  return [
    ...friendly,
    {
      ...shared,
      code: 'allow-empty-helo',
      title: `Take clients that do not name themselves on "${connector.name}"`,
      text: `Clears RequireEHLODomain of receive connector "${connector.name}".`,
      document: changeConnector(snapshot, connector, () => ({ requireEHLODomain: false })),
    },
  ];
}
