import { describe, expect, it } from 'vitest';
import { explainReply } from '../../../main/delivery/classify.ts';
import { knownFailures } from '../../../main/providers/known-failures.ts';

/** Every entry of the catalogue with replies as servers were seen to give them. */
const seen: Readonly<Record<string, readonly string[]>> = {
  'm365-smtp-auth-off': [
    '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. [FR0P281CA0001.DEUP281.PROD.OUTLOOK.COM]',
    '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. Visit https://aka.ms/smtp_auth_disabled for more information.',
  ],
  'm365-security-defaults': [
    "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy. Contact your administrator.",
  ],
  'm365-wrong-password': [
    '535 5.7.139 Authentication unsuccessful, the user credentials were incorrect. [AM0PR10CA0001.EURPRD10.PROD.OUTLOOK.COM]',
  ],
  'm365-basic-ended': [
    '550 5.7.30 Basic authentication is not supported for Client Submission.',
    '535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [LO4P123CA0001.GBRP123.PROD.OUTLOOK.COM]',
  ],
  'm365-login-policy': [
    '535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully. Contact your administrator.',
  ],
  'exchange-login-refused': [
    '535 5.7.3 Authentication unsuccessful [BL0PR0102CA0043.prod.exchangelabs.com]',
    '535 5.7.3 Authentication unsuccessful',
  ],
  'exchange-not-logged-in': [
    '530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM [AM6PR0732BE0065.eurprd07.prod.outlook.com]',
    '530 5.7.57 Client not authenticated to send mail.',
  ],
  'exchange-send-as': [
    '550 5.7.60 SMTP; Client does not have permissions to send as this sender',
    '554 5.2.252 SendAsDenied; scan@a.example not allowed to send as b@a.example; STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied',
  ],
  'm365-tenant-attribution': ['550 5.7.64 TenantAttribution; Relay Access Denied'],
  'm365-direct-send-rejected': [
    '550 5.7.68 TenantInboundAttribution; Direct Send not allowed for this organization from unauthorized sources',
  ],
  'm365-old-tls': [
    '421 4.7.66 TLS 1.0 and 1.1 are not supported. Please upgrade/update your client to support TLS 1.2. Visit https://aka.ms/smtp_auth_tls.',
  ],
  'm365-onmicrosoft': [
    '550 5.7.236 Your message can’t be sent because your tenant exceeded its daily limit for sending email to external recipients from .onmicrosoft.com',
  ],
  'm365-tenant-limit': [
    "550 5.7.233 Your message can't be sent because your tenant exceeded its daily limit for sending email to external recipients (tenant external recipient rate limit)",
    "550 5.7.232 Your message can't be sent because your trial tenant has exceeded its daily limit for sending email to external recipients (tenant external recipient rate limit)",
  ],
  'm365-concurrent': [
    '432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending for more information.',
    '432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded',
    '421 4.3.2 The maximum number of concurrent server connections has exceeded a limit, closing transmission channel',
  ],
  'm365-recipient-busy': ['432 4.3.2 STOREDRV.Deliver; recipient thread limit exceeded'],
  'm365-recipients-a-day': [
    '554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed to process message due to a permanent exception with message The message can’t be submitted because the sender’s submission quota was exceeded.',
  ],
  'm365-sent-items-full': [
    '554 5.2.2 mailbox full; STOREDRV.Submission.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded',
  ],
  'm365-server-busy': [
    '451 4.7.500 Server busy. Please try again later from [192.0.2.1]. (S77719) [DB5EUR01FT012.eop-EUR01.prod.protection.outlook.com]',
    '451 4.7.652 The mail server [192.0.2.1] has exceeded the maximum number of connections. (S3115)',
    '450 4.7.501 Access denied, spam abuse detected from IP address 192.0.2.1',
  ],
  'm365-blocked-address': [
    '550 5.7.606 Access denied, banned sending IP [192.0.2.1]; To request removal from this list please visit https://sender.office.com/ and follow the directions.',
    '550 5.7.511 Access denied, banned sender[192.0.2.1]. To request removal from this list please forward this message to delist@microsoft.com.',
    '550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP.',
  ],
  'm365-tenant-blocked': ['550 5.7.705 Access denied, tenant has exceeded threshold.'],
  'google-app-password': [
    '534-5.7.9 Application-specific password required. For more information, go to\n534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor a1-20020a05 - gsmtp',
    '534-5.7.9 Please log in with your web browser and then try again. For more\n534 5.7.9 information, go to https://support.google.com/mail/?p=WebLoginRequired - gsmtp',
  ],
  'google-browser': [
    '534-5.7.14 <https://accounts.google.com/signin/continue?sarp=1&scc=1&plt=AKg> Please log in via your web browser and\n534-5.7.14 then try again.\n534 5.7.14  https://support.google.com/mail/answer/78754 - gsmtp',
  ],
  'google-login-refused': [
    '535-5.7.8 Username and Password not accepted. For more information, go to\n535 5.7.8  https://support.google.com/mail/?p=BadCredentials 5b1f17b1804b1-gsmtp',
  ],
  'google-many-logins': ['454 4.7.0 Too many login attempts, please try again later. 5b1f17b1804b1 - gsmtp'],
  'google-daily-limit': [
    '550-5.4.5 Daily user sending limit exceeded. For more information on Gmail\n550-5.4.5 sending limits go to\n550 5.4.5  https://support.google.com/a/answer/166852 - gsmtp',
  ],
  'google-relay-limit': [
    '550 5.7.1 Daily SMTP relay limit exceeded for customer. For more information on SMTP relay sending limits please contact your administrator. - gsmtp',
    '550 5.7.1 Daily SMTP relay sending limit exceeded for this user.',
  ],
  'google-relay-peak': [
    '450 4.2.1 Peak SMTP relay limit exceeded for customer. This is a temporary error. For more information on SMTP relay limits, please contact your administrator.',
  ],
  'google-recipient-busy': [
    '450-4.2.1 The user you are trying to contact is receiving mail at a rate that\n450-4.2.1 prevents additional messages from being delivered. Please resend your\n450 4.2.1 message at a later time. - gsmtp',
    '450 4.2.1 The user you are trying to contact is receiving mail too quickly. Please resend your message at a later time.',
  ],
  'google-relay-address': [
    "550-5.7.1 Invalid credentials for relay [192.0.2.1]. The IP address you've\n550-5.7.1 registered in your Workspace SMTP Relay service doesn't match domain of\n550 5.7.1 the account this email is being sent from. - gsmtp",
    '550-5.7.0 Mail relay denied [192.0.2.1]. Invalid credentials for relay for one of the\n550 5.7.0 domains in the account. - gsmtp',
  ],
  'google-unsolicited': [
    '421-4.7.28 [192.0.2.1] Our system has detected an unusual rate of unsolicited mail originating from your IP address. To protect our users from spam, mail sent from your IP\n421 4.7.28 address has been temporarily rate limited. - gsmtp',
    '421 4.7.0 Our system has detected an unusual rate of unsolicited mail originating from your IP address.',
  ],
  'google-unauthenticated': [
    '550-5.7.26 Your email has been blocked because the sender is unauthenticated.\n550-5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM.\n550 5.7.26  Authentication results: DKIM = did not pass SPF [a.example] with ip: [192.0.2.1] = did not pass - gsmtp',
    '550 5.7.27 This mail has been blocked because SPF does not pass.',
  ],
  'command-not-read': ['555 5.5.2 Syntax error, goodbye. 5b1f17b1804b1 - gsmtp', '555 5.5.2 line too long'],
};

const fitting = (text: string): readonly string[] =>
  knownFailures.filter(({ pattern }) => pattern.test(text)).map(({ id }) => id);
/** All lines in one, as the rules see it. */
const line = (text: string): string =>
  text
    .split('\n')
    .map((part, at) => (at === 0 ? part.replace(/^(\d{3})-/, '$1 ') : part.slice(4).trim()))
    .join(' ');
const cases = Object.entries(seen).flatMap(([id, texts]) => texts.map((text) => [id, text] as const));

describe('the catalogue of known failures', () => {
  it('has a reply that was seen for every entry, and no entry twice', () => {
    expect(Object.keys(seen)).toEqual(knownFailures.map(({ id }) => id));
  });

  it.each(cases)('%s, and nothing else: %s', (id, text) => {
    expect(fitting(line(text))).toEqual([id]);
    const entry = knownFailures.find((one) => one.id === id);
    const { known, category, hint, verdict } = explainReply(text);
    expect(known).toMatchObject({ id, cause: entry?.cause, remedy: entry?.remedy, sources: entry?.sources });
    expect({ category, hint }).toEqual({
      category: entry?.category,
      hint: `${entry?.cause ?? ''} ${entry?.remedy ?? ''}`,
    });
    // What somebody here or time itself can put right never bounces.
    const waits = { slow: 'slowed', defer: 'deferred', fail: text.startsWith('5') ? 'failed' : 'deferred' } as const;
    expect(verdict).toBe(waits[entry?.verdict ?? 'fail']);
  });

  it.each(knownFailures.map((entry) => [entry.id, entry] as const))(
    '%s says why, what to do and where that was read',
    (_, entry) => {
      for (const sentence of [entry.cause, entry.remedy]) expect(sentence).toMatch(/^[A-Z][^.!?]*(?:\.\w[^.!?]*)*\.$/);
      expect(entry.sources.length).toBeGreaterThan(0);
      for (const { url, checked } of entry.sources) {
        expect(new URL(url).protocol).toBe('https:');
        expect(checked).toMatch(/^2026-\d\d-\d\d$/);
      }
    },
  );

  it('fills the PowerShell with what is configured', () => {
    const ids = { mailbox: 'scan@a.example', clientId: '6f2b1a52-0d3c-4a57-9f0e-0123456789ab', tenant: 'a.example' };
    const script = (text: string, given = {}) => explainReply(text, given).known?.script ?? '';
    expect(script('535 5.7.139 SmtpClientAuthentication is disabled for the Mailbox', ids)).toContain(
      "Set-CASMailbox -Identity 'scan@a.example' -SmtpClientAuthenticationDisabled $false",
    );
    // With an application it signs in with OAuth, so the service principal is what may be missing.
    expect(script('535 5.7.3 Authentication unsuccessful', ids).split('\n')).toEqual([
      'Connect-ExchangeOnline',
      "Connect-MgGraph -Scopes 'Application.Read.All' -TenantId 'a.example'",
      expect.stringMatching(/^# /),
      `$principal = Get-MgServicePrincipal -Filter "appId eq '${ids.clientId}'"`,
      `New-ServicePrincipal -AppId '${ids.clientId}' -ObjectId $principal.Id -DisplayName 'Postroom'`,
      "Add-MailboxPermission -Identity 'scan@a.example' -User $principal.Id -AccessRights FullAccess",
      "Set-CASMailbox -Identity 'scan@a.example' -SmtpClientAuthenticationDisabled $false",
      "Get-CASMailbox -Identity 'scan@a.example' | Format-List SmtpClientAuthenticationDisabled",
      expect.stringMatching(/^# /),
      'Get-TransportConfig | Format-List SmtpClientAuthenticationDisabled',
    ]);
    expect(script('535 5.7.3 Authentication unsuccessful', { mailbox: 'scan@a.example' })).not.toContain('Principal');
    expect(
      script('554 5.2.252 SendAsDenied; scan@a.example not allowed to send as b@a.example; STOREDRV', ids),
    ).toContain("Add-RecipientPermission -Identity 'b@a.example' -Trustee 'scan@a.example' -AccessRights SendAs");
    expect(script('550 5.7.64 TenantAttribution; Relay Access Denied')).toContain('Set-InboundConnector');
    expect(script('550 5.7.68 TenantInboundAttribution; Direct Send not allowed')).toContain('RejectDirectSend $false');
    expect(script('421 4.7.66 TLS 1.0 and 1.1 are not supported')).toContain('AllowLegacyTLSClients $true');
    expect(script('554 5.2.2 mailbox full; STOREDRV', ids)).toContain(
      "Set-Mailbox -Identity 'scan@a.example' -MessageCopyForSMTPClientSubmissionEnabled $false",
    );
  });

  it('says by a name in angle brackets what is not known', () => {
    expect(explainReply('550 5.7.30 Basic authentication is not supported').known?.script).toMatch(
      /-AppId '<client id>'[^]*-Identity '<mailbox>'/,
    );
  });

  it('lets no configured name become a command', () => {
    const mailbox = "a'; Remove-Mailbox \u2019b\u2018\r\nRemove-Mailbox c";
    const script = explainReply('554 5.2.2 mailbox full; STOREDRV', { mailbox }).known?.script ?? '';
    expect(script.split('\n')).toHaveLength(2);
    expect(script).toContain("-Identity 'a''; Remove-Mailbox \u2019\u2019b\u2018\u2018Remove-Mailbox c' -Message");
    const clientId = '$(Remove-Mailbox a)';
    expect(explainReply('550 5.7.30 Basic authentication is not', { clientId }).known?.script).not.toContain('$(');
  });
});
