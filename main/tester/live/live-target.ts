import type { SendConnector, Snapshot } from '../../config/snapshot.ts';
import { bareHost } from '../../config/compile-send-connector.ts';
import { PostroomError } from '../../errors.ts';

/** Whom a live dialogue may talk to: a listener of ours, a smart host of a send connector, or another host on request. */

export interface LiveRequest {
  readonly host: string;
  readonly port: number;
  readonly tls: 'none' | 'implicit';
  /** Send connector whose smart host is meant; its credential can be used later. */
  readonly connector: string | null;
  /** The person said that it may be a host that the configuration does not name. */
  readonly anyHost: boolean;
  readonly allowData: boolean;
}

export interface LiveTarget {
  /** In the order in which they are tried. */
  readonly addresses: readonly string[];
  readonly connector: SendConnector | null;
  readonly ownListener: boolean;
}

/** Throws 'not-allowed' where the configuration does not name the host, 'not-found' for an unknown connector. */
export function permitTarget(
  request: LiveRequest,
  addresses: readonly string[],
  snapshot: Pick<Snapshot, 'sendConnectors'>,
  isOwnListener: (address: string, port: number) => boolean,
): LiveTarget {
  const own = addresses.filter((address) => isOwnListener(address, request.port));
  const connector = request.connector === null ? leadingTo(request, snapshot) : named(request, snapshot);
  if (connector !== null) return { addresses, connector, ownListener: own.length > 0 };
  if (own.length > 0) return { addresses: own, connector: null, ownListener: true };
  if (request.anyHost) return { addresses, connector: null, ownListener: false };
  throw new PostroomError(
    'not-allowed',
    `${request.host}:${String(request.port)} is neither a listener of Postroom nor a smart host of a send connector. Say that another host is meant (anyHost; --any-host) to talk to it all the same.`,
    { path: 'host' },
  );
}

function named({ host, port, connector: name }: LiveRequest, { sendConnectors }: Pick<Snapshot, 'sendConnectors'>) {
  const connector = sendConnectors.find((one) => one.name.toLowerCase() === name?.toLowerCase());
  if (connector === undefined)
    throw new PostroomError('not-found', `There is no send connector named "${name ?? ''}".`, { path: 'connector' });
  if (!leadsTo(connector, host, port)) {
    throw new PostroomError(
      'not-allowed',
      `${host}:${String(port)} is no smart host of the send connector "${connector.name}", whose password goes nowhere else.`,
      { path: 'connector' },
    );
  }
  return connector;
}

function leadingTo({ host, port }: LiveRequest, { sendConnectors }: Pick<Snapshot, 'sendConnectors'>) {
  return sendConnectors.find((connector) => connector.enabled && leadsTo(connector, host, port)) ?? null;
}

function leadsTo({ smartHosts, port: ownPort }: SendConnector, host: string, port: number): boolean {
  return ownPort === port && smartHosts.some((one) => one.toLowerCase() === bareHost(host).toLowerCase());
}
