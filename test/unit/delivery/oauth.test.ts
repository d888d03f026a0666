import { expect, it, onTestFinished } from 'vitest';
import type { SendConnector } from '../../../main/config/snapshot.ts';
import { tokenCommands, wordsOfRefusal } from '../../../main/delivery/xoauth2.ts';
import { startTokenServer, type TokenServerOptions } from '../../support/token-smtp-server.ts';
import { attemptOf, certificateFor, deliver, recordingJournal, sink, smartHost, verdicts } from './harness.ts';

/** XOAUTH2 against smtp-server over TLS on a real socket. */

async function provider(options: Partial<TokenServerOptions> = {}) {
  const { key, cert, fingerprint } = await certificateFor(['mail.provider.example']);
  const server = await startTokenServer({ key, cert, isGood: (token) => token.startsWith('good'), ...options });
  onTestFinished(() => server.close());
  const connector: Partial<SendConnector> = {
    port: server.port,
    auth: 'OAuth',
    userName: 'scanner@office.example',
    tls: 'required',
    tlsAuthLevel: 'DomainValidation',
    tlsPinnedFingerprint: fingerprint,
  };
  return { server, connector };
}

const tokens = (first: string, other: string | null = null) => {
  const asked: string[] = [];
  return {
    asked,
    source: {
      token: () => Promise.resolve(first),
      renew: (_connector: unknown, refused: string) => {
        asked.push(refused);
        return Promise.resolve(other);
      },
    },
  };
};

it.each([
  ['with the command, where it is short', 'good', /^> AUTH XOAUTH2$/],
  [
    'behind 334, where the line would be longer than 512 octets',
    `good-${'x'.repeat(2000)}`,
    /^> <authentication data>$/,
  ],
])('shows its token %s; the log holds none of it', async (_how, token, line) => {
  const { server, connector } = await provider();
  const log = recordingJournal();
  const target = smartHost(connector, { tokens: tokens(token).source, journal: log.journal });
  expect(verdicts(await deliver(target))).toEqual(['delivered']);
  expect(server.shown).toEqual([token]);
  expect(server.messages).toMatchObject([{ user: 'scanner@office.example' }]);
  const lines = log.lines.join('\n');
  expect(log.lines.some((one) => line.test(one))).toBe(true);
  expect(lines).not.toContain(token);
  expect(lines).not.toContain(Buffer.from(`auth=Bearer ${token}`).toString('base64').slice(4, 16));
});

it('asks once for another token where one is refused, and goes on with that', async () => {
  const { server, connector } = await provider();
  const { asked, source } = tokens('stale', 'good-2');
  expect(verdicts(await deliver(smartHost(connector, { tokens: source })))).toEqual(['delivered']);
  expect(asked).toEqual(['stale']);
  expect(server.shown).toEqual(['stale', 'good-2']);
});

it('says in words why a token is refused, after one more try; the mail waits', async () => {
  const { server, connector } = await provider({ mailbox: 'other@office.example' });
  const { asked, source } = tokens('good-1', 'good-2');
  const log = recordingJournal();
  const [verdict = ''] = verdicts(await deliver(smartHost(connector, { tokens: source, journal: log.journal })));
  expect(verdict).toMatch(/^deferred: 451 4\.4\.0 Primary target IP address responded with: "535 /);
  expect(verdict).toContain(
    'The server did not take the token (status 401; it wants the scope https://mail.provider.example/).',
  );
  expect(verdict).toContain('check that scanner@office.example is the mailbox that signed in');
  expect(asked).toEqual(['good-1']);
  expect(server.shown).toEqual(['good-1', 'good-2']);
  expect(log.lines).toContain(
    '*  The server did not take the token (status 401; it wants the scope https://mail.provider.example/).',
  );
});

it('waits with the words of the sign-in where there is no token', async () => {
  const { server, connector } = await provider();
  const { PostroomError } = await import('../../../main/errors.ts');
  const refused = () => Promise.reject(new PostroomError('sign-in-needed', 'The sign-in was revoked: sign in again.'));
  const target = smartHost(connector, { tokens: { token: refused, renew: refused } });
  const result = await deliver(target);
  expect(verdicts(result)).toEqual(['deferred: 451 4.7.0 The sign-in was revoked: sign in again.']);
  expect(result.unreachable).toBe(true);
  expect(server.shown).toEqual([]);
});

it('sends no token in clear, and none to a server that takes none', async () => {
  const plain = await sink({ extensions: ['AUTH XOAUTH2'] });
  const connector = { port: plain.port, auth: 'OAuth', userName: 'a@a.example', tls: 'never' } as const;
  expect(verdicts(await deliver(smartHost(connector)))[0]).toMatch(/did not encrypt/);
  expect(plain.commands.filter((line) => line.startsWith('AUTH'))).toEqual([]);
  const { key, cert, fingerprint } = await certificateFor(['a.example']);
  const tls = { key, cert };
  const other = await sink({ tls, auth: { user: 'a', pass: 'b' } });
  const target = smartHost({ ...connector, port: other.port, tls: 'required', tlsPinnedFingerprint: fingerprint });
  expect(verdicts(await deliver(target, attemptOf()))[0]).toMatch(/takes no OAuth tokens \(AUTH XOAUTH2\) here/);
  expect(other.commands.filter((line) => line.startsWith('AUTH'))).toEqual([]);
});

it('splits the command at 512 octets, line end included', () => {
  const user = 'scanner@office.example';
  const whole = (length: number) => tokenCommands(user, 'x'.repeat(length));
  const longest = [...Array(400).keys()].filter((length) => whole(length).blob === null).at(-1) ?? 0;
  expect(whole(longest).command.length + 2).toBeLessThanOrEqual(512);
  expect(whole(longest + 1)).toMatchObject({ command: 'AUTH XOAUTH2' });
  expect(whole(longest).command.length + 2 + 4).toBeGreaterThan(512);
  expect(Buffer.from(whole(longest + 1).blob ?? '', 'base64').toString()).toBe(
    `user=${user}\x01auth=Bearer ${'x'.repeat(longest + 1)}\x01\x01`,
  );
});

it.each([
  [
    { status: '400', schemes: 'Bearer', scope: 'https://mail.google.com/' },
    'status 400; it wants the scope https://mail.google.com/',
  ],
  [{ status: 401, error: 'invalid_token' }, 'status 401; invalid_token'],
  [{ error_description: 'a\u0007b' }, 'a\\u0007b'],
])('reads what a server holds against a token: %o', (reasons, words) => {
  const reply = `334 ${Buffer.from(JSON.stringify(reasons)).toString('base64')}`;
  expect(wordsOfRefusal(reply)).toBe(`The server did not take the token (${words}).`);
});

it.each(['334', '334 ', '334 not base64 at all', `334 ${Buffer.from('[1]').toString('base64')}`, '334 e30='])(
  'says nothing where the server says nothing: %s',
  (reply) => expect(wordsOfRefusal(reply)).toBeNull(),
);
