import type { Snapshot } from '../config/snapshot.ts';
import { matchAcceptedDomain } from '../connectors/accepted-domains.ts';
import type { ReceiveConnector } from '../connectors/model.ts';
import { relayGrants } from '../connectors/rights.ts';
import type { CheckResult, ReplayConditions, ReplayResult } from '../contract/tester-view.ts';
import { connectorAt, doorsOf, endpointAt, firstOwnClient, strangers, type Door } from './endpoints.ts';
import { dialogue, inTurn, leavingRoutes, opening, refusalOf, takenRecipients } from './probe.ts';
import type { Replayer } from './replayer.ts';

/** The checks that always hold: strangers cannot relay, and whom a connector is made to relay for can. */

/** Under no reserved name, because a connector may refuse those for another reason. Nothing is ever sent there. */
const FOREIGN_DOMAIN = 'relay-check.net';

export async function runBuiltInChecks(replayer: Replayer, snapshot: Snapshot): Promise<readonly CheckResult[]> {
  const strange = await inTurn(doorsOf(snapshot), (door) => checkStranger(replayer, snapshot, door));
  const relaying = snapshot.receiveConnectors.filter(
    (connector) => connector.enabled && relayGrants(connector).length > 0,
  );
  return [...strange, ...(await inTurn(relaying, (connector) => checkRelay(replayer, snapshot, connector)))];
}

/** A domain that is not accepted here, as long as there is any. */
export function foreignDomain({ policy }: Snapshot): string {
  const candidates = [FOREIGN_DOMAIN, `outside.${FOREIGN_DOMAIN}`, 'another-relay-check.net'];
  return candidates.find((domain) => matchAcceptedDomain(policy.acceptedDomains, domain) === null) ?? FOREIGN_DOMAIN;
}

async function checkStranger(replayer: Replayer, snapshot: Snapshot, door: Door): Promise<CheckResult> {
  const stranger = strangers[door.binding.family];
  const connector = connectorAt(snapshot, door, stranger);
  const results = await attempts(replayer, snapshot, connector, { ...endpointAt(door, stranger) });
  const leak = results.find((result) => takenRecipients(result).length > 0 && leavingRoutes(result).length > 0);
  const refusal = results.map(refusalOf).find((text) => text !== null);
  const recipient = `someone@${foreignDomain(snapshot)}`;
  return {
    name: `A stranger (${stranger}) cannot relay through ${door.binding.text}`,
    builtIn: true,
    passed: leak === undefined,
    text:
      leak === undefined
        ? `Refused: ${refusal ?? 'the recipient is not sent on'}`
        : `${leak.connector ?? 'The server'} takes mail from ${stranger} to ${recipient}: whoever finds this server can send through it.`,
  };
}

async function checkRelay(replayer: Replayer, snapshot: Snapshot, connector: ReceiveConnector): Promise<CheckResult> {
  const outcome = (passed: boolean, text: string): CheckResult => ({
    name: `"${connector.name}" relays for its own addresses`,
    builtIn: true,
    passed,
    text,
  });
  const client = firstOwnClient(snapshot, connector);
  if (client === null)
    return outcome(
      false,
      'No address reaches it: connectors with smaller ranges or a more exact binding take all that it lists.',
    );
  const results = await attempts(replayer, snapshot, connector, endpointAt(client.door, client.remoteAddress));
  if (results.some((result) => takenRecipients(result).length > 0))
    return outcome(true, `${client.remoteAddress} is accepted.`);
  const refusal = results.map(refusalOf).find((text) => text !== null) ?? 'there was no answer';
  return outcome(false, `${client.remoteAddress} is refused: ${refusal}`);
}

/** Mail to a foreign domain from each kind of sender that connectors tell apart. Inside TLS where nothing else is taken. */
function attempts(
  replayer: Replayer,
  snapshot: Snapshot,
  connector: ReceiveConnector | null,
  endpoint: Pick<ReplayConditions, 'remoteAddress' | 'localAddress' | 'localPort'>,
): Promise<readonly ReplayResult[]> {
  const implicitTls = connector?.implicitTls ?? false;
  const tls = connector?.requireTls === true && !implicitTls ? 'starttls' : 'none';
  const foreign = foreignDomain(snapshot);
  const home = snapshot.policy.acceptedDomains.find(({ isDefault, pattern }) => isDefault && pattern !== '');
  const senders = [`someone@${home?.pattern ?? snapshot.policy.fqdn}`, `someone@${foreign}`, ''];
  return inTurn(senders, (sender) =>
    replayer.replay(
      snapshot,
      dialogue([...opening('client.example', tls), `MAIL FROM:<${sender}>`, `RCPT TO:<someone@${foreign}>`]),
      { ...endpoint, implicitTls, userName: null },
      'replies',
    ),
  );
}
