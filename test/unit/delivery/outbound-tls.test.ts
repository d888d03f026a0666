import { createServer, type AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  attemptOf,
  certificateFor,
  deliver,
  later,
  recordingJournal,
  sink,
  smartHost,
  verdicts,
  type TestCertificate,
} from './harness.ts';

let certificate: TestCertificate;
let other: TestCertificate;
let expired: TestCertificate;

beforeAll(async () => {
  certificate = await certificateFor(['sink.example']);
  other = await certificateFor(['other.example']);
  expired = await certificateFor(['sink.example'], true);
});

const named = { smartHosts: ['sink.example'] };
const lookup = (): Promise<readonly string[]> => Promise.resolve(['127.0.0.1']);

describe('TLS towards a smart host', () => {
  it('encrypts when offered, without asking for a good certificate', async () => {
    const next = await sink({ tls: other });
    const record = recordingJournal();
    expect(
      verdicts(await deliver(smartHost({ port: next.port, ...named }, { lookup, journal: record.journal }))),
    ).toEqual(['delivered']);
    expect(next.sessions[0]?.encrypted).toBe(true);
    expect(record.lines.join('\n')).toMatch(/TLS negotiation succeeded: TLSv1\.3/);
  });

  it('speaks TLS from the first byte where told to', async () => {
    const next = await sink({ tls: certificate, implicitTls: true });
    expect(verdicts(await deliver(smartHost({ port: next.port, tls: 'implicit' })))).toEqual(['delivered']);
    expect(next.sessions[0]?.encrypted).toBe(true);
    const plain = await sink();
    expect(verdicts(await deliver(smartHost({ port: plain.port, tls: 'implicit' })))[0]).toMatch(
      /^deferred: .*TLS from the first byte/,
    );
    expect(plain.messages).toEqual([]);
  });

  it('does not encrypt where told not to', async () => {
    const next = await sink({ tls: certificate });
    expect(verdicts(await deliver(smartHost({ port: next.port, tls: 'never' })))).toEqual(['delivered']);
    expect(next.commands).not.toContain('STARTTLS');
  });

  it('TO-01: forgets what was injected before the handshake', async () => {
    const next = await sink({
      tls: certificate,
      extensions: ['8BITMIME'],
      answer: (line) => (line === 'STARTTLS' ? '220 go\r\n250-injected\r\n250 SMTPUTF8' : undefined),
    });
    const result = await deliver(
      smartHost({ port: next.port, tls: 'required' }),
      attemptOf({ to: ['ü@b.example', 'c@b.example'] }),
    );
    expect(next.sessions[0]?.encrypted).toBe(true);
    expect(next.commands.filter((line) => line.startsWith('EHLO'))).toHaveLength(2);
    expect(verdicts(result)[0]).toMatch(/^failed: 550 5\.6\.7 /);
  });

  it('TO-02: waits where required TLS is not offered, and sends no password', async () => {
    for (const answer of [undefined, (line: string) => (line === 'STARTTLS' ? '220 fine' : undefined)]) {
      const next = await sink({ auth: { user: 'u', pass: 'geheim' }, ...(answer ? { answer } : {}) });
      const result = await deliver(
        smartHost(
          { port: next.port, tls: 'required', auth: 'BasicAuthRequireTLS', userName: 'u' },
          { timeouts: { greetingMs: 500, commandMs: 500 } },
        ),
      );
      expect(verdicts(result)[0]).toMatch(
        answer ? /^deferred: / : /^deferred: .*STARTTLS is required to send mail, but 127\.0\.0\.1 does not offer it/,
      );
      expect(result.unreachable).toBe(true);
      expect(next.commands.some((line) => line.startsWith('AUTH') || line.startsWith('MAIL'))).toBe(false);
    }
  });

  it('TO-03: a refused STARTTLS means waiting when required, plain text when opportunistic and no password is at stake', async () => {
    const answer = (line: string): string | undefined =>
      line === 'STARTTLS' ? '454 4.7.0 TLS not available' : undefined;
    const next = await sink({ tls: certificate, answer, auth: { user: 'u', pass: 'geheim' } });
    expect(verdicts(await deliver(smartHost({ port: next.port, tls: 'required' })))[0]).toMatch(
      /^deferred: .*454 4\.7\.0 TLS not available/,
    );
    expect(verdicts(await deliver(smartHost({ port: next.port })))).toEqual(['delivered']);
    const login = await deliver(smartHost({ port: next.port, auth: 'BasicAuth', userName: 'u' }));
    expect(verdicts(login)[0]).toMatch(/^deferred: .*a password is not sent in clear/);
    expect(next.commands.some((line) => line.startsWith('AUTH'))).toBe(false);
  });

  it('falls back to plain text after a failed handshake only where nothing was asked of the certificate', async () => {
    const next = await sink({ tls: certificate, maxVersion: 'TLSv1.1' });
    expect(verdicts(await deliver(smartHost({ port: next.port })))).toEqual(['delivered']);
    expect(next.sessions.map(({ encrypted }) => encrypted).at(-1)).toBe(false);
    const strict = await deliver(smartHost({ port: next.port, tlsAuthLevel: 'CertificateValidation' }));
    expect(verdicts(strict)[0]).toMatch(/^deferred: /);
    const pinned = await deliver(smartHost({ port: next.port, tlsPinnedFingerprint: certificate.fingerprint }));
    expect(verdicts(pinned)[0]).toMatch(/^deferred: /);
    expect(next.messages).toHaveLength(1);
  });

  it('TO-04: refuses a certificate nobody vouches for, names its fingerprint, and takes it by pin', async () => {
    const next = await sink({ tls: certificate });
    const strict = { port: next.port, tls: 'required', tlsAuthLevel: 'CertificateValidation', ...named } as const;
    const refused = await deliver(smartHost(strict, { lookup }));
    expect(verdicts(refused)[0]).toContain(
      `it is self-signed. SHA-256 fingerprint: ${certificate.fingerprint}. If it is the right one, pin it`,
    );
    expect(refused.unreachable).toBe(true);
    expect(next.messages).toEqual([]);
    const pin = certificate.fingerprint.toLowerCase();
    expect(verdicts(await deliver(smartHost({ ...strict, tlsPinnedFingerprint: pin }, { lookup })))).toEqual([
      'delivered',
    ]);
    expect(
      verdicts(await deliver(smartHost({ ...strict, tlsPinnedFingerprint: other.fingerprint }, { lookup })))[0],
    ).toMatch(/^deferred: /);
    const lax = { ...strict, tlsAuthLevel: 'EncryptionOnly', tlsPinnedFingerprint: other.fingerprint } as const;
    expect(verdicts(await deliver(smartHost(lax, { lookup })))[0]).toContain('it is not the pinned one');
  });

  it('checks the chain, and the name only under DomainValidation', async () => {
    const next = await sink({ tls: certificate });
    const deps = { lookup, trustedCertificates: [certificate.cert] };
    const base = { port: next.port, tls: 'required' } as const;
    const right = { ...base, ...named };
    const wrong = { ...base, smartHosts: ['wrong.example'] };
    expect(verdicts(await deliver(smartHost({ ...right, tlsAuthLevel: 'DomainValidation' }, deps)))).toEqual([
      'delivered',
    ]);
    expect(verdicts(await deliver(smartHost({ ...wrong, tlsAuthLevel: 'CertificateValidation' }, deps)))).toEqual([
      'delivered',
    ]);
    expect(verdicts(await deliver(smartHost({ ...wrong, tlsAuthLevel: 'DomainValidation' }, deps)))[0]).toContain(
      'it is for another name',
    );
    const byDomain = { ...wrong, tlsAuthLevel: 'DomainValidation', tlsDomain: 'sink.example' } as const;
    expect(verdicts(await deliver(smartHost(byDomain, deps)))).toEqual(['delivered']);
  });

  it('refuses an expired certificate', async () => {
    const next = await sink({ tls: expired });
    const result = await deliver(
      smartHost(
        { port: next.port, tls: 'required', tlsAuthLevel: 'CertificateValidation' },
        { trustedCertificates: [expired.cert] },
      ),
    );
    expect(verdicts(result)[0]).toContain('it has expired');
  });

  it('TO-05: says what is wrong with a server that has only TLS 1.1', async () => {
    const next = await sink({ tls: certificate, maxVersion: 'TLSv1.1' });
    expect(verdicts(await deliver(smartHost({ port: next.port, tls: 'required' })))[0]).toMatch(
      /^deferred: .*TLS 1\.0 or 1\.1/,
    );
  });

  it('does not wait for ever for a handshake', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('220 sink.example\r\n');
      socket.on('data', (chunk) => {
        if (chunk.toString('latin1').startsWith('EHLO')) socket.write('250-sink.example\r\n250 STARTTLS\r\n');
        if (chunk.toString('latin1').startsWith('STARTTLS')) socket.write('220 go\r\n');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    later(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const { port } = server.address() as AddressInfo;
    const result = await deliver(
      smartHost({ port, tls: 'required' }, { timeouts: { greetingMs: 100, commandMs: 100 } }),
    );
    expect(verdicts(result)[0]).toMatch(/^deferred: /);
  });
});

describe('logging in', () => {
  const login = { tls: 'required', auth: 'BasicAuthRequireTLS', userName: 'scanner@a.example' } as const;
  const auth = { user: 'scanner@a.example', pass: 'geheim' };

  it.each(['PLAIN LOGIN', 'LOGIN', 'PLAIN', 'XOAUTH2 LOGIN'])(
    'works with %s and leaves no trace of the password',
    async (methods) => {
      const next = await sink({ tls: certificate, auth: { ...auth, methods } });
      const record = recordingJournal();
      expect(verdicts(await deliver(smartHost({ port: next.port, ...login }, { journal: record.journal })))).toEqual([
        'delivered',
      ]);
      expect(next.sessions[0]?.user).toBe('scanner@a.example');
      const text = record.lines.join('\n');
      const secrets = [
        'geheim',
        Buffer.from('geheim').toString('base64'),
        Buffer.from('\0scanner@a.example\0geheim').toString('base64'),
        Buffer.from(auth.user).toString('base64'),
      ];
      for (const secret of secrets) expect(text).not.toContain(secret);
      expect(text).toMatch(/^> AUTH (PLAIN|LOGIN)$/m);
      if (!methods.includes('PLAIN')) expect(text).toContain('< 334 <authentication response>');
    },
  );

  it('waits when the password is refused, says what to do, and asks no other host', async () => {
    const next = await sink({ tls: certificate, auth: { ...auth, pass: 'other' } });
    const result = await deliver(smartHost({ port: next.port, ...login, smartHosts: ['127.0.0.1', '127.0.0.1'] }));
    expect(verdicts(result)[0]).toMatch(
      /^deferred: .*535 5\.7\.3 Authentication unsuccessful - The login was refused: the password or token is not valid for this mailbox/,
    );
    expect(result).toMatchObject({ unreachable: true, outcomes: [{ reply: { code: 535, enhanced: '5.7.3' } }] });
    expect(next.sessions).toHaveLength(1);
  });

  it('waits when the secret is gone or the server offers no login', async () => {
    const next = await sink({ tls: certificate });
    expect(verdicts(await deliver(smartHost({ port: next.port, ...login })))[0]).toMatch(
      /^deferred: .*offers no login with a user name and password/,
    );
    const getSecret = (): Promise<never> => Promise.reject(new Error('unavailable'));
    expect(verdicts(await deliver(smartHost({ port: next.port, ...login }, { getSecret })))[0]).toMatch(
      /^deferred: 451 4\.7\.0 The password of the send connector Out is not available: set it again\.$/,
    );
    expect(next.messages).toEqual([]);
  });

  it('slows down when too many are logged in', async () => {
    const answer = (line: string): string | undefined =>
      line.startsWith('AUTH') ? '432 4.3.2 Concurrent connections limit exceeded' : undefined;
    const next = await sink({ tls: certificate, auth, answer });
    expect(verdicts(await deliver(smartHost({ port: next.port, ...login })))[0]).toMatch(/^slowed: /);
  });

  it('sends a password in clear only where TLS was switched off by name', async () => {
    const next = await sink({ auth });
    const clear = { port: next.port, userName: auth.user, auth: 'BasicAuth' } as const;
    expect(verdicts(await deliver(smartHost({ ...clear, tls: 'never' })))).toEqual(['delivered']);
    expect(verdicts(await deliver(smartHost({ ...clear, tls: 'opportunistic' })))[0]).toMatch(/not sent in clear/);
    expect(verdicts(await deliver(smartHost({ ...clear, tls: 'never', auth: 'BasicAuthRequireTLS' })))[0]).toMatch(
      /not sent in clear/,
    );
    expect(next.sessions.filter(({ user }) => user !== null)).toHaveLength(1);
  });
});
