import type { Snapshot } from '../config/snapshot.ts';
import type { ReceiveConnector } from '../connectors/model.ts';
import { formatAddress } from '../connectors/address.ts';
import { parseRange } from '../connectors/ranges.ts';
import type { ConnectorIndex } from '../connectors/selection.ts';
import type { AuditFinding } from '../contract/audit-view.ts';
import { isLoopback, touchesLoopback } from './endpoints.ts';
import { patchReceiveConnector } from './document-patch.ts';

/** Connectors that are on and that nobody can reach. */

export function lintReachability(snapshot: Snapshot): readonly AuditFinding[] {
  const taking = connectorsOf(snapshot.index);
  return snapshot.receiveConnectors
    .filter(({ enabled }) => enabled)
    .flatMap((connector): AuditFinding[] => {
      if (!canBeReached(connector)) return [unreachable(snapshot, connector)];
      return taking.has(connector) ? [] : [shadowed(snapshot, connector)];
    });
}

/** Those that take at least one address on one binding, as the index of the revision has it. */
function connectorsOf({ ports }: ConnectorIndex): ReadonlySet<ReceiveConnector> {
  const taking = new Set<ReceiveConnector>();
  for (const { ipv4, ipv6 } of ports.values()) {
    // A socket of one family has peers of that family only.
    for (const table of ipv4.values()) for (const owner of table.ipv4Owners) if (owner) taking.add(owner.connector);
    for (const table of ipv6.tables) for (const owner of table.ipv6Owners) if (owner) taking.add(owner.connector);
  }
  return taking;
}

/** Whether some peer that a binding can have is in some range. */
function canBeReached({ bindings, ranges }: ReceiveConnector): boolean {
  return bindings.some(({ family, address }) =>
    ranges.some((range) => {
      if (range.family !== family) return false;
      // Only this computer itself can connect to a loopback address.
      return !isLoopback(parseRange(address)) || touchesLoopback(range);
    }),
  );
}

function unreachable({ document }: Snapshot, connector: ReceiveConnector): AuditFinding {
  return {
    code: 'unreachable-connector',
    severity: 'warning',
    text: `Nobody can reach receive connector "${connector.name}": none of its remote IP ranges can connect to ${connector.bindings.map(({ text }) => text).join(', ')}.`,
    connector: connector.identity,
    patch: patchReceiveConnector(document, connector.name, { enabled: false }),
    remedy: 'Switches the connector off; correct its bindings or its remote IP ranges before you switch it on again.',
  };
}

function shadowed({ document, receiveConnectors }: Snapshot, connector: ReceiveConnector): AuditFinding {
  const example = connector.ranges[0];
  const winners = receiveConnectors.filter(
    (other) => other !== connector && other.enabled && other.ranges.some((range) => isInside(range, connector)),
  );
  const names = winners.map(({ name }) => `"${name}"`).join(', ');
  return {
    code: 'shadowed-connector',
    severity: 'warning',
    text: `Receive connector "${connector.name}" never takes a connection: every address it lists${example ? `, such as ${formatAddress({ family: example.family, value: example.low })},` : ''} goes to a connector with a smaller range (${names}).`,
    connector: connector.identity,
    patch: patchReceiveConnector(document, connector.name, { enabled: false }),
    remedy: 'Switches the connector off, which changes nothing for any client.',
  };
}

function isInside({ family, low, high }: ReceiveConnector['ranges'][number], { ranges }: ReceiveConnector): boolean {
  return ranges.some((range) => range.family === family && range.low <= low && high <= range.high);
}
