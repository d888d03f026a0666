import type { KnownFailure, Source } from './known-failure.ts';

/**
 * The failures that providers are known for, each with its cause, its remedy and where that was read. A refusal that
 * somebody can put right at our side (a login, a quota, a certificate, a changed address) waits instead of bouncing
 * the mail of everybody who happened to send that day.
 */

const checked = '2026-11-22';
const source = (url: string): Source => ({ url, checked });

const submission = source(
  'https://learn.microsoft.com/en-us/exchange/troubleshoot/send-emails/smtp-submission-improvements',
);
const smtpAuth = source(
  'https://learn.microsoft.com/en-us/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission',
);
const printers = source(
  'https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/fix-issues-with-printers-scanners-and-lob-applications-that-send-email-using-off',
);
const oauth = source(
  'https://learn.microsoft.com/en-us/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth',
);
const basicEnds = source(
  'https://techcommunity.microsoft.com/blog/exchange/updated-exchange-online-smtp-auth-basic-authentication-deprecation-timeline/4489835',
);
const directSend = source(
  'https://techcommunity.microsoft.com/blog/exchange/introducing-more-control-over-direct-send-in-exchange-online/4408790',
);
const legacyTls = source(
  'https://learn.microsoft.com/en-us/exchange/clients-and-mobile-in-exchange-online/opt-in-exchange-online-endpoint-for-legacy-tls-using-smtp-auth',
);
const reports = source(
  'https://learn.microsoft.com/en-us/troubleshoot/exchange/email-delivery/ndr/non-delivery-reports-in-exchange-online',
);
const gmailCodes = source('https://support.google.com/a/answer/3726730');
const gmailRelay = source('https://support.google.com/a/answer/2956491');
const gmailSenders = source('https://support.google.com/a/answer/81126');
const appPasswords = source('https://support.google.com/accounts/answer/185833');
const longTokens = source('https://github.com/eclipse-ee4j/angus-mail/issues/201');

// A line a fact, so that the list can be read as one.
// prettier-ignore
export const knownFailures: readonly KnownFailure[] = [
  // Microsoft 365: the login
  {
    id: 'm365-smtp-auth-off', provider: 'Microsoft 365', verdict: 'defer', category: 'authentication', script: 'smtp-auth',
    sources: [smtpAuth], pattern: /\b5\.7\.139\b.*SmtpClientAuthentication is disabled/i,
    cause: 'Microsoft 365 refused the login because SMTP AUTH is off for this mailbox or for the whole organisation.',
    remedy: 'Allow Authenticated SMTP for the mailbox, wait half an hour, and try again.',
  },
  {
    id: 'm365-security-defaults', provider: 'Microsoft 365', verdict: 'defer', category: 'authentication', script: 'service-principal',
    sources: [smtpAuth, printers], pattern: /\b5\.7\.139\b.*security defaults/i,
    cause: 'Microsoft 365 refused the login because the security defaults of the organisation forbid user name and password.',
    remedy: 'Sign in with OAuth instead, or send through an inbound connector for the public address of this network.',
  },
  {
    id: 'm365-wrong-password', provider: 'Microsoft 365', verdict: 'defer', category: 'authentication', script: null,
    sources: [printers], pattern: /\b5\.7\.139\b.*(?:credentials were incorrect|user name or password)/i,
    cause: 'Microsoft 365 refused the login because the user name or the password is wrong.',
    remedy: 'Set the user name to the sign-in name of the mailbox, set its password anew, and see that the account needs no second factor.',
  },
  {
    id: 'm365-basic-ended', provider: 'Microsoft 365', verdict: 'defer', category: 'authentication', script: 'service-principal',
    sources: [basicEnds], pattern: /\b5\.7\.30\b|\b5\.7\.139\b.*basic authentication is disabled/i,
    cause: 'Microsoft 365 no longer takes a user name and password for client submission here.',
    remedy: 'Sign in with OAuth, or send through an inbound connector or High Volume Email; until the final removal an administrator may be able to allow it again.',
  },
  {
    id: 'm365-login-policy', provider: 'Microsoft 365', verdict: 'defer', category: 'authentication', script: 'login',
    sources: [smtpAuth], pattern: /\b5\.7\.139\b(?!.*(?:SmtpClientAuthentication is disabled|security defaults|credentials were incorrect|user name or password|basic authentication is disabled))/i,
    cause: 'Microsoft 365 refused the login: a policy of the organisation forbids it for this account, most often conditional access or an authentication policy.',
    remedy: 'Look at the sign-in log of the account in the Entra admin centre for the policy that refused, and exempt the account, or use another way to send.',
  },
  {
    id: 'exchange-login-refused', provider: 'Exchange', verdict: 'defer', category: 'authentication', script: 'login',
    sources: [printers, oauth], pattern: /^535\b.*\b5\.7\.3\b/i,
    cause: 'The login was refused: the password or token is not valid for this mailbox, or the mailbox may not use SMTP AUTH.',
    remedy: 'Check the user name and password of the send connector; with OAuth, see that the service principal was made with the object id of the enterprise application and has the permission on the mailbox.',
  },
  {
    id: 'exchange-not-logged-in', provider: 'Exchange', verdict: 'defer', category: 'authentication', script: 'smtp-auth',
    sources: [printers], pattern: /\b5\.7\.57\b/i,
    cause: 'The server wants a login before mail, and there was none.',
    remedy: 'Set the authentication of the send connector to a user name and password or OAuth, and its TLS to required.',
  },
  {
    id: 'exchange-send-as', provider: 'Exchange', verdict: 'fail', category: 'sender-refused', script: 'send-as',
    sources: [printers], pattern: /\b5\.7\.60\b|SendAsDenied/i,
    cause: 'The account that logged in may not send as this sender.',
    remedy: 'Give the account Send As permission for the sender address, or send with the address of the account.',
  },
  // Microsoft 365: the ways without a login
  {
    id: 'm365-tenant-attribution', provider: 'Microsoft 365', verdict: 'defer', category: 'relay-denied', script: 'inbound-connector',
    sources: [printers], pattern: /\b5\.7\.64\b|TenantAttribution/i,
    cause: 'Microsoft 365 does not know this server: the public address or the certificate named in its inbound connector no longer matches.',
    remedy: 'Put the present public address of this network into the inbound connector.',
  },
  {
    id: 'm365-direct-send-rejected', provider: 'Microsoft 365', verdict: 'defer', category: 'relay-denied', script: 'direct-send',
    sources: [directSend], pattern: /\b5\.7\.68\b|TenantInboundAttribution/i,
    cause: 'The organisation rejects direct send, which is mail from its own domains without a login or a connector.',
    remedy: 'Create an inbound connector for the public address of this network, or turn RejectDirectSend off.',
  },
  {
    id: 'm365-old-tls', provider: 'Microsoft 365', verdict: 'defer', category: 'tls', script: 'legacy-tls',
    sources: [legacyTls], pattern: /\b4\.7\.66\b|TLS 1\.0 and 1\.1 are not supported/i,
    cause: 'The server wants TLS 1.2 or newer, and the connection came with an older version.',
    remedy: 'Set the TLS of the send connector to required, and look for a proxy or antivirus that speaks an older version in between.',
  },
  // Microsoft 365: how much, and how fast
  {
    id: 'm365-onmicrosoft', provider: 'Microsoft 365', verdict: 'slow', category: 'quota', script: null,
    sources: [reports], pattern: /\b5\.7\.236\b/i,
    cause: 'Senders at onmicrosoft.com may write to 100 outside recipients a day.',
    remedy: 'Send from an own domain that is added to the organisation.',
  },
  {
    id: 'm365-tenant-limit', provider: 'Microsoft 365', verdict: 'slow', category: 'quota', script: null,
    sources: [reports], pattern: /\b5\.7\.23[23]\b/i,
    cause: 'The organisation has written to as many outside recipients as its licences allow in 24 hours.',
    remedy: 'Wait until the count of the last 24 hours is below the limit; the mail stays in the queue and leaves by itself.',
  },
  {
    id: 'm365-concurrent', provider: 'Microsoft 365', verdict: 'slow', category: 'rate', script: null,
    sources: [submission], pattern: /^(?:432|421)\b.*\b4\.3\.2\b.*(?:concurrent|sender thread)|^432\b(?!.*(?:recipient thread|concurrent|sender thread))/i,
    cause: 'Too many connections at a time for this account: Microsoft 365 allows 3.',
    remedy: 'Set the quota of the send connector to that of Microsoft 365, and see that nothing else sends with the same account.',
  },
  {
    id: 'm365-recipient-busy', provider: 'Microsoft 365', verdict: 'slow', category: 'rate', script: null,
    sources: [reports], pattern: /recipient thread limit exceeded/i,
    cause: 'The mailbox of the recipient gets more mail at a time than it may.',
    remedy: 'Nothing need be done: the mail is tried again more slowly.',
  },
  {
    id: 'm365-recipients-a-day', provider: 'Microsoft 365', verdict: 'slow', category: 'quota', script: null,
    sources: [submission], pattern: /^554\b.*\b5\.2\.0\b.*(?:SubmissionQuota|limit|quota|exceeded|StoreDrv)/i,
    cause: 'The mailbox has written to as many recipients as it may in 24 hours: Microsoft 365 allows 10,000.',
    remedy: 'Wait, or spread the mail over more accounts; set the quota of the send connector, so that it is seen coming.',
  },
  {
    id: 'm365-sent-items-full', provider: 'Microsoft 365', verdict: 'defer', category: 'mailbox-full', script: 'sent-items',
    sources: [submission], pattern: /^554\b.*\b5\.2\.2\b.*(?:mailbox full|QuotaExceeded)/i,
    cause: 'The mailbox that sends is full, because a copy of everything it sends is kept in its Sent Items.',
    remedy: 'Empty the folder, give it a retention policy, or let no copy be kept there.',
  },
  {
    id: 'm365-server-busy', provider: 'Microsoft 365', verdict: 'slow', category: 'rate', script: null,
    sources: [reports], pattern: /\b4\.7\.(?:5\d\d|6\d\d)\b/i,
    cause: 'The server limits how fast it takes mail from this address.',
    remedy: 'Nothing need be done: the mail is tried again more slowly; where it lasts for days, send through a smart host.',
  },
  {
    id: 'm365-blocked-address', provider: 'Microsoft 365', verdict: 'fail', category: 'reputation', script: null,
    sources: [reports], pattern: /\b5\.7\.(?:511|60[6-9]|64\d|708)\b(?!.*TenantAttribution)|Access denied, banned send(?:er|ing IP)/i,
    cause: 'The public address of this network is on the block list of Microsoft 365.',
    remedy: 'Ask for removal at sender.office.com, or send through a smart host.',
  },
  {
    id: 'm365-tenant-blocked', provider: 'Microsoft 365', verdict: 'defer', category: 'reputation', script: null,
    sources: [reports], pattern: /\b5\.7\.7(?:0[0-7]|09|[1-4]\d|50)\b/i,
    cause: 'Microsoft 365 takes no mail from the organisation, since it sent too much bulk mail or what looks like spam.',
    remedy: 'Find the account that sent it, then have Microsoft support lift the block.',
  },
  // Google
  {
    id: 'google-app-password', provider: 'Google', verdict: 'defer', category: 'authentication', script: null,
    sources: [gmailCodes, appPasswords], pattern: /\b5\.7\.9\b.*(?:application-specific|web ?login|log in)|application-specific password/i,
    cause: 'Google wants an app password for this account instead of its own.',
    remedy: 'Turn on 2-step verification for the account, create an app password, and set it on the send connector.',
  },
  {
    id: 'google-browser', provider: 'Google', verdict: 'defer', category: 'authentication', script: null,
    sources: [gmailCodes], pattern: /\b5\.7\.14\b/i,
    cause: 'Google wants somebody to sign in with a browser once for this account.',
    remedy: 'Sign in with a browser from this network, confirm that it was you, then try again.',
  },
  {
    id: 'google-login-refused', provider: 'Google', verdict: 'defer', category: 'authentication', script: null,
    sources: [gmailCodes, appPasswords], pattern: /^535\b.*\b5\.7\.8\b.*(?:username and password not accepted|gsmtp|support\.google)/i,
    cause: 'Google refused the login: its accounts no longer take the password of the account itself.',
    remedy: 'Set an app password or OAuth on the send connector, and check the user name.',
  },
  {
    id: 'google-many-logins', provider: 'Google', verdict: 'slow', category: 'rate', script: null,
    sources: [gmailCodes], pattern: /^454\b.*\b4\.7\.0\b.*too many login attempts/i,
    cause: 'Google counted too many logins for this account in a short time.',
    remedy: 'Let each connection carry more messages, or wait: it is tried again more slowly.',
  },
  {
    id: 'google-daily-limit', provider: 'Google', verdict: 'slow', category: 'quota', script: null,
    sources: [gmailCodes], pattern: /\b5\.4\.5\b|Daily user sending (?:quota|limit) exceeded/i,
    cause: 'The account has sent as much as it may in 24 hours: 500 messages at Gmail, 2,000 at Workspace.',
    remedy: 'Wait, or send through the Workspace relay; set the quota of the send connector, so that it is seen coming.',
  },
  {
    id: 'google-relay-limit', provider: 'Google', verdict: 'slow', category: 'quota', script: null,
    sources: [gmailRelay], pattern: /\b5\.7\.1\b.*Daily SMTP relay (?:sending )?limit exceeded/i,
    cause: 'The organisation has sent as much through the Workspace relay as it may in 24 hours.',
    remedy: 'Wait: the mail stays in the queue and leaves by itself; the limit grows with the number of users.',
  },
  {
    id: 'google-relay-peak', provider: 'Google', verdict: 'slow', category: 'rate', script: null,
    sources: [gmailRelay], pattern: /\b4\.2\.1\b.*Peak SMTP relay limit/i,
    cause: 'Too much mail went through the Workspace relay in ten minutes.',
    remedy: 'Nothing need be done: the mail is tried again more slowly.',
  },
  {
    id: 'google-recipient-busy', provider: 'Google', verdict: 'slow', category: 'rate', script: null,
    sources: [gmailCodes], pattern: /\b4\.2\.1\b.*is receiving (?:e-?)?mail (?:too quickly|at a rate)/i,
    cause: 'The recipient gets more mail at a time than Google takes for one account.',
    remedy: 'Nothing need be done: the mail is tried again more slowly.',
  },
  {
    id: 'google-relay-address', provider: 'Google', verdict: 'defer', category: 'relay-denied', script: null,
    sources: [gmailRelay], pattern: /Invalid credentials for relay|Mail relay denied/i,
    cause: 'The Workspace relay does not know this server: neither its public address nor the domain of the sender is registered there.',
    remedy: 'Add the public address of this network to the SMTP relay service in the Google admin console.',
  },
  {
    id: 'google-unsolicited', provider: 'Google', verdict: 'slow', category: 'reputation', script: null,
    sources: [gmailSenders], pattern: /\b4\.7\.(?:0|28)\b.*unusual rate of unsolicited mail/i,
    cause: 'Google saw much mail from this public address that its users did not want.',
    remedy: 'Find what sends it, and send through a smart host until the address is trusted again.',
  },
  {
    id: 'google-unauthenticated', provider: 'Google', verdict: 'fail', category: 'reputation', script: null,
    sources: [gmailSenders], pattern: /\b[45]\.7\.2[67]\b/i,
    cause: 'The provider of the recipient could not confirm that this server may send for the domain of the sender.',
    remedy: 'Add the public address of this network to the SPF record of the domain, or send through a smart host that signs with DKIM.',
  },
  {
    id: 'command-not-read', provider: 'Google', verdict: 'fail', category: 'syntax', script: null,
    sources: [gmailCodes, longTokens], pattern: /^555\b.*\b5\.5\.2\b/i,
    cause: 'The server could not read the command: it was too long for it, as a token in one line with AUTH may be, or an address in it is malformed.',
    remedy: 'Look at the session for the command before this reply; where it is MAIL or RCPT, look for a strange character in the sender or recipient address.',
  },
];
