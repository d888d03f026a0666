import { expect, it } from 'vitest';
import { oauthProblems } from '../../../main/api/oauth-problems.ts';
import type { OAuthView } from '../../../main/contract/oauth-view.ts';
import { problemKey } from '../../../main/contract/problem-key.ts';
import { manualClock } from '../../support/manual-clock.ts';

const DAY = 86_400_000;

/** As a program at Microsoft 365 that is signed in; its client secret ends. */
const viewOf = (secretExpiresMs: number | null, enabled = true): OAuthView => ({
  ...{ connector: 'Out', enabled, provider: 'Microsoft365', flow: 'ClientCredentials', mailbox: 'a@office.example' },
  ...{ state: 'signed-in', text: '', byProgram: true, signedInMs: null, renewedMs: null, tokenUntilMs: null },
  ...{ secret: 'stored', secretName: 'oauth-client/Out', secretExpiresMs, signIn: null },
});

it('the end of a client secret is told at 30, 14 and 3 days, and when it has come, each once', async () => {
  const clock = manualClock();
  const expiresMs = clock.now() + 40 * DAY;
  const told: string[] = [];
  const oauth = { status: () => Promise.resolve([viewOf(expiresMs), viewOf(expiresMs, false), viewOf(null)]) };
  const parts = { clock, oauth } as unknown as Parameters<typeof oauthProblems>[0];
  for (let day = 40; day >= -2; day -= 1) {
    const problems = await oauthProblems(parts);
    told.push(problems.map((problem) => `${problemKey(problem)}: ${problem.text}`).join());
    await clock.advance(DAY);
  }
  const dayOf = (text: string) => 40 - told.findIndex((line) => line.includes(text));
  // A new key is a new alert: nothing in between is one.
  const keys = told.map((line) => line.split(':')[0] ?? '');
  const changes = keys.flatMap((key, at) => (at > 0 && key !== keys[at - 1] ? [[40 - at, key]] : []));
  expect(changes).toEqual([
    [30, 'client-secret-expiring Out 30'],
    [14, 'client-secret-expiring Out 14'],
    [3, 'client-secret-expiring Out 3'],
    [0, 'client-secret-expiring Out 0'],
  ]);
  expect(keys[0]).toBe('');
  expect([dayOf('expires in 30 days.'), dayOf('expires in 14 days.'), dayOf('expires in 1 day.')]).toEqual([30, 14, 1]);
  expect(dayOf('has expired.')).toBe(0);
  expect(told.at(-1)).toContain('has expired.');
});

it('within the day each hour counts as the day that has begun', async () => {
  const clock = manualClock();
  const oauth = { status: () => Promise.resolve([viewOf(clock.now() + 30 * DAY + 1)]) };
  const parts = { clock, oauth } as unknown as Parameters<typeof oauthProblems>[0];
  expect(await oauthProblems(parts)).toEqual([]);
  const later = { clock, oauth: { status: () => Promise.resolve([viewOf(clock.now() + 30 * DAY)]) } };
  expect(await oauthProblems(later as unknown as typeof parts)).toMatchObject([
    { facts: { step: 30 }, action: expect.stringContaining('Make a new client secret') as unknown },
  ]);
});
