import type { SendConnector, Snapshot } from '../config/snapshot.ts';
import type { ProviderIds } from '../providers/remedy-script.ts';

/** What the PowerShell of a remedy is filled with. */

/** The send connector of that name; without one the only one that has a smart host, if there is just one. */
export function heardBy({ sendConnectors }: Snapshot, name: string | undefined): SendConnector | null {
  const wanted = name?.toLowerCase();
  const candidates = sendConnectors.filter((one) =>
    wanted === undefined ? one.enabled && one.smartHosts.length > 0 : one.name.toLowerCase() === wanted,
  );
  return candidates.length === 1 ? (candidates[0] ?? null) : null;
}

export function providerIds(connector: SendConnector | null): Partial<ProviderIds> {
  if (connector === null) return {};
  const { userName: mailbox, oauth } = connector;
  return { mailbox, clientId: oauth?.clientId ?? null, tenant: oauth?.tenant ?? null };
}
