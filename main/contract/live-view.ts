/** Live dialogues: a person at this end, a real server at the other. Times in ms since 1970. */

export interface LiveLine {
  /** Rises by one, from 0. */
  readonly sequence: number;
  readonly atMs: number;
  readonly kind: 'sent' | 'received' | 'note';
  /** Safe to show; credentials are replaced. */
  readonly text: string;
}

/**
 * `ready`: the next command may be sent. `waiting`: a reply is due. `answer`: the server asked for the next part of a
 * login. `body`: lines of a message, up to a dot on a line of its own.
 */
export type LiveState = 'waiting' | 'ready' | 'answer' | 'body' | 'closed';

export interface LiveFacts {
  readonly state: LiveState;
  /** Protocol and cipher; null while in clear. */
  readonly tls: string | null;
}

export interface LiveDialogue extends LiveFacts {
  readonly id: string;
  /** As it was asked for. */
  readonly host: string;
  /** Address that was connected to. */
  readonly address: string;
  readonly port: number;
  /** Send connector whose smart host this is, or null. */
  readonly connector: string | null;
  readonly ownListener: boolean;
  /** Name to give with EHLO. */
  readonly fqdn: string;
  readonly allowData: boolean;
  readonly startedMs: number;
  /** Lines of a long dialogue that are no longer kept, from its middle. */
  readonly omittedLines: number;
  readonly lines: readonly LiveLine[];
}

export interface LiveDelta extends LiveFacts {
  readonly lines: readonly LiveLine[];
}

/** The reply to what was sent; empty for a line of a message. */
export interface LiveReply {
  readonly lines: readonly string[];
}
