import type { Snapshot } from '../config/snapshot.ts';
import type { ArrivalCheck, ArrivalReport, ArrivalResult } from '../contract/arrival-view.ts';
import { PostroomError } from '../errors.ts';
import { arrivalFacts } from './arrival-facts.ts';
import { checkDkim } from './check-dkim.ts';
import { checkDmarc, checkMx, checkPtr } from './check-names.ts';
import { checkPort25, type Greet } from './check-port.ts';
import { checkSpf } from './check-spf.ts';
import type { Dns } from './dns.ts';
import { result } from './result.ts';

export interface ArrivalDeps {
  readonly snapshot: () => Pick<Snapshot, 'sendConnectors' | 'policy' | 'dkim'>;
  readonly dns: Dns;
  readonly greet: Greet;
  readonly dkimKey: (domain: Snapshot['dkim'][number]) => Promise<string | null>;
  /** A public address of this machine; null where it has none of its own. */
  readonly ownAddress: () => string | null;
}

export interface ArrivalRequest {
  /** null: the default accepted domain. */
  readonly domain: string | null;
  readonly address: string | null;
}

/** Looks up what receivers will look up. Rejects with 'usage' where no domain is given and none is the default. */
export async function checkArrival(request: ArrivalRequest, deps: ArrivalDeps): Promise<ArrivalReport> {
  const snapshot = deps.snapshot();
  const domain = (request.domain ?? defaultDomain(snapshot)).toLowerCase();
  const facts = arrivalFacts(domain, request.address ?? deps.ownAddress(), snapshot);
  const signing =
    snapshot.dkim.find((one) => domain === one.domain || (one.matchSubDomains && domain.endsWith(`.${one.domain}`))) ??
    null;
  const { dns } = deps;
  const dkim = async (): Promise<ArrivalResult> => {
    const privateKey = signing === null ? null : await deps.dkimKey(signing);
    return checkDkim({ domain, signing, privateKey, viaSmartHost: facts.smartHosts.length > 0 }, dns);
  };
  const results = await Promise.all([
    answered('spf', domain, checkSpf(facts, dns)),
    answered('dkim', domain, dkim()),
    answered('dmarc', domain, checkDmarc(facts, dns)),
    answered('mx', domain, checkMx(facts, dns)),
    answered('ptr', domain, checkPtr(facts, dns)),
    checkPort25(facts, deps.greet),
  ]);
  return { domain, address: facts.address, smartHosts: facts.smartHosts, results };
}

/** A name server that does not answer says nothing about the domain. */
async function answered(check: ArrivalCheck, domain: string, work: Promise<ArrivalResult>): Promise<ArrivalResult> {
  try {
    return await work;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const text = `A name server did not answer about ${domain} (${code}).`;
    return result(check, 'unknown', text, 'Check the DNS server of this machine, and try again later.');
  }
}

function defaultDomain({ policy }: Pick<Snapshot, 'policy'>): string {
  const found = policy.acceptedDomains.find(({ isDefault }) => isDefault);
  if (found !== undefined && found.pattern !== '') return found.pattern;
  throw new PostroomError('usage', 'Name the domain: no accepted domain is the default.');
}
