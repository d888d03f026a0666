import { readFile, stat, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { Access } from '../../../main/console/access.ts';
import { readSessions, sessionsFilePath } from '../../../main/console/sessions-file.ts';
import type { ConsoleSessions } from '../../../main/console/sessions-file.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { ask, runConsole, signIn } from './run-console.ts';

/** A browser that signed in stays so when the engine is started anew, and nothing that helps a thief is kept. */

const PAGE = '/assets/app-1234.js';

it('a cookie holds in the next run on the same data folder, the token of the last does not', async () => {
  const first = await runConsole();
  const cookie = await signIn(first);
  const path = sessionsFilePath(first.folder);
  await expect.poll(async () => (await readSessions(path))?.sessions).toHaveLength(1);
  await first.server.close();
  const next = await runConsole({}, {}, { sessionsFile: path });
  expect((await ask(next, { path: PAGE, headers: { cookie } })).status).toBe(200);
  const headers = { authorization: `Bearer ${first.run.token}` };
  expect((await ask(next, { path: '/metrics', headers })).status).toBe(401);
  await next.server.close();
});

it('only digests are written, for the owner alone', async () => {
  const console = await runConsole();
  const cookie = await signIn(console);
  const path = sessionsFilePath(console.folder);
  await expect.poll(() => readSessions(path)).not.toBeNull();
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readFile(path, 'utf8')).not.toContain(cookie.split('=')[1]?.split(';')[0]);
  await console.server.close();
});

it.each([
  ['no JSON', '{'],
  ['another form', '{"cookieName":"x","sessions":[]}'],
])('a file with %s means that browsers sign in again', async (_what, text) => {
  const console = await runConsole();
  const path = sessionsFilePath(console.folder);
  await writeFile(path, text);
  expect(await readSessions(path)).toBeNull();
  await console.server.close();
});

it('a cookie ends a day after it was given, whatever the calendar said meanwhile', async () => {
  const clock = manualClock();
  const kept: ConsoleSessions[] = [];
  const first = new Access(clock, null, (sessions) => kept.push(sessions));
  const request = { headers: { cookie: first.newCookie(false).split(';')[0] ?? '' } };
  const [{ cookieName, sessions } = { cookieName: '', sessions: [] }] = kept;
  const farOff = sessions.map(({ digest, endsAtMs }) => ({ digest, endsAtMs: endsAtMs + 1e12 }));
  const later = new Access(clock, { cookieName, sessions: farOff });
  expect(later.hasCookie(request)).toBe(true);
  await clock.advance(24 * 3_600_000);
  expect(later.hasCookie(request)).toBe(false);
});
