import { compileSendConnector } from '../config/compile-send-connector.ts';
import type { SendConnector } from '../config/snapshot.ts';
import type { Api } from '../contract/calls.ts';
import type { AttemptFailure, SendConnectorView } from '../contract/delivery-view.ts';
import { providerPresets } from '../providers/presets.ts';
import type { ApiParts } from './parts.ts';
import { providerIds } from './provider-ids.ts';

/** Where mail goes: send connectors as they do, one of them tried, and the mailbox folders. */
type DeliveryCalls = Pick<
  Api['calls'],
  Extract<keyof Api['calls'], `sendConnectors.${string}` | `mailboxes.${string}` | `providers.${string}`>
>;

/** What stands for a device where none has a name yet. */
const EXAMPLE_ADDRESS = '192.168.0.181';

export function createDeliveryCalls(parts: ApiParts): DeliveryCalls {
  const { configuration } = parts;
  const views = (connectors: readonly SendConnector[]): readonly SendConnectorView[] => {
    const secrets = new Set(configuration.secrets.names());
    return connectors.map((connector) => viewOf(connector, secrets, parts));
  };
  return {
    'sendConnectors.describe': ({ patch }) => {
      const { revision, sendConnectors } = configuration.current();
      if (patch === undefined) return { revision, findings: [], connectors: views(sendConnectors) };
      const { document, findings } = configuration.checkPatch(patch);
      const compiled = document?.sendConnectors.map((one) => compileSendConnector(one, document.server));
      return { revision, findings, connectors: compiled === undefined ? null : views(compiled) };
    },
    'sendConnectors.tryOut': (mail) => parts.tryConnector(mail),
    'sendConnectors.check': (request) => parts.connectorChecks.start(request),
    'sendConnectors.checkSteps': ({ id, known }) => parts.connectorChecks.steps(id, known),
    'sendConnectors.gauges': async () => {
      const { document } = configuration.current();
      const presets = new Map(document.sendConnectors.map(({ name, quota }) => [name, quota.preset]));
      const gauges = await parts.transport.sendGauges();
      return gauges.map((gauge) => ({ ...gauge, preset: presets.get(gauge.connector) ?? null }));
    },
    'providers.list': () => providerPresets,
    'mailboxes.list': () => parts.mailboxes(),
    'mailboxes.exampleNames': ({ pattern }) => {
      const [device] = configuration.current().document.devices;
      return parts.attachments.exampleNames(pattern, device?.name ?? EXAMPLE_ADDRESS);
    },
    'mailboxes.tryFolder': ({ folder }) => parts.attachments.tryFolder(folder),
  };
}

function viewOf(connector: SendConnector, secrets: ReadonlySet<string>, parts: ApiParts): SendConnectorView {
  const { name, enabled, smartHosts, port, tls, tlsAuthLevel, auth, oauth, secretName } = connector;
  const { success, failure } = parts.lastAttempt(connector.identity);
  return {
    ...{ name, enabled, smartHosts, port, tls, tlsAuthLevel },
    addressSpaces: connector.addressSpaces.map(({ pattern, match, cost }) => ({ pattern, match, cost })),
    password: passwordState(auth, secrets.has(secretName)),
    oauth: auth === 'OAuth' && oauth !== null ? { provider: oauth.provider, flow: oauth.flow } : null,
    lastSuccess: success,
    lastFailure: failure && explained(failure, connector, parts.explainReply),
  };
}

function passwordState(auth: SendConnector['auth'], isStored: boolean): SendConnectorView['password'] {
  if (auth === 'None') return 'none';
  // What OAuth still needs is said by its own status.
  if (auth === 'OAuth') return isStored ? 'stored' : 'none';
  return isStored ? 'stored' : 'missing';
}

function explained(
  failure: Omit<AttemptFailure, 'hint' | 'known'>,
  connector: SendConnector,
  explainReply: ApiParts['explainReply'],
): AttemptFailure {
  const { hint, known } = explainReply(failure.text, providerIds(connector));
  return { ...failure, hint, known };
}
