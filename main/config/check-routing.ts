import type { ConfigDocument } from '../contract/document.ts';
import type { SendConnectorDocument } from '../contract/send-connector.ts';
import { milliseconds, minuteOf } from './compile-send-connector.ts';
import type { Finding } from './configuration.ts';

const MINUTE_MS = 60_000;
const MINUTES_A_DAY = 1440;

/** Conditions of send connectors that nothing will ever meet, and hours that mail does not live to see. */
export function checkRouting(document: ConfigDocument): Finding[] {
  return document.sendConnectors.flatMap((connector, index) => [
    ...checkSources(connector, `sendConnectors[${String(index)}]`, document),
    ...checkWindow(connector, `sendConnectors[${String(index)}]`, document),
  ]);
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

function checkWindow(
  { name, sendWindow }: SendConnectorDocument,
  path: string,
  { transport }: ConfigDocument,
): Finding[] {
  if (sendWindow === null) return [];
  const { from, to } = sendWindow;
  const openMinutes = (minuteOf(to) - minuteOf(from) + MINUTES_A_DAY) % MINUTES_A_DAY;
  const closedMs = (MINUTES_A_DAY - openMinutes) * MINUTE_MS;
  if (milliseconds(transport.messageExpirationTimeout) > closedMs) return [];
  const text = `Send connector "${name}" sends from ${from} to ${to} only, and mail expires before (MessageExpirationTimeout ${transport.messageExpirationTimeout}).`;
  return [{ severity: 'error', path: `${path}.sendWindow`, text }];
}
