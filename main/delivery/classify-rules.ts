import type { ReplyCategory } from '../providers/reply-category.ts';

/**
 * What replies mean that no provider of the catalogue (`providers/known-failures.ts`) is known for. The first rule
 * that matches wins, so the narrow ones stand first. A refusal that somebody can put right at our side waits.
 */

export interface ReplyRule {
  readonly pattern: RegExp;
  readonly verdict: 'defer' | 'fail' | 'slow';
  readonly category: ReplyCategory;
  /** One plain sentence that says what to do. */
  readonly hint: string;
}

// A line a rule, so that the table can be read as one.
// prettier-ignore
export const replyRules: readonly ReplyRule[] = [
  { pattern: /\bDMARC\b|\bSPF\b.*(?:fail|not pass|denied|reject)|Unauthenticated (?:e-?mail|sender)/i, verdict: 'fail', category: 'reputation', hint: 'The recipient’s provider could not confirm that this server may send for the domain: add its public address to the SPF record, or send through a smart host that signs with DKIM.' },
  { pattern: /Daily (?:user|SMTP relay|message|sending) (?:sending )?(?:quota|limit) exceeded/i, verdict: 'slow', category: 'quota', hint: 'The daily sending limit is used up: the mail waits until the provider opens again, usually within 24 hours.' },
  { pattern: /\b4\.2\.1\b.*(?:rate|peak|too (?:quickly|many)|receiving)|^450\b.*\b4\.2\.1\b|concurrent connections? limit/i, verdict: 'slow', category: 'rate', hint: 'Too much mail in a short time for this recipient or account: it will be tried again more slowly.' },
  // Logins and permission to relay
  { pattern: /\bbut \S+ does not offer it\./, verdict: 'defer', category: 'tls', hint: 'The server does not encrypt on this port: try port 587, or 465 with TLS from the first byte. Only a server in a network that you trust may be sent to without TLS: set the TLS of the send connector to never.' },
  { pattern: /\b5\.7\.11\b|^538\b|must issue a STARTTLS|STARTTLS (?:first|(?:is )?required)|encryption (?:needed|required)/i, verdict: 'defer', category: 'tls', hint: 'The server takes mail over TLS only: set the TLS of the send connector to required.' },
  { pattern: /\b5\.7\.3\b/, verdict: 'defer', category: 'authentication', hint: 'The login was refused: check the user name and password of the send connector, and that the account may use SMTP AUTH.' },
  { pattern: /\b[45]\.7\.8\b|^535\b|username and password not accepted|authentication (?:failed|unsuccessful|credentials invalid)/i, verdict: 'defer', category: 'authentication', hint: 'The login was refused: check the user name and password of the send connector.' },
  { pattern: /^530\b|authentication (?:is )?required|SMTP AUTH is required/i, verdict: 'defer', category: 'authentication', hint: 'The server wants a login: set the authentication of the send connector to a user name and password.' },
  { pattern: /^(?:454|432|534)\b.*\b[45]\.7\.\d/, verdict: 'defer', category: 'authentication', hint: 'The login could not be checked just now: it will be tried again.' },
  { pattern: /unable to relay|relay(?:ing)? (?:access )?(?:denied|not (?:allowed|permitted))|not permitted to relay|\b5\.7\.54\b/i, verdict: 'fail', category: 'relay-denied', hint: 'The next hop does not relay for this server: have its administrator allow this address, or set a login on the send connector.' },
  // Recipients
  { pattern: /grey-?list|gray-?list/i, verdict: 'defer', category: 'greylisted', hint: 'The server lets new senders wait: the mail is tried again and usually passes within minutes.' },
  { pattern: /\b5\.2\.2\b|\b4\.2\.2\b|^552\b.*(?:mailbox|quota|full)|mailbox (?:is )?(?:full|over ?quota)|over quota/i, verdict: 'defer', category: 'mailbox-full', hint: 'The mailbox is full: the recipient, or for a login with Sent Items the sender, has to make room.' },
  { pattern: /\b5\.1\.10\b/, verdict: 'fail', category: 'unknown-recipient', hint: 'The recipient’s domain does not know this address or takes no mail at all: check the spelling.' },
  { pattern: /\b5\.2\.1\b|(?:mailbox|account) (?:is )?(?:disabled|inactive|unavailable)/i, verdict: 'fail', category: 'mailbox-disabled', hint: 'The recipient’s mailbox is disabled.' },
  { pattern: /\b5\.1\.[12]\b|user unknown|unknown (?:user|recipient)|no such (?:user|recipient|mailbox)|recipient (?:address )?rejected|does not exist|mailbox not found/i, verdict: 'fail', category: 'unknown-recipient', hint: 'The recipient does not exist: check the spelling of the address.' },
  { pattern: /\b[45]\.1\.[78]\b|sender (?:address )?rejected|sender (?:denied|refused)|bad sender/i, verdict: 'fail', category: 'sender-refused', hint: 'The sender address was refused: use an address whose domain exists and that the next hop accepts.' },
  { pattern: /\b[45]\.4\.6\b|\b5\.4\.14\b|too many hops|hop count|mail loop/i, verdict: 'fail', category: 'loop', hint: 'The message goes round in circles: look where the accepted domains and smart hosts of both servers point.' },
  { pattern: /\b[45]\.4\.[14]\b.*(?:DNS|domain|host)|nonexistent domain|domain not found/i, verdict: 'fail', category: 'dns', hint: 'The recipient’s domain does not exist: check the spelling.' },
  { pattern: /\b5\.3\.4\b|\b5\.2\.3\b|^552\b.*(?:size|large|big)|message (?:size exceeds|too (?:large|big))|exceeds (?:the )?(?:maximum|fixed) (?:message )?size/i, verdict: 'fail', category: 'size', hint: 'The message is larger than the next hop takes: scan with a lower resolution or send a link.' },
  { pattern: /\b5\.6\.7\b/, verdict: 'fail', category: 'syntax', hint: 'The address has letters beyond plain English ones and the next hop cannot carry them.' },
  { pattern: /\bblock ?list|\bblack ?list|listed (?:at|in|by)|spamhaus|poor reputation|\b5\.7\.1\b.*\[(?:\d+\.){3}\d+\]/i, verdict: 'fail', category: 'reputation', hint: 'The public address of this server is on a block list: ask for removal, or send through a smart host.' },
  { pattern: /\b5\.6\.\d|content rejected|message (?:content )?(?:rejected|refused)|\bspam\b|\bvirus\b|malware/i, verdict: 'fail', category: 'content', hint: 'The message was refused for what is in it.' },
  // Patience
  { pattern: /\b452\b.*\b4\.5\.3\b|too many recipients/i, verdict: 'defer', category: 'rate', hint: 'The next hop takes fewer recipients at a time: the others follow with the next attempt.' },
  { pattern: /\b4\.7\.\d+\b.*(?:rate|limit|throttl|too (?:many|fast))|too many (?:connections|messages|e-?mails)|rate limit|throttl/i, verdict: 'slow', category: 'rate', hint: 'The server limits how fast it takes mail: it will be tried again more slowly.' },
  { pattern: /\b4\.3\.1\b|insufficient (?:system )?(?:storage|resources)/i, verdict: 'defer', category: 'busy', hint: 'The next hop is short of disk or memory: the mail is tried again.' },
  { pattern: /^45\d\b.*(?:try again|retry|later)/i, verdict: 'defer', category: 'busy', hint: 'The server asks to be tried again later, and it will be.' },
  { pattern: /\bUnable to connect \(ECONNREFUSED\)/, verdict: 'defer', category: 'busy', hint: 'Nobody listens at that address and port: check both, and whether the server runs. The mail is tried again.' },
  { pattern: /\bUnable to connect\b|\b4\.4\.1 Connection timed out/, verdict: 'defer', category: 'busy', hint: 'Nothing answers there: check the address, and whether a firewall or the provider of this line blocks the port. The mail is tried again.' },
  { pattern: /^421\b|service not available|server busy|temporarily unavailable/i, verdict: 'defer', category: 'busy', hint: 'The server is busy or going down: the mail is tried again.' },
];
