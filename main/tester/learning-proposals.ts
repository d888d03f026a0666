import { checkDocument } from '../config/check.ts';
import { compile } from '../config/compile.ts';
import type { Snapshot } from '../config/snapshot.ts';
import { domainOf } from '../connectors/accepted-domains.ts';
import { parseAddress, formatAddress, type IpAddress } from '../connectors/address.ts';
import { listCandidates } from '../connectors/connect-decision.ts';
import type { ReceiveConnector } from '../connectors/model.ts';
import { anonymousLogon } from '../connectors/permission-groups.ts';
import { isPublic } from '../connectors/ranges.ts';
import { reachOf } from '../connectors/summary.ts';
import type { ConfigDocument } from '../contract/document.ts';
import type { LearningProposal } from '../contract/learning-view.ts';
import { receiveConnectorSchema } from '../contract/receive-connector.ts';
import { changeConnector, reachOfConnector } from './advice-candidate.ts';
import { freeName } from './free-name.ts';
import { standingOf, type Knocker, type Standing } from './knock-standing.ts';
import { patchBetween } from './patch-between.ts';

/**
 * Receive connectors for devices that knocked in learning mode: those that want the same at the same place share one.
 * Each proposal was tried: on the configuration that it makes, everything these devices wanted is accepted.
 */

const RELAY = 'ms-Exch-SMTP-Accept-Any-Recipient';
const SUBMIT = 'ms-Exch-SMTP-Submit';
const MAX_DOMAINS = 3;

type Kind = LearningProposal['kind'];

interface Group {
  readonly kind: Kind;
  readonly binding: string;
  /** Who answers them now; null: nobody. */
  readonly connector: ReceiveConnector | null;
  readonly knockers: Knocker[];
}

export function proposalsFor(snapshot: Snapshot, knockers: readonly Knocker[]): readonly LearningProposal[] {
  return groupsOf(snapshot, knockers).flatMap((group) => {
    const proposal = proposalFor(snapshot, group);
    return proposal === null ? [] : [proposal];
  });
}

function groupsOf(snapshot: Snapshot, knockers: readonly Knocker[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const knocker of knockers) {
    const found = standingOf(snapshot, knocker);
    const { standing: kind, connector } = found;
    if (kind !== 'relay' && kind !== 'connector') continue;
    const binding = bindingFor(snapshot, knocker, found);
    const key = `${kind} ${binding}`;
    const group = groups.get(key) ?? { kind, binding, connector, knockers: [] };
    group.knockers.push(knocker);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The binding by which the device came, or one that it would have come by. */
function bindingFor({ index }: Snapshot, { endpoint }: Knocker, { connector }: Standing): string {
  const listening = listCandidates(index, endpoint).filter(({ binding }) => binding !== null);
  const own = listening.find((candidate) => candidate.connector === connector)?.binding;
  const any = own ?? listening.find(({ connector: other }) => other.enabled)?.binding;
  const { localAddress, localPort } = endpoint;
  return any?.text ?? `${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${String(localPort)}`;
}

/** The first change that does what it is for: addresses as ranges or one by one, on a connector that is there or a new one. */
function proposalFor(snapshot: Snapshot, group: Group): LearningProposal | null {
  const addresses = inOrder(group.knockers.map(({ card }) => card.address));
  const lists = [rangesOf(addresses), addresses.map(formatAddress)];
  const known = connectorToWiden(snapshot, group);
  const names = [...(known === null ? [] : [known]), null];
  for (const widened of names) {
    for (const ranges of lists) {
      const { name, document } =
        widened === null ? withNew(snapshot, group, ranges) : withWider(snapshot, widened, ranges);
      if (!works(document, snapshot, group)) continue;
      const { kind } = group;
      return {
        ...{ kind, addresses: addresses.map(formatAddress), ranges, connector: name, isNew: widened === null },
        domains: domainsOf(group),
        patch: patchBetween(snapshot.document, document),
      };
    }
  }
  return null;
}

/** A connector of the house that listens there and lets its clients do the same: the smallest. */
function connectorToWiden(snapshot: Snapshot, { kind, knockers, connector }: Group): ReceiveConnector | null {
  const [first] = knockers;
  if (first === undefined) return null;
  return (
    listCandidates(snapshot.index, first.endpoint)
      .filter(({ verdict, connector: other }) => verdict === 'range-miss' && other.enabled && other !== connector)
      .map(({ connector: other }) => other)
      .filter((other) => {
        const { withoutLogin } = reachOf(other);
        const does = withoutLogin.has(SUBMIT) && withoutLogin.has(RELAY) === (kind === 'relay');
        return does && !other.requireTls && !other.ranges.some(isPublic);
      })
      .sort((a, b) => Number(reachOfConnector(a) - reachOfConnector(b)))
      .at(0) ?? null
  );
}

interface Changed {
  readonly name: string;
  readonly document: ConfigDocument;
}

function withWider(snapshot: Snapshot, connector: ReceiveConnector, ranges: readonly string[]): Changed {
  const document = changeConnector(snapshot, connector, ({ remoteIPRanges }) => ({
    remoteIPRanges: [...remoteIPRanges, ...ranges],
  }));
  return { name: connector.name, document };
}

function withNew({ document }: Snapshot, { kind, binding, connector }: Group, ranges: readonly string[]): Changed {
  const relays = kind === 'relay';
  const name = freeName(document.receiveConnectors, relays ? 'Relay for devices' : 'Devices');
  const made = receiveConnectorSchema.parse({
    name,
    transportRole: connector?.transportRole ?? 'FrontendTransport',
    bindings: [binding],
    remoteIPRanges: ranges,
    authMechanism: ['Tls'],
    permissionGroups: ['AnonymousUsers'],
    extendedRights: relays ? [{ user: anonymousLogon, right: RELAY, deny: false }] : [],
    tolerance: 'DeviceFriendly',
    implicitTls: connector?.implicitTls ?? false,
  });
  return { name, document: { ...document, receiveConnectors: [...document.receiveConnectors, made] } };
}

function works(document: ConfigDocument, { revision }: Snapshot, { knockers }: Group): boolean {
  if (checkDocument(document).some(({ severity }) => severity === 'error')) return false;
  const after = compile(document, revision + 1);
  return knockers.every((knocker) => ['ready', 'silent'].includes(standingOf(after, knocker).standing));
}

function inOrder(addresses: readonly string[]): readonly IpAddress[] {
  return addresses
    .flatMap((address) => parseAddress(address) ?? [])
    .sort((a, b) => a.family - b.family || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
}

/** Neighbours as `192.168.0.181-192.168.0.183`. */
function rangesOf(addresses: readonly IpAddress[]): readonly string[] {
  const runs: { readonly low: IpAddress; high: IpAddress }[] = [];
  for (const address of addresses) {
    const run = runs.at(-1);
    if (run !== undefined && run.high.family === address.family && run.high.value + 1n === address.value)
      run.high = address;
    else runs.push({ low: address, high: address });
  }
  return runs.map(({ low, high }) =>
    low === high ? formatAddress(low) : `${formatAddress(low)}-${formatAddress(high)}`,
  );
}

function domainsOf({ knockers }: Group): readonly string[] {
  const domains = knockers.flatMap(({ knock }) => knock.recipients.map(domainOf)).filter((domain) => domain !== '');
  return [...new Set(domains)].slice(0, MAX_DOMAINS);
}
