import type { ConfigDocument, SparseDocument } from '../../../main/contract/document.ts';
import type { ReceiveConnectorDocument } from '../../../main/contract/receive-connector.ts';
import { documentOf, formOf, linesOf } from '../connectors/form.ts';
import { entryOf, newWizard } from '../connectors/wizard.ts';

/** Who sends: a receive connector for the devices, at the same doors as the one that answers everybody. */

type Connectors = ConfigDocument['receiveConnectors'];

/** The guide knows its connector by this name again. */
export function guideConnectorName({ server }: Pick<ConfigDocument, 'server'>): string {
  return `Devices ${server.name}`;
}

export function guideConnector(document: Pick<ConfigDocument, 'server' | 'receiveConnectors'>) {
  const wanted = guideConnectorName(document).toLowerCase();
  return document.receiveConnectors.find(({ name }) => name.toLowerCase() === wanted) ?? null;
}

/** The ranges as they are typed, one a line; empty where the guide has made no connector. */
export function sendersOf(document: ConfigDocument): string {
  return guideConnector(document)?.remoteIPRanges.join('\n') ?? '';
}

/** The connector that answers devices by now: enabled, at the front, and open to clients without a login. */
function frontDoor(connectors: Connectors): ReceiveConnectorDocument | null {
  const open = connectors.filter(
    ({ enabled, transportRole, permissionGroups, implicitTls }) =>
      enabled && transportRole === 'FrontendTransport' && permissionGroups.includes('AnonymousUsers') && !implicitTls,
  );
  return open[0] ?? null;
}

/** The address typed once more, unless it is there already. */
export function withAddress(ranges: string, address: string): string {
  const lines = linesOf(ranges);
  return lines.includes(address) ? ranges : [...lines, address].join('\n');
}

/** What makes these ranges the devices; null where nothing would change. None typed takes the guide's connector away. */
export function sendersPatch(document: ConfigDocument, ranges: string): SparseDocument | null {
  const wanted = linesOf(ranges);
  const { receiveConnectors } = document;
  const made = guideConnector(document);
  if (wanted.join('\n') === linesOf(sendersOf(document)).join('\n')) return null;
  if (wanted.length === 0) return { receiveConnectors: receiveConnectors.filter((one) => one !== made) };
  if (made !== null) {
    const changed = { ...made, remoteIPRanges: wanted };
    return { receiveConnectors: receiveConnectors.map((one) => (one === made ? changed : one)) };
  }
  const door = frontDoor(receiveConnectors);
  const entry = entryOf({ ...newWizard, name: guideConnectorName(document), ranges });
  return { receiveConnectors: [...receiveConnectors, door === null ? entry : { ...entry, bindings: door.bindings }] };
}

/** Whether the guide's devices may write to everybody; null where there is no such connector yet. */
export function mayRelay(document: ConfigDocument): boolean | null {
  const made = guideConnector(document);
  return made === null ? null : formOf(made).security.relay;
}

/** The list with the relay right of the guide's connector as wanted; the same list where it is so already. */
export function withRelay(document: ConfigDocument, relay: boolean): Connectors | readonly object[] {
  const made = guideConnector(document);
  if (made === null || mayRelay(document) === relay) return document.receiveConnectors;
  const form = formOf(made);
  const changed = documentOf({ ...form, security: { ...form.security, relay } }, made);
  return document.receiveConnectors.map((one) => (one === made ? changed : one));
}
