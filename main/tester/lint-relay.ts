import type { Snapshot } from '../config/snapshot.ts';
import type { IpRange, ReceiveConnector } from '../connectors/model.ts';
import { formatRange, isPublic, rangeSize } from '../connectors/ranges.ts';
import { parsePrincipal, relayGrants } from '../connectors/rights.ts';
import { anonymousLogon } from '../connectors/permission-groups.ts';
import { reachOf } from '../connectors/summary.ts';
import type { AuditFinding } from '../contract/audit-view.ts';
import { isLoopback } from './endpoints.ts';
import { patchReceiveConnector } from './document-patch.ts';

/** Relay rights that reach further than the devices they are meant for, and those that reach nobody. */

/** More addresses than an office gives devices one by one; a /25 and everything larger. */
const WIDE = 128n;
const RELAY = 'ms-Exch-SMTP-Accept-Any-Recipient';

export function lintRelay(snapshot: Snapshot): readonly AuditFinding[] {
  return snapshot.receiveConnectors
    .filter(({ enabled }) => enabled)
    .flatMap((connector) => [
      ...lintPublicRanges(snapshot, connector),
      ...lintWideRanges(connector),
      ...lintIdleRight(snapshot, connector),
    ]);
}

function list(ranges: readonly IpRange[]): string {
  const shown = ranges.slice(0, 3).map(formatRange);
  return ranges.length > shown.length
    ? `${shown.join(', ')} and ${String(ranges.length - shown.length)} more`
    : shown.join(', ');
}

function lintPublicRanges({ document }: Snapshot, connector: ReceiveConnector): AuditFinding[] {
  const open = relayGrants(connector).length > 0 ? connector.ranges.filter(isPublic) : [];
  if (open.length === 0) return [];
  const rest = connector.ranges.filter((range) => !open.includes(range)).map(({ text }) => text);
  const isOneAddress = open.every((range) => rangeSize(range) === 1n);
  return [
    {
      code: 'public-relay-range',
      severity: isOneAddress ? 'warning' : 'critical',
      text: isOneAddress
        ? `Receive connector "${connector.name}" relays without login for ${list(open)} on the Internet: it is safe only as long as that address is yours.`
        : `Receive connector "${connector.name}" relays without login for ${list(open)}, which holds addresses of the Internet: it is an open relay.`,
      connector: connector.identity,
      patch: patchReceiveConnector(
        document,
        connector.name,
        rest.length > 0 ? { remoteIPRanges: rest } : { enabled: false },
      ),
      remedy:
        rest.length > 0
          ? `Takes ${list(open)} out of its remote IP ranges.`
          : 'Switches the connector off; give it the addresses of your devices before you switch it on again.',
    },
  ];
}

function lintWideRanges(connector: ReceiveConnector): AuditFinding[] {
  const grants = relayGrants(connector);
  const wide = connector.ranges.filter((range) => !isPublic(range) && !isLoopback(range) && rangeSize(range) >= WIDE);
  if (grants.length === 0 || wide.length === 0) return [];
  const trusted = grants.includes('externallySecured');
  return [
    {
      code: trusted ? 'wide-externally-secured' : 'wide-relay-range',
      severity: 'warning',
      text: trusted
        ? `Receive connector "${connector.name}" trusts every address in ${list(wide)} like a server of your own: each may relay, send as anybody and is bound by no limit.`
        : `Receive connector "${connector.name}" relays without login for ${list(wide)}: every computer there, guests and the router among them, can send as you please or not.`,
      connector: connector.identity,
      patch: null,
      remedy: 'List the addresses of the devices that have to relay, one by one; the Devices page shows who sends.',
    },
  ];
}

/** A relay entry for anonymous peers who may not submit at all: the guides' two steps, the first of them forgotten. */
function lintIdleRight({ document }: Snapshot, connector: ReceiveConnector): AuditFinding[] {
  const grants = connector.accessControl.some(
    ({ user, right, deny }) => !deny && right === RELAY && parsePrincipal(user) === anonymousLogon,
  );
  if (!grants || reachOf(connector).withoutLogin.has('ms-Exch-SMTP-Submit')) return [];
  const groups = [...connector.permissionGroups].filter((group) => group !== 'None');
  return [
    {
      code: 'idle-relay-right',
      severity: 'warning',
      text: `Receive connector "${connector.name}" lets anonymous peers relay, but they may not submit mail at all: the permission group AnonymousUsers is missing.`,
      connector: connector.identity,
      patch: patchReceiveConnector(document, connector.name, { permissionGroups: [...groups, 'AnonymousUsers'] }),
      remedy: 'Adds the permission group AnonymousUsers.',
    },
  ];
}
