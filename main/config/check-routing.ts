import type { ConfigDocument } from '../contract/document.ts';
import type { SendConnectorDocument } from '../contract/send-connector.ts';
import { compileWindow, milliseconds } from './compile-send-connector.ts';
import type { Finding } from './configuration.ts';
import { hoursText, longestPauseMinutes } from './send-hours.ts';

const MINUTE_MS = 60_000;

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
  const window = compileWindow(sendWindow);
  if (window === null) return [];
  const pauseMs = longestPauseMinutes(window) * MINUTE_MS;
  if (milliseconds(transport.messageExpirationTimeout) > pauseMs) return [];
  const text = `Send connector "${name}" sends ${hoursText(window)} only, and mail expires before (MessageExpirationTimeout ${transport.messageExpirationTimeout}).`;
  return [{ severity: 'error', path: `${path}.sendWindow`, text }];
}
