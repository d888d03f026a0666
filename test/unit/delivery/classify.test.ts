import { describe, expect, it } from 'vitest';
import { explainReply } from '../../../main/delivery/classify.ts';
import { replyRules } from '../../../main/delivery/classify-rules.ts';
import { replyText, replyOf } from '../../../main/delivery/reply.ts';

/** Replies as they were seen, with what they mean. Every rule of the table has at least one here. */
const seen: readonly (readonly [string, string, string])[] = [
  [
    '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.',
    'deferred',
    'authentication',
  ],
  ['550 5.7.30 Basic authentication is not supported for Client Submission.', 'deferred', 'authentication'],
  ['530 5.7.57 Client not authenticated to send mail. [X.prod.outlook.com]', 'deferred', 'authentication'],
  ['554 5.2.252 SendAsDenied; scan@a.example not allowed to send as b@a.example', 'failed', 'sender-refused'],
  ['550 5.7.60 SMTP; Client does not have permissions to send as this sender', 'failed', 'sender-refused'],
  ['550 5.7.64 TenantAttribution; Relay Access Denied', 'deferred', 'relay-denied'],
  [
    '550 5.7.68 TenantInboundAttribution; Direct Send not allowed for this organization from unauthorized sources',
    'deferred',
    'relay-denied',
  ],
  ['421 4.7.66 TLS 1.0 and 1.1 are not supported. Please upgrade/update your client', 'deferred', 'tls'],
  ['550 5.7.236 Tenant exceeded its limit for onmicrosoft.com', 'slowed', 'quota'],
  ['432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded', 'slowed', 'rate'],
  ['421 4.3.2 The maximum number of concurrent connections has exceeded a limit', 'slowed', 'rate'],
  ['554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException', 'slowed', 'quota'],
  ['451 4.7.500 Server busy. Please try again later from [192.0.2.1]', 'slowed', 'rate'],
  ['550 5.7.606 Access denied, banned sending IP [192.0.2.1]', 'failed', 'reputation'],
  ['550 5.4.5 Daily user sending limit exceeded.', 'slowed', 'quota'],
  ['550 5.7.1 Daily SMTP relay limit exceeded for customer.', 'slowed', 'quota'],
  ['450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents', 'slowed', 'rate'],
  ['450 4.2.1 Peak SMTP relay limit exceeded for customer', 'slowed', 'rate'],
  ['534 5.7.9 Application-specific password required.', 'deferred', 'authentication'],
  ['534 5.7.14 Please log in via your web browser and then try again.', 'deferred', 'authentication'],
  ['550 5.7.26 Unauthenticated email from a.example is not accepted due to DMARC policy.', 'failed', 'reputation'],
  ['555 5.5.2 Syntax error, goodbye.', 'failed', 'syntax'],
  ['535 5.7.3 Authentication unsuccessful', 'deferred', 'authentication'],
  ['535 5.7.8 Username and Password not accepted.', 'deferred', 'authentication'],
  ['530 5.7.0 Must issue a STARTTLS command first.', 'deferred', 'tls'],
  ['451 5.7.3 STARTTLS is required to send mail', 'deferred', 'tls'],
  ['451 5.7.3 STARTTLS is required to send mail, but smart.example does not offer it. Check it.', 'deferred', 'tls'],
  ['530 5.7.0 Authentication Required.', 'deferred', 'authentication'],
  ['454 4.7.0 Temporary authentication failure', 'deferred', 'authentication'],
  ['550 5.7.1 Unable to relay', 'failed', 'relay-denied'],
  ['554 5.7.1 <b@b.example>: Relay access denied', 'failed', 'relay-denied'],
  ['552 5.2.2 The email account that you tried to reach is over quota', 'deferred', 'mailbox-full'],
  [
    '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
    'failed',
    'unknown-recipient',
  ],
  ['550 5.2.1 The email account that you tried to reach is disabled.', 'failed', 'mailbox-disabled'],
  ['550 5.1.1 <b@b.example>: Recipient address rejected: User unknown', 'failed', 'unknown-recipient'],
  ['553 5.1.8 <a@a.example>: Sender address rejected: Domain not found', 'failed', 'sender-refused'],
  ['554 5.4.6 Hop count exceeded - possible mail loop', 'failed', 'loop'],
  ['550 5.4.4 SMTPSEND.DNS.NonExistentDomain; nonexistent domain', 'failed', 'dns'],
  ['552 5.3.4 Message size exceeds fixed limit', 'failed', 'size'],
  ['550 5.6.7 Address requires SMTPUTF8', 'failed', 'syntax'],
  ['550 5.6.11 SMTPSEND.BareLinefeedsAreIllegal', 'failed', 'content'],
  ['452 4.5.3 Too many recipients', 'deferred', 'rate'],
  ['450 4.2.0 <b@b.example>: Recipient address rejected: Greylisted', 'deferred', 'greylisted'],
  ['451 4.7.1 Greylisting in action, please come back later', 'deferred', 'greylisted'],
  ['421 4.7.0 Too many connections, rate limit', 'slowed', 'rate'],
  ['554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org', 'failed', 'reputation'],
  ['530 5.7.3 Client was not authenticated', 'deferred', 'authentication'],
  ['535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6', 'deferred', 'authentication'],
  ['550 5.7.1 rejected by the DMARC policy of a.example', 'failed', 'reputation'],
  ['550 5.2.0 Daily message quota exceeded', 'slowed', 'quota'],
  ['450 4.2.1 too many messages for this account', 'slowed', 'rate'],
  ['451 4.3.0 Mail server temporarily rejected message, try again later', 'deferred', 'busy'],
  ['452 4.3.1 Insufficient system resources', 'deferred', 'busy'],
  ['421 4.2.1 Unable to connect (ECONNREFUSED).', 'deferred', 'busy'],
  ['421 4.4.1 Connection timed out.', 'deferred', 'busy'],
  ['421 4.3.2 Service not available, closing transmission channel', 'deferred', 'busy'],
];

describe('explainReply', () => {
  it.each(seen)('%s: %s, %s', (text, verdict, category) => {
    const explanation = explainReply(text);
    expect([explanation.verdict, explanation.category]).toEqual([verdict, category]);
    expect(explanation.hint).toMatch(/^[A-Z].*\.$/);
    expect(explanation.code).toBe(Number(text.slice(0, 3)));
  });

  it('has no rule that nothing reaches', () => {
    const used = new Set(
      seen
        .filter(([text]) => explainReply(text).known === null)
        .map(([text]) => replyRules.find(({ pattern }) => pattern.test(replyText(replyOf(text))))),
    );
    expect(replyRules.filter((rule) => !used.has(rule)).map(({ pattern }) => pattern.source)).toEqual([]);
  });

  it.each([
    ['250 2.6.0 Queued mail for delivery', 'delivered', 250, '2.6.0'],
    ['450 something nobody has seen', 'deferred', 450, null],
    ['599 something nobody has seen', 'failed', 599, null],
    ['354 go on', 'deferred', 354, null],
    ['', 'deferred', 0, null],
    ['no code at all, user unknown', 'deferred', 0, null],
    ['5xx', 'deferred', 0, null],
    ['6000 x', 'deferred', 0, null],
    ['\0\x1b[2J', 'deferred', 0, null],
    ['550-5.1.1 two\r\n550 5.1.1 lines', 'failed', 550, '5.1.1'],
    ['"550 5.1.1 quoted"', 'failed', 550, '5.1.1'],
    [
      '451 4.4.0 Primary target IP address responded with: "550 5.7.64 TenantAttribution" Attempted failover to',
      'deferred',
      550,
      '5.7.64',
    ],
  ])('%j is %s with code %d', (text, verdict, code, enhanced) => {
    expect(explainReply(text)).toMatchObject({ verdict, code, enhanced });
  });

  it('tells a server without STARTTLS from one that insists on it', () => {
    const hintFor = (text: string): string | null => explainReply(text).hint;
    expect(
      hintFor('451 5.7.3 STARTTLS is required to send mail, but smart.example does not offer it. Check the port.'),
    ).toMatch(/^The server does not encrypt on this port: /);
    expect(hintFor('451 5.7.3 STARTTLS is required to send mail')).toMatch(/^The server takes mail over TLS only: /);
  });

  it('is not impressed by length', () => {
    expect(explainReply(`550 ${'x'.repeat(300_000)}`)).toMatchObject({ verdict: 'failed', code: 550 });
  });

  it('never makes a temporary code final', () => {
    for (const rule of replyRules.filter(({ verdict }) => verdict === 'fail')) {
      const explanation = explainReply(`450 4.1.1 user unknown spam relay denied (${rule.category})`);
      expect(explanation.verdict).not.toBe('failed');
    }
  });
});
