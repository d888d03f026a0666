/** Whether mail from a domain would arrive, as far as DNS and the network tell. */

export const arrivalChecks = ['spf', 'dkim', 'dmarc', 'mx', 'ptr', 'port25'] as const;
export type ArrivalCheck = (typeof arrivalChecks)[number];

/** A record to paste at whoever holds the domain. */
export interface DnsRecordView {
  readonly type: 'TXT' | 'MX' | 'PTR';
  readonly name: string;
  readonly value: string;
  /** The value in pieces of at most 255 characters, as zone files want it. */
  readonly strings: readonly string[];
}

export interface ArrivalResult {
  readonly check: ArrivalCheck;
  /** `unknown`: it could not be looked up, or something has to be given first. */
  readonly verdict: 'good' | 'warn' | 'bad' | 'unknown';
  /** One plain sentence. */
  readonly text: string;
  /** What to do; empty where nothing is. */
  readonly advice: string;
  /** What stands in DNS now. */
  readonly found: readonly string[];
  /** What should stand there; null where nothing has to change. */
  readonly record: DnsRecordView | null;
}

export interface ArrivalReport {
  readonly domain: string;
  /** The public address that mail leaves from; null: not known. */
  readonly address: string | null;
  /** Straight to each domain, or through these hosts. */
  readonly smartHosts: readonly string[];
  readonly results: readonly ArrivalResult[];
}
