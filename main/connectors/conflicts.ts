import { formatRange } from './ranges.ts';
import type { Binding, IpRange, ReceiveConnector } from './model.ts';

/**
 * Rules between receive connectors, over all of them, enabled or not, as in Exchange: bindings and ranges are unique,
 * ranges on one binding overlap only if one contains the other, and Frontend and Hub connectors share no binding.
 * One deviation: the roles of two connectors of which one is disabled are a warning, so that a printer connector can
 * take port 465 from the disabled Client Proxy connector of a fresh installation.
 */

/** Something the person should know about a connector; it has the shape of the configuration's findings. */
export interface ConnectorFinding {
  readonly severity: 'error' | 'warning';
  /** Path into the document, `receiveConnectors[2].bindings[0]`. */
  readonly path: string;
  readonly text: string;
  /** The change needs the person to type this text first. */
  readonly confirmation?: string;
}

export interface Conflict extends ConnectorFinding {
  /** Position of the connector at fault: of two, the later one. */
  readonly connector: number;
}

export type ConflictInput = Pick<ReceiveConnector, 'identity' | 'enabled' | 'transportRole' | 'bindings' | 'ranges'>;

interface Placed {
  readonly connector: number;
  readonly position: number;
}

interface PlacedRange extends Placed {
  readonly range: IpRange;
}

interface PlacedBinding extends Placed {
  readonly binding: Binding;
}

const rolesText =
  'Receive connectors assigned to different Transport roles on a single server must listen on unique local IP address & port bindings.';
const uniqueText =
  'Receive connectors must have a unique combination of a local IP address & port bindings and remote IP address ranges. Change at least one of these values.';

const conflictsWith = ({ identity }: ConflictInput): string =>
  `The values that you specified for the Bindings and RemoteIPRanges parameters conflict with the settings on Receive connector "${identity}".`;

function compareRanges(a: PlacedRange, b: PlacedRange): number {
  if (a.range.low !== b.range.low) return a.range.low < b.range.low ? -1 : 1;
  if (a.range.high !== b.range.high) return a.range.high > b.range.high ? -1 : 1;
  return a.connector - b.connector;
}

function describeOverlap(earlier: IpRange, later: IpRange, other: ConflictInput): string {
  if (earlier.low === later.low && earlier.high === later.high) return `${conflictsWith(other)} ${uniqueText}`;
  return (
    `${conflictsWith(other)} The ranges ${formatRange(later)} and ${formatRange(earlier)} overlap, ` +
    'but neither contains the other. Ranges of different connectors may overlap only if one lies completely within the other.'
  );
}

/** The first equal or crossing pair of ranges for every two connectors that share a binding. */
function findOverlaps(
  connectors: readonly ConflictInput[],
  sharing: readonly number[],
  family: 4 | 6,
  reported: Set<string>,
): Conflict[] {
  const conflicts: Conflict[] = [];
  const placed = sharing
    .flatMap((connector) =>
      (connectors[connector]?.ranges ?? []).map((range, position) => ({ connector, position, range })),
    )
    .filter(({ range }) => range.family === family)
    .sort(compareRanges);
  for (const [start, a] of placed.entries()) {
    for (let next = start + 1; next < placed.length; next += 1) {
      const b = placed[next];
      if (!b || b.range.low > a.range.high) break;
      const isNested = b.range.high <= a.range.high && !(b.range.low === a.range.low && b.range.high === a.range.high);
      if (isNested || a.connector === b.connector) continue;
      const [earlier, later] = a.connector < b.connector ? [a, b] : [b, a];
      const pair = `${earlier.connector} ${later.connector}`;
      const other = connectors[earlier.connector];
      if (reported.has(pair) || !other) continue;
      reported.add(pair);
      const path = `receiveConnectors[${later.connector}].remoteIPRanges[${later.position}]`;
      conflicts.push({
        severity: 'error',
        connector: later.connector,
        path,
        text: describeOverlap(earlier.range, later.range, other),
      });
    }
  }
  return conflicts;
}

/** A wildcard stands for every address of its family. */
function bindingsMeet(a: Binding, b: Binding): boolean {
  return a.port === b.port && a.family === b.family && (a.wildcard || b.wildcard || a.address === b.address);
}

function findRoleConflicts(connectors: readonly ConflictInput[], bindings: readonly PlacedBinding[]): Conflict[] {
  const conflicts = new Map<string, Conflict>();
  // Hub connectors are few: those of one role need not be held against each other.
  const before = { FrontendTransport: [] as PlacedBinding[], HubTransport: [] as PlacedBinding[] };
  for (const later of bindings) {
    const b = connectors[later.connector];
    if (!b) continue;
    before[b.transportRole].push(later);
    for (const earlier of before[b.transportRole === 'HubTransport' ? 'FrontendTransport' : 'HubTransport']) {
      const a = connectors[earlier.connector];
      if (!a || !bindingsMeet(earlier.binding, later.binding)) continue;
      const pair = `${earlier.connector} ${later.connector}`;
      if (conflicts.has(pair)) continue;
      const severity = a.enabled && b.enabled ? 'error' : 'warning';
      const note =
        severity === 'warning' ? ' One of the two is disabled, so this does no harm until both are enabled.' : '';
      const path = `receiveConnectors[${later.connector}].bindings[${later.position}]`;
      conflicts.set(pair, {
        severity,
        connector: later.connector,
        path,
        text: `${conflictsWith(a)} ${rolesText}${note}`,
      });
    }
  }
  return [...conflicts.values()];
}

/** Every conflict between two connectors, told once, with the later one of the two. */
export function findConflicts(connectors: readonly ConflictInput[]): Conflict[] {
  const bindings = connectors.flatMap((each, connector) =>
    each.bindings.map((binding, position) => ({ connector, position, binding })),
  );
  const sharing = new Map<string, Set<number>>();
  for (const { connector, binding } of bindings) {
    const key = `${binding.address} ${binding.port}`;
    sharing.set(key, (sharing.get(key) ?? new Set()).add(connector));
  }
  // Different roles on one binding are a conflict already; their ranges do not matter.
  const reported = new Set<string>();
  const overlaps = [...sharing.values()].flatMap((together) =>
    (['FrontendTransport', 'HubTransport'] as const).flatMap((role) => {
      const same = [...together].filter((connector) => connectors[connector]?.transportRole === role);
      return ([4, 6] as const).flatMap((family) => findOverlaps(connectors, same, family, reported));
    }),
  );
  return [...findRoleConflicts(connectors, bindings), ...overlaps];
}
