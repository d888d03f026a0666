import type { BindingView, ConnectorView, RangeView } from '../../../../main/contract/connector-view.ts';
import { parseBinding, parseRange } from '../../../../main/connectors/ranges.ts';

/** A connector as the engine describes it, with bindings and ranges as people write them. */
export function connectorView(
  name: string,
  ranges: readonly string[] = ['0.0.0.0-255.255.255.255'],
  change: Partial<Omit<ConnectorView, 'bindings'>> & { bindings?: readonly string[] } = {},
): ConnectorView {
  const { bindings = ['0.0.0.0:25'], ...rest } = change;
  return {
    name,
    identity: `OFFICE\\${name}`,
    enabled: true,
    transportRole: 'FrontendTransport',
    sentence: `${ranges.join(', ')} may send to the accepted domains, without login`,
    bindings: bindings.map((text): BindingView => parseBinding(text)),
    ranges: ranges.map(parseRange).map(({ text, family, low, high }): RangeView => ({
      text,
      family,
      low: low.toString(),
      high: high.toString(),
      addresses: (high - low + 1n).toString(),
    })),
    submits: 'everybody',
    relays: 'nobody',
    externallySecured: false,
    tolerance: 'Strict',
    oldTls: false,
    requireTls: false,
    implicitTls: false,
    acceptedToday: 0,
    refusedToday: 0,
    ...rest,
  };
}
