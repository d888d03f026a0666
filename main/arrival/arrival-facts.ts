import type { Snapshot } from '../config/snapshot.ts';

/** What the configuration says about mail from a domain. */
export interface ArrivalFacts {
  readonly domain: string;
  /** The public address that mail leaves from; null: not known. */
  readonly address: string | null;
  /** Empty: straight to each domain. */
  readonly smartHosts: readonly string[];
  /** The name given with EHLO. */
  readonly helo: string;
}

/** The send connector for everybody decides; without one mail would go nowhere, and directly is the strictest case. */
export function arrivalFacts(
  domain: string,
  address: string | null,
  { sendConnectors, policy }: Pick<Snapshot, 'sendConnectors' | 'policy'>,
): ArrivalFacts {
  const general = sendConnectors
    .filter(({ enabled, addressSpaces }) => enabled && addressSpaces.some(({ match }) => match === 'any'))
    .toSorted((one, other) => costOf(one) - costOf(other))[0];
  return { domain, address, smartHosts: general?.smartHosts ?? [], helo: general?.fqdn ?? policy.fqdn };
}

function costOf({ addressSpaces }: Snapshot['sendConnectors'][number]): number {
  return Math.min(...addressSpaces.filter(({ match }) => match === 'any').map(({ cost }) => cost));
}
