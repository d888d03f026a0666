import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../main/clock.ts';
import { compile } from '../../../main/config/compile.ts';
import { documentSchema } from '../../../main/contract/document.ts';
import type { DoctorStep } from '../../../main/contract/doctor-view.ts';
import { explainReply } from '../../../main/delivery/classify.ts';
import { createConnectorChecks } from '../../../main/wiring/connector-checks.ts';
import type { SinkScript } from '../../support/scripted-sink.ts';
import { certificateFor, recordingJournal, sink } from './harness.ts';

/** The check of a send connector against servers that fail as real ones were seen to. */

const login = { smartHostAuthMechanism: 'BasicAuthRequireTLS', userName: 'scan@a.example' };

async function examine(connector: object, options: { readonly password?: string; readonly lookup?: string } = {}) {
  const sections = {
    ...{ receiveConnectors: [], acceptedDomains: [], recipients: [], accounts: [], server: {}, mailboxes: [] },
    sendConnectors: [{ name: 'Out', addressSpaces: ['*'], smartHosts: ['127.0.0.1'], ...connector }],
  };
  const snapshot = compile(documentSchema.parse(sections), 1);
  const { journal, lines } = recordingJournal();
  const checks = createConnectorChecks({
    ...{ clock: systemClock, snapshot: () => snapshot, explainReply, newId: () => 'check' },
    deps: {
      ...{ clock: systemClock, journal, sessionId: () => '0123456789ABCDEF', isOwnListener: () => false },
      getSecret: () =>
        options.password === undefined ? Promise.reject(new Error('none')) : Promise.resolve(options.password),
      tokens: { token: () => Promise.reject(new Error('none')), renew: () => Promise.resolve(null) },
      lookup: () =>
        options.lookup === undefined
          ? Promise.reject(Object.assign(new Error('no such host'), { code: 'ENOTFOUND' }))
          : Promise.resolve([options.lookup]),
      resolveRecords: () => Promise.reject(Object.assign(new Error('no such domain'), { code: 'ENOTFOUND' })),
      timeouts: { connectMs: 3000, greetingMs: 3000, commandMs: 3000 },
    },
  });
  const { id, sender } = checks.start({ name: 'out', recipient: 'b@far.example' });
  const steps: DoctorStep[] = [];
  for (let isDone = false; !isDone;) {
    const more = await checks.steps(id, steps.length);
    steps.push(...more.steps);
    ({ isDone } = more);
  }
  return { steps, sender, lines };
}

const shown = ({ name, isGood }: DoctorStep): string => `${isGood ? '' : 'NOT '}${name}`;

describe('the check of a send connector', () => {
  it('goes the whole way and stops before DATA', async () => {
    const tls = await certificateFor(['smtp.provider.example']);
    const next = await sink({ tls, auth: { user: 'scan@a.example', pass: 'secret' } });
    const { steps, sender, lines } = await examine(
      {
        ...{ port: next.port, smartHosts: ['smtp.provider.example'], tlsAuthLevel: 'EncryptionOnly' },
        ...login,
      },
      { password: 'secret', lookup: '127.0.0.1' },
    );
    expect(steps.map(shown)).toEqual([
      ...['resolve', 'connect', 'greeting', 'ehlo', 'tls', 'ehlo', 'auth', 'mail', 'rcpt', 'reset', 'quit'],
    ]);
    expect(sender).toBe('scan@a.example');
    expect(next.commands).toContain('MAIL FROM:<scan@a.example>');
    expect(next.commands.slice(-4)).toEqual([
      ...['MAIL FROM:<scan@a.example>', 'RCPT TO:<b@far.example>', 'RSET', 'QUIT'],
    ]);
    expect(next.messages).toEqual([]);
    const { peer } = steps.find(({ name }) => name === 'tls') ?? { peer: null };
    expect(peer).toMatchObject({ names: ['smtp.provider.example'], fault: 'it is self-signed' });
    expect(peer?.chain[0]?.notAfterMs).toBeGreaterThan(Date.now());
    for (const { tookMs } of steps) expect(tookMs).toBeGreaterThanOrEqual(0);
    // The session stands in the log as any other of delivery, without the password.
    expect(lines.join('\n')).not.toContain('secret');
    expect(lines).toContain('> RCPT TO:<b@far.example>');
  });

  const answering = (verb: string, reply: string): SinkScript => ({
    answer: (line) => (line.startsWith(verb) ? reply : undefined),
  });

  it.each([
    [
      '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.',
      'm365-smtp-auth-off',
      /SmtpClientAuthenticationDisabled \$false/,
    ],
    ['535 5.7.3 Authentication unsuccessful', 'exchange-login-refused', /'scan@a\.example'/],
    [
      '550 5.7.30 Basic authentication is not supported for Client Submission.',
      'm365-basic-ended',
      /New-ServicePrincipal/,
    ],
    ['534 5.7.9 Application-specific password required.', 'google-app-password', null],
    ['535 5.7.8 Username and Password not accepted. gsmtp', 'google-login-refused', null],
    ['555 5.5.2 Syntax error, goodbye.', 'command-not-read', null],
  ])('names the cause at AUTH: %s', async (reply, id, script) => {
    const tls = await certificateFor(['127.0.0.1']);
    const next = await sink({ tls, auth: { user: 'scan@a.example', pass: 'x' }, ...answering('AUTH', reply) });
    const { steps } = await examine({ port: next.port, tlsAuthLevel: 'EncryptionOnly', ...login }, { password: 'y' });
    expect(shown(steps.at(-1) as DoctorStep)).toBe('NOT auth');
    expect(steps.at(-1)).toMatchObject({ said: reply, known: { id } });
    if (script !== null) expect(steps.at(-1)?.known?.script).toMatch(script);
    expect(steps.filter(({ isGood }) => !isGood)).toHaveLength(1);
  });

  it.each([
    ['MAIL', 'mail', '530 5.7.57 Client not authenticated to send mail.', 'exchange-not-logged-in'],
    ['MAIL', 'mail', '550 5.7.60 SMTP; Client does not have permissions to send as this sender', 'exchange-send-as'],
    ['MAIL', 'mail', '550 5.7.64 TenantAttribution; Relay Access Denied', 'm365-tenant-attribution'],
    ['MAIL', 'mail', '432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded', 'm365-concurrent'],
    ['RCPT', 'rcpt', '550 5.7.68 TenantInboundAttribution; Direct Send not allowed', 'm365-direct-send-rejected'],
    ['RCPT', 'rcpt', '550 5.7.236 Tenant exceeded its limit for onmicrosoft.com', 'm365-onmicrosoft'],
    ['RCPT', 'rcpt', '450 4.2.1 Peak SMTP relay limit exceeded for customer.', 'google-relay-peak'],
    ['EHLO', 'ehlo', '421 4.7.66 TLS 1.0 and 1.1 are not supported.', 'm365-old-tls'],
  ])('names the cause at %s: %3$s', async (verb, name, reply, id) => {
    const next = await sink(answering(verb, reply));
    const { steps } = await examine({ port: next.port });
    const bad = steps.filter(({ isGood }) => !isGood);
    expect(bad).toMatchObject([{ name, said: reply, known: { id } }]);
    expect(next.messages).toEqual([]);
  });

  it.each([
    ['a name that is not there', { smartHosts: ['nowhere.example'] }, 'resolve', /nonexistent domain nowhere\.example/],
    ['a port where nobody listens', { port: 1 }, 'connect', /Unable to connect/],
    ['a password that is not there', login, 'credentials', /password of the send connector Out is not available/],
  ])('names %s', async (_what, connector, name, said) => {
    const { steps } = await examine({ port: 1, ...connector });
    expect(steps.map(shown)).toEqual([`NOT ${name}`]);
    expect(steps[0]?.said).toMatch(said);
  });

  it('says at TLS what delivery would: no STARTTLS, and a certificate that nobody vouches for', async () => {
    const plain = await sink();
    const { steps } = await examine({ port: plain.port, requireTLS: true });
    expect(steps.at(-1)).toMatchObject({
      isGood: false,
      name: 'tls',
      said: expect.stringContaining('does not offer it') as unknown,
    });
    const tls = await certificateFor(['other.example']);
    const strange = await sink({ tls });
    const found = await examine({ port: strange.port, requireTLS: true, tlsAuthLevel: 'DomainValidation' });
    const [shown, refused] = found.steps.filter(({ name }) => name === 'tls');
    expect(shown?.peer).toMatchObject({
      names: ['other.example'],
      fingerprint: tls.fingerprint,
    });
    expect(refused).toMatchObject({
      isGood: false,
      said: expect.stringContaining('The certificate of 127.0.0.1 was refused') as unknown,
    });
  });

  it('looks for the mail servers of the recipient’s domain where there is no smart host', async () => {
    const { steps } = await examine({ smartHosts: [] });
    expect(steps).toMatchObject([{ name: 'resolve', isGood: false }]);
    expect(steps[0]?.said).toContain('nonexistent domain');
  });
});
