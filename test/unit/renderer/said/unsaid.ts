/** What the engine's source files hold and the console never says in words of its own, or says as part of a whole. */

export interface Unsaid {
  /** How the path begins, behind `main/`. */
  readonly file: string;
  /** All texts of the file where it is left out. */
  readonly text?: RegExp;
  readonly why: string;
}

const REPLY = 'a reply of SMTP, which stays as it is spoken';
const WHOLE = 'a part of sentences that the test of what is spoken makes whole';
const LOG = 'a line of the protocol log, in the form of Exchange';
const MAIL = 'a part of a message, for its recipient';
const DATABASE = 'SQL';
const DOING = 'what was being done, for the log file';
const IMPOSSIBLE = 'two ways that never come together';

export const unsaid: readonly Unsaid[] = [
  { file: 'alerts/notice-text.ts', why: MAIL },
  { file: 'alerts/notice-title.ts', text: /^things need you$/, why: WHOLE },
  { file: 'alerts/email-channel.ts', text: /^(?:Date|From|To|Subject|Message-ID|Content-|MIME|Auto-)/, why: MAIL },
  { file: 'alerts/alerts.ts', text: /^(?:looking|keeping) /, why: DOING },
  { file: 'alerts/alert-file.ts', text: /^reading /, why: DOING },
  { file: 'connectors/replies.ts', why: REPLY },
  { file: 'tester/learning-proposals.ts', text: /^Relay for devices$/, why: 'the name of a connector' },
  { file: 'frontend/client-certificate.ts', why: LOG },
  { file: 'connectors/summary.ts', why: WHOLE },
  {
    file: 'connectors/constraints.ts',
    text: /^(?:trusts|relays|accepts) [a-z ("*)]+$|^Receive connector "7" 7 7/,
    why: WHOLE,
  },
  {
    file: 'connectors/mail-decision.ts',
    text: /may send as .* missing|may not send as .* (?:own|granted)/,
    why: IMPOSSIBLE,
  },
  { file: 'connectors/permission-groups.ts', text: /^Submit Messages to /, why: LOG },
  { file: 'connectors/permission-groups.ts', text: /^AUTORI/, why: 'the name of a group, as Windows says it' },
  { file: 'providers/known-failures.ts', text: /^Microsoft 365$/, why: 'the name of a provider' },
  { file: 'providers/remedy-script.ts', why: 'PowerShell, which is pasted as it stands' },
  { file: 'transport/resubmission.ts', why: 'stands in a message, which has no language of the page' },
  { file: 'wiring/message-copies.ts', text: /^forwarded message$/, why: 'stands in a Received header' },
  { file: 'tester/impact-summary.ts', why: WHOLE },
  { file: 'tester/conversation.ts', text: /^Not reached: .*7\.$/, why: WHOLE },
  {
    file: 'tester/verdict.ts',
    text: /^(?:same meaning|not compared|asks for more|refuses for now|It 7 \(7\).*)$/,
    why: WHOLE,
  },
  { file: 'tester/route-preview.ts', text: /exchangers of :/, why: IMPOSSIBLE },
  { file: 'tester/replay-step.ts', text: /^not reached$/, why: 'a value that the console compares and names itself' },
  { file: 'tester/lint-accounts.ts', text: /^authenticated users$/, why: 'a name of Exchange' },
  { file: 'tester/public-mail-domains.ts', why: 'names of domains' },
  { file: 'tester/transcript/canonical-text.ts', text: /^\*\*\*/, why: 'a transcript, which is read back' },
  { file: 'tester/transcript/smtp-line.ts', text: /^helo ehlo/, why: 'commands of SMTP' },
  { file: 'tester/transcript/dialogue-reader.ts', text: /^EHLO /, why: 'commands of SMTP' },
  { file: 'tester/live/', text: /authentication data|^end of data$|^, and$/, why: LOG },
  { file: 'config/changes.ts', text: /^(?:[A-Z][a-z]+ [a-z]+|7 .*|7; and .*)$/, why: WHOLE },
  { file: 'config/load.ts', text: /^7 /, why: WHOLE },
  { file: 'config/lost-entries.ts', text: /^7 number 7$/, why: 'has to be typed as it stands' },
  { file: 'config/open-configuration.ts', text: /^7; revision 7/, why: WHOLE },
  { file: 'config/json-schema.ts', why: 'the schema file beside config.json' },
  { file: 'config/sections.ts', text: /^taken out$/, why: 'the name of a symbol' },
  { file: 'arrival/', text: /^v=DMARC1|: no answer$/, why: 'records of DNS, and what was heard' },
  { file: 'dkim/dkim-record.ts', text: /^v=DKIM1/, why: 'records of DNS, and what was heard' },
  { file: 'dkim/dkim-keys.ts', text: /^(?:making a|opening the) DKIM key /, why: DOING },
  { file: 'oauth/authority.ts', text: /offline_access/, why: 'scopes, as the provider names them' },
  { file: 'oauth/loopback-listener.ts', why: 'a plain page, for a browser that the console knows nothing of' },
  { file: 'oauth/', text: /^(?:reading|keeping) the sign-in of /, why: DOING },
  { file: 'api/import.ts', text: /^and$/, why: 'between the names of two formats' },
  { file: 'api/queue-problems.ts', text: /^(?:7 (?:no|a) send connector|messages? waits? for)/, why: WHOLE },
  { file: 'api/queue-problems.ts', text: /message was .* them|messages were .* it/, why: IMPOSSIBLE },
  { file: 'import/plan.ts', text: /^It is left out: \S+ 7\.$/, why: WHOLE },
  { file: 'import/convert.ts', text: /^"7" is no value/, why: WHOLE },
  {
    file: 'import/read/',
    text: /^(?:hMailServer backup|IP range of|SMTP relayer|IIS SMTP|Relay restrictions|Access to|7 smart host|Route 7)/,
    why: 'the name of what is made',
  },
  {
    file: 'import/read/',
    text: /^(?:relayed|IP range relayed|The IP range IP|The (?:IP range|relay list of) {2})/,
    why: IMPOSSIBLE,
  },
  { file: 'mime/rewriter.ts', why: MAIL },
  { file: 'transport/', text: /^[a-z]+ing [a-z0-9 ]+$/, why: DOING },
  { file: 'transport/categorizer.ts', why: 'a reply of Exchange' },
  { file: 'transport/dsn.ts', why: MAIL },
  { file: 'transport/intake-header.ts', why: LOG },
  { file: 'transport/outcome-ledger.ts', text: /^550 4\.4\.7 QUEUE/, why: 'a reply of Exchange' },
  { file: 'transport/queue-control.ts', text: /^550 4\.3\.2 QUEUE/, why: 'a reply of Exchange' },
  { file: 'transport/store/', text: /[A-Z]{4,} |_|^(?:operation failed|status |queue = )/, why: DATABASE },
  {
    file: 'transport/store/',
    text: /bytes|#path|checksum|store-worker|not opened|quick_check|the thread|append log/,
    why: 'the cause of another error',
  },
  {
    file: 'delivery/',
    text: /^(?:DNS query for|4\d\d 4\.\d\.\d Connection|421 4\.2\.1 Unable|550 5\.4\.4 SMTPSEND)/,
    why: 'a reply of Exchange',
  },
  { file: 'delivery/', text: /authentication (?:data|response)|^attempting to connect$|^TLS negotiation/, why: LOG },
  { file: 'wiring/connector-trial.ts', text: /^(?:[A-Za-z-]+: |This message|If you can)/, why: MAIL },
  { file: 'wiring/pickup-service.ts', text: /^pickup folder$/, why: MAIL },
  { file: 'wiring/submission.ts', text: /^Received/, why: MAIL },
  { file: 'wiring/test-messages.ts', text: /^(?:[A-Za-z-]+: |This message|If you can|test message$)/, why: MAIL },
  { file: 'wiring/', text: /^(?:[a-z]+ing [a-z ]+|Closing the 7 failed\.)$/, why: DOING },
  { file: 'frontend/certificate-line.ts', why: LOG },
  { file: 'frontend/greeting.ts', why: REPLY },
  { file: 'frontend/reception.ts', text: /^Service not available$/, why: REPLY },
  {
    file: 'frontend/session',
    text: /^(?:TLS protocol|Socket error|Tarpit|Internal error|334)|authentication response|receiving/,
    why: LOG,
  },
  { file: 'frontend/verb-', text: /^(?:Inbound AUTH|The message could not be stored: )/, why: LOG },
  { file: 'journal/log-writer.ts', text: /^#Note/, why: LOG },
  { file: 'journal/kept-file.ts', text: /^7 could not be saved to 7\. /, why: WHOLE },
  { file: 'journal/device-cards.ts', text: /^The device list$/, why: WHOLE },
  { file: 'journal/kept-figures.ts', text: /^The figures of the last day$/, why: WHOLE },
  {
    file: 'engine.ts',
    text: /^(?:[a-z]+ing .*|limit of the young generation|Something failed while 7\.)$/,
    why: DOING,
  },
];
