import type { ExtendedRight } from '../contract/extended-rights.ts';
import { compileReceiveConnectors } from '../config/compile.ts';
import type { IpRange, ReceiveConnector } from '../connectors/model.ts';
import { formatRange, rangeSize } from '../connectors/ranges.ts';
import { describeConnector, reachOf, type Reach } from '../connectors/summary.ts';
import type { Api } from '../contract/calls.ts';
import type { ConnectorView, Permitted, RangeView } from '../contract/connector-view.ts';
import type { ApiParts } from './parts.ts';

/** Receive connectors in words and numbers, as they are or as a change would make them. */
type ConnectorCalls = Pick<Api['calls'], 'connectors.describe'>;
type Journal = Pick<ApiParts['journal'], 'today'>;

interface ConnectorParts {
  readonly configuration: ApiParts['configuration'];
  readonly journal: Journal;
}

export function createConnectorCalls({ configuration, journal }: ConnectorParts): ConnectorCalls {
  const views = (connectors: readonly ReceiveConnector[]): readonly ConnectorView[] =>
    connectors.map((connector) => viewOf(connector, journal));
  return {
    'connectors.describe': ({ patch }) => {
      const { revision, receiveConnectors } = configuration.current();
      if (patch === undefined) return { revision, findings: [], connectors: views(receiveConnectors) };
      const { document, findings } = configuration.checkPatch(patch);
      return { revision, findings, connectors: document && views(compileReceiveConnectors(document)) };
    },
  };
}

function viewOf(connector: ReceiveConnector, journal: Journal): ConnectorView {
  const { name, identity, enabled, transportRole, tolerance, oldTls, requireTls, implicitTls } = connector;
  const reach = reachOf(connector);
  const today = journal.today(identity);
  return {
    name,
    identity,
    enabled,
    transportRole,
    sentence: describeConnector(connector),
    bindings: connector.bindings,
    ranges: connector.ranges.map(rangeView),
    submits: permitted(reach, 'ms-Exch-SMTP-Submit'),
    relays: permitted(reach, 'ms-Exch-SMTP-Accept-Any-Recipient'),
    externallySecured: connector.authMechanism.has('ExternalAuthoritative'),
    tolerance,
    oldTls,
    requireTls,
    implicitTls,
    acceptedToday: today.accepted,
    refusedToday: today.refused,
  };
}

/** A right is of no use to somebody who may not submit. */
function permitted({ withoutLogin, withLogin }: Reach, right: ExtendedRight): Permitted {
  const has = (rights: ReadonlySet<ExtendedRight> | null): boolean =>
    rights !== null && rights.has('ms-Exch-SMTP-Submit') && rights.has(right);
  if (has(withoutLogin)) return 'everybody';
  return has(withLogin) ? 'afterLogin' : 'nobody';
}

function rangeView(range: IpRange): RangeView {
  return {
    text: formatRange(range),
    family: range.family,
    low: range.low.toString(),
    high: range.high.toString(),
    addresses: rangeSize(range).toString(),
  };
}
