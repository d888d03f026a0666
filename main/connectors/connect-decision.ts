import { parseAddress } from './address.ts';
import { displayAddress, formatRange, rangeContains, rangeSize } from './ranges.ts';
import { formatReply, step } from './reasoning.ts';
import { serviceNotActive, serviceNotAvailable } from './replies.ts';
import { select } from './selection.ts';
import type { IpAddress } from './address.ts';
import type { ConnectDecision, Endpoint } from './decision.ts';
import type { Binding, IpRange, Policy, ReceiveConnector, TraceStep } from './model.ts';
import type { ConnectorIndex, Selection } from './selection.ts';

/** Which connector takes a connection, and why no other does. */

/** What stands between a connector and a connection, the first that applies. */
export type CandidateVerdict =
  'selected' | 'binding-mismatch' | 'disabled' | 'range-miss' | 'wildcard-binding' | 'larger-range' | 'later-name';

export interface Candidate {
  readonly connector: ReceiveConnector;
  readonly binding: Binding | null;
  /** The smallest of its ranges that contains the peer. */
  readonly range: IpRange | null;
  readonly verdict: CandidateVerdict;
}

function findBinding(connector: ReceiveConnector, local: IpAddress | null, port: number): Binding | null {
  if (!local) return null;
  const reached = connector.bindings.filter((binding) => {
    if (binding.port !== port || binding.family !== local.family) return false;
    return binding.wildcard || parseAddress(binding.address)?.value === local.value;
  });
  return reached.find(({ wildcard }) => !wildcard) ?? reached[0] ?? null;
}

function findRange(connector: ReceiveConnector, peer: IpAddress | null): IpRange | null {
  if (!peer) return null;
  const containing = connector.ranges.filter((range) => rangeContains(range, peer));
  return containing.reduce<IpRange | null>(
    (best, range) => (best && rangeSize(best) <= rangeSize(range) ? best : range),
    null,
  );
}

function judge(
  connector: ReceiveConnector,
  binding: Binding | null,
  range: IpRange | null,
  winner: Selection | null,
): CandidateVerdict {
  if (!binding) return 'binding-mismatch';
  if (!range) return 'range-miss';
  if (!connector.enabled) return 'disabled';
  if (!winner || winner.connector === connector) return 'selected';
  if (binding.wildcard && !winner.binding.wildcard) return 'wildcard-binding';
  return rangeSize(range) > rangeSize(winner.range) ? 'larger-range' : 'later-name';
}

/** Every connector with the reason why it was or was not taken, in identity order. For explanations, not for sessions. */
export function listCandidates(index: ConnectorIndex, endpoint: Endpoint): readonly Candidate[] {
  const winner = select(index, endpoint);
  const [local, peer] = [parseAddress(endpoint.localAddress), parseAddress(endpoint.remoteAddress)];
  return index.connectors.map((connector) => {
    const binding = findBinding(connector, local, endpoint.localPort);
    const range = findRange(connector, peer);
    return { connector, binding, range, verdict: judge(connector, binding, range, winner) };
  });
}

function explainCandidate({ connector, binding, range, verdict }: Candidate, endpoint: Endpoint): TraceStep {
  const reasons: Readonly<Record<CandidateVerdict, string>> = {
    selected: 'is the one that takes the connection',
    'binding-mismatch': `does not listen on ${displayAddress(endpoint.localAddress)} port ${endpoint.localPort}`,
    'range-miss': `does not list ${displayAddress(endpoint.remoteAddress)} in its remote IP ranges`,
    disabled: 'is disabled',
    'wildcard-binding': `listens there only through ${binding?.text ?? 'a wildcard'}, and an exact address comes first`,
    'larger-range': `matches with a larger range, ${range ? formatRange(range) : ''}`,
    'later-name': 'matches with a range of the same size, and its name comes later',
  };
  return step(`candidate-${verdict}`, `${connector.identity} ${reasons[verdict]}.`, {
    connector: connector.identity,
    binding: binding?.text ?? null,
    range: range?.text ?? null,
    addresses: range ? rangeSize(range).toString() : null,
  });
}

function explainConnect(
  index: ConnectorIndex,
  policy: Policy,
  endpoint: Endpoint,
  winner: Selection | null,
  answer: string,
): readonly TraceStep[] {
  const peer = displayAddress(endpoint.remoteAddress);
  const opening = step(
    'connection',
    `${peer} connects to ${displayAddress(endpoint.localAddress)} port ${endpoint.localPort} of ${policy.serverName}.`,
    {
      peer,
      local: displayAddress(endpoint.localAddress),
      port: endpoint.localPort,
    },
  );
  const candidates = listCandidates(index, endpoint).map((candidate) => explainCandidate(candidate, endpoint));
  if (!winner) return [opening, ...candidates, step('no-connector', `No connector takes this connection: ${answer}.`)];
  const size = rangeSize(winner.range);
  const range =
    size === 1n
      ? `the single address ${formatRange(winner.range)}`
      : `the range ${formatRange(winner.range)} of ${size.toString()} addresses`;
  const text = `${winner.connector.identity} takes the connection: ${range} is the most specific match on ${winner.binding.text}.`;
  const data = {
    connector: winner.connector.identity,
    range: winner.range.text,
    addresses: size.toString(),
    binding: winner.binding.text,
  };
  return [opening, ...candidates, step('connector-selected', text, data)];
}

/** The connector for a connection; without one the reply is 421 4.3.2 and the connection is closed. */
export function connect(index: ConnectorIndex, policy: Policy, endpoint: Endpoint): ConnectDecision {
  const winner = select(index, endpoint);
  if (winner) {
    const trace = (): readonly TraceStep[] => explainConnect(index, policy, endpoint, winner, '');
    return { accepted: true, reply: null, connector: winner.connector, trace };
  }
  const isDisabled = listCandidates(index, endpoint).some(({ verdict }) => verdict === 'disabled');
  const reply = isDisabled ? serviceNotActive() : serviceNotAvailable();
  return {
    accepted: false,
    reply,
    connector: null,
    trace: () => explainConnect(index, policy, endpoint, null, formatReply(reply)),
  };
}
