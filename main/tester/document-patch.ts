import { toSparse } from '../config/sparse.ts';
import type { ConfigDocument, SparseDocument } from '../contract/document.ts';
import type { ReceiveConnectorDocument } from '../contract/receive-connector.ts';

/** Changes of a document as JSON merge patches (RFC 7396), which replace a list as a whole. */

type Lists = Pick<ConfigDocument, 'receiveConnectors' | 'acceptedDomains' | 'accounts' | 'checks'>;

/** The patch that puts these lists in the place of those of the document. */
export function patchLists(document: ConfigDocument, lists: Partial<Lists>): SparseDocument {
  const sparse = toSparse({ ...document, ...lists });
  return Object.fromEntries(Object.keys(lists).map((name) => [name, sparse[name as keyof Lists] ?? []]));
}

/** The patch that changes properties of the receive connector of this name. */
export function patchReceiveConnector(
  document: ConfigDocument,
  name: string,
  change: Partial<ReceiveConnectorDocument>,
): SparseDocument {
  return patchLists(document, {
    receiveConnectors: document.receiveConnectors.map((connector) =>
      connector.name === name ? { ...connector, ...change } : connector,
    ),
  });
}
