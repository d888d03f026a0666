/** What the first-run guide and the printer card ask for. */

/** An address of this machine that devices on its networks can reach. */
export interface OwnAddress {
  readonly address: string;
  readonly family: 4 | 6;
  /** Name of the network adapter. */
  readonly adapter: string;
}

export interface OwnAddresses {
  /** The machine's name as its system gives it. */
  readonly hostName: string;
  /** IPv4 first: many panels take nothing else. Empty where the machine is on no network. */
  readonly addresses: readonly OwnAddress[];
}

/** What has become of a test message. */
export interface TestMessageFate {
  /** `gone`: it has left the queue, and message tracking, which would know how, is switched off. */
  readonly state: 'waiting' | 'delivered' | 'failed' | 'gone';
  /** The server that answered, or the queue it waits in; null for a mailbox folder of this machine. */
  readonly place: string | null;
  /** The last reply or error; null where there was none. */
  readonly text: string | null;
}
