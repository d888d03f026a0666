/** Replies that say the same in other words: dialects of Exchange and other servers. The one place where that is written. */

export interface Meaning {
  /** Completes "it says that …". */
  readonly says: string;
  readonly code: number;
  /** Any of them, on the text behind the code; lower-cased. */
  readonly patterns: readonly RegExp[];
}

/** Refusals and closings. A reply has the first meaning that fits it; other codes never mean the same. */
export const meanings: readonly Meaning[] = [
  {
    says: 'the recipient is in a domain that this client may not relay to',
    code: 550,
    patterns: [
      /^(?:5\.7\.\d+ )?(?:smtp; ?)?unable to relay/,
      /relay(?:ing)? (?:access )?(?:is )?(?:not permitted|denied|prohibited)/,
      /^5\.7\.54\b/,
      /we do not relay/,
    ],
  },
  {
    says: 'the client is not authenticated to send',
    code: 530,
    patterns: [/client was not authenticated/, /^5\.7\.57\b/, /authentication (?:is )?required/],
  },
  { says: 'TLS is required first', code: 530, patterns: [/must issue a? ?starttls/] },
  { says: 'TLS is required first', code: 451, patterns: [/starttls is required/] },
  {
    says: 'an anonymous client may not send as this sender',
    code: 550,
    patterns: [/anonymous clients? does not have permissions? to send as this sender/],
  },
  {
    says: 'the client may not send as this sender',
    code: 550,
    patterns: [
      /does not have permissions? to send (?:as|on behalf of)/,
      /^5\.7\.60\b/,
      /sender address rejected: not owned/,
    ],
  },
  {
    says: 'there is no such recipient',
    code: 550,
    patterns: [
      /^5\.1\.1\b/,
      /^5\.1\.10\b/,
      /user unknown/,
      /unknown user/,
      /no such (?:user|recipient|mailbox)/,
      /(?:mailbox|recipient|user) (?:not found|unavailable)/,
      /recipnotfound/,
      /does not exist/,
    ],
  },
  {
    says: 'recipients in reserved domains are not taken',
    code: 550,
    patterns: [/reserved by rfc 2606/],
  },
  { says: 'recipients in single label domains are not taken', code: 550, patterns: [/single label domain/] },
  { says: 'the message has bare line feeds', code: 550, patterns: [/bare (?:line ?feed|lf)/] },
  {
    says: 'the login failed',
    code: 535,
    patterns: [
      /authentication (?:unsuccessful|failed|failure|credentials invalid)/,
      /incorrect authentication/,
      /username and password not accepted/,
      /^5\.7\.[38]\b/,
      /error: authentication failed/,
    ],
  },
  {
    says: 'this way of login is not offered',
    code: 504,
    patterns: [/unrecognized authentication type/, /authentication (?:mechanism|type)/, /^5\.7\.4\b/, /^5\.5\.4\b/],
  },
  {
    says: 'the message is too large',
    code: 552,
    patterns: [/message size exceeds/, /message (?:is )?too (?:large|big)/, /size limit/, /^5\.3\.4 (?!header)/],
  },
  { says: 'the header is too large', code: 552, patterns: [/header size exceeds/] },
  { says: 'the message has too many recipients', code: 452, patterns: [/too many recipients/, /^4\.5\.3\b/] },
  {
    says: 'the server is short of resources',
    code: 452,
    patterns: [/insufficient system (?:resources|storage)/, /^4\.3\.1\b/],
  },
  { says: 'the sender is denied', code: 554, patterns: [/sender denied/, /sender address rejected/] },
  {
    says: 'the client may not relay',
    code: 554,
    patterns: [/relay access denied/, /relaying denied/],
  },
  {
    says: 'the message goes round in circles',
    code: 554,
    patterns: [/hop count exceeded/, /mail loop/, /too many hops/],
  },
  { says: 'no mail is accepted for now', code: 451, patterns: [/learning mode/] },
  {
    says: 'the service is not available',
    code: 421,
    patterns: [/service not (?:available|active)/, /^4\.3\.2 (?!the maximum)/],
  },
  {
    says: 'there are too many connections',
    code: 421,
    patterns: [/too many (?:concurrent )?connections/, /maximum number of concurrent/],
  },
  { says: 'the client sends too many messages', code: 421, patterns: [/submission rate/] },
  { says: 'the client made too many errors', code: 421, patterns: [/too many errors/] },
  {
    says: 'the command is not known',
    code: 500,
    patterns: [
      /command (?:un|not )?recogni[sz]ed/,
      /unrecogni[sz]ed command/,
      /unknown command/,
      /^5\.3\.3\b/,
      /^5\.5\.[12] command/,
    ],
  },
  {
    says: 'the command came out of order',
    code: 503,
    patterns: [
      /send hello/,
      /need (?:mail|rcpt)/,
      /bad sequence/,
      /already specified/,
      /polite people say/,
      /valid recipients/,
    ],
  },
];

/** Parts of a reply that differ from server to server and day to day. */
export interface Variable {
  readonly name: string;
  readonly pattern: RegExp;
}

/** In the order in which they are looked for: what an earlier one takes the later ones do not see. */
export const variables: readonly Variable[] = [
  {
    name: 'the date',
    pattern:
      /(?:(?:mon|tue|wed|thu|fri|sat|sun), ?)?\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{4}(?: \d{2}:\d{2}(?::\d{2})?(?: ?(?:[+-]\d{4}|[a-z]{2,4}))?)?/gi,
  },
  { name: 'the message id', pattern: /<[^<>\s@]+@[^<>\s]+>(?= *\[internalid)|(?<=^250 2\.6\.0 )(?= ?\[internalid)/gi },
  { name: 'the internal id', pattern: /internalid=\d+/gi },
  { name: 'the host name behind it', pattern: /, ?hostname=[^\]\s]+/gi },
  { name: 'the time it took', pattern: /\d+ bytes in [\d., ]+(?:kb\/sec|kb\/s|sec)?/gi },
  { name: 'the client address', pattern: /\[(?:ipv6:)?[0-9a-f.:]+\]/gi },
  {
    name: 'the server name',
    pattern:
      /(?<=^220 )[a-z0-9][a-z0-9.-]*(?= |$)|(?<=^(?:221|250) (?:\d\.\d\.\d )?)[a-z0-9-]+(?:\.[a-z0-9-]+)+(?= |$)/gi,
  },
  { name: 'the end-of-message mark', pattern: /end with .*$/gi },
];
