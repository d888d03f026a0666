import type { ConfigDocument } from '../contract/document.ts';
import type { SendConnectorDocument } from '../contract/send-connector.ts';
import type { Finding } from './configuration.ts';

/** Conditions of send connectors that nothing will ever meet. */
export function checkRouting(document: ConfigDocument): Finding[] {
  return document.sendConnectors.flatMap((connector, index) =>
    checkSources(connector, `sendConnectors[${String(index)}]`, document),
  );
}

function checkSources(
  { name, conditions }: SendConnectorDocument,
  path: string,
  { receiveConnectors }: ConfigDocument,
): Finding[] {
  return conditions.receiveConnectors.flatMap((source, index): Finding[] => {
    const at = `${path}.conditions.receiveConnectors[${String(index)}]`;
    const found = receiveConnectors.find((one) => one.name.toLowerCase() === source.toLowerCase());
    if (found === undefined) {
      const text = `Send connector "${name}" is for mail that comes through "${source}", and there is no receive connector of that name.`;
      return [{ severity: 'error', path: at, text }];
    }
    if (found.enabled) return [];
    const text = `Send connector "${name}" is for mail that comes through "${source}", which is disabled.`;
    return [{ severity: 'warning', path: at, text }];
  });
}
