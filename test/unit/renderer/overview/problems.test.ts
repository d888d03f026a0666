import { describe, expect, test } from 'vitest';
import type { Problem, ProblemFacts, ProblemKind } from '../../../../main/contract/problem-view.ts';
import { noNames } from '../../../../renderer/src/devices/device-names.ts';
import { problemMessages as german } from '../../../../renderer/src/messages/de/problems.ts';
import { problemKey } from '../../../../main/contract/problem-key.ts';
import { remediesOf, toneOf, wordsOf } from '../../../../renderer/src/overview/problems.ts';

const at = new Date(2026, 10, 22, 9, 41).getTime();
const certificate = {
  file: 'default',
  subject: 'CN=mail',
  notAfterMs: at,
  selfSigned: true,
  step: 14 as const,
  names: ['mail'],
};
const facts: { readonly [Kind in ProblemKind]: ProblemFacts[Kind] } = {
  'learning-mode': { endsMs: at, devices: 2 },
  'service-stopped': { service: 'Transport' },
  'listener-failed': { connector: 'OFFICE\\Relay A', address: '0.0.0.0', port: 25, reason: 'It is in use.' },
  'device-refused': {
    ...{ address: '192.168.0.180', count: 2, lastMs: at, session: '08DF', recipients: ['bob@elsewhere.example'] },
    reply: '550 5.7.54 SMTP; Unable to relay',
  },
  'unreachable-mail': { messages: 2 },
  'no-send-connector': { messages: 0 },
  'poison-mail': { messages: 1 },
  'sign-in-needed': { connector: 'Internet', provider: 'Google', state: 'again', byProgram: false, reason: 'Revoked.' },
  'client-secret-expiring': { connector: 'Internet', expiresMs: 1_800_000_000_000, step: 14 },
  'secret-missing': { connector: 'Internet' },
  'queue-stuck': {
    ...{ queue: 'smart.example', connector: 'OFFICE\\Internet', messages: 3, sinceMs: at },
    ...{ lastError: '535 5.7.3', isSetting: true },
  },
  'quota-near': {
    connector: 'Out',
    name: 'recipientsPerDay',
    used: 9,
    limit: 10,
    step: 80,
    waiting: 0,
    freeAtMs: null,
  },
  'disk-full': { reason: 'Full.' },
  'store-failed': { reason: 'Broken.' },
  'pressure-high': { cause: 'disk', reason: 'Too little.' },
  'disk-low': { freeBytes: 400 * 1_048_576, leastBytes: 200 * 1_048_576 },
  'certificate-expired': certificate,
  'certificate-expiring': certificate,
  'certificate-untrusted': { connector: 'Partner', file: 'default', subject: 'CN=mail' },
  'partner-authority-ending': { file: 'partner.pem', subject: 'CN=PARTNER', notAfterMs: at, step: 14 },
  'journal-dropping': {},
  'device-silent': { address: '192.168.0.180', sinceMs: at },
  'alerts-failing': { channel: 'webhook', trouble: 'It did not answer.' },
  notice: { path: null },
};

function problem<Kind extends ProblemKind>(
  kind: Kind,
  changes: Partial<ProblemFacts[Kind]> = {},
  code: string = kind,
): Problem {
  // Kind and facts belong together by the table.
  return { kind, code, text: 'Said.', action: 'Do.', facts: { ...facts[kind], ...changes } } as unknown as Problem;
}

const kinds = Object.keys(facts) as ProblemKind[];

test.each(kinds)('%s has words in both languages and ends in a button', (kind) => {
  const words = wordsOf(problem(kind), noNames);
  expect([words.title, words.text].every((text) => text.length > 2 && !text.includes('undefined'))).toBe(true);
  expect(remediesOf(problem(kind)).length).toBeGreaterThan(0);
  if (kind === 'notice') return;
  const said = german.said[kind] as { title: (given: unknown) => string; text: (given: unknown) => string };
  expect(said.title(facts[kind]) + said.text(facts[kind])).not.toMatch(/undefined/);
});

test('a device goes by its name', () => {
  const names = new Map([['192.168.0.180', 'Accounting printer']]);
  expect(wordsOf(problem('device-refused'), names).title).toMatch(
    /^Accounting printer \(192\.168\.0\.180\) was refused 2 times today, last at /,
  );
  expect(wordsOf(problem('device-refused', { recipients: [] }), noNames).text).toBe('550 5.7.54 SMTP; Unable to relay');
});

test('notices keep the words of the engine', () => {
  expect(wordsOf(problem('notice'), noNames)).toEqual({ title: 'Said.', text: 'Do.' });
});

describe('the buttons', () => {
  const labels = (given: Problem): readonly string[] => remediesOf(given).map(({ label }) => label);
  const hash = (given: Problem): string | undefined => {
    const [first] = remediesOf(given);
    return first?.kind === 'go' ? first.hash : undefined;
  };

  test('of a refused device depend on what a change could turn', () => {
    expect(labels(problem('device-refused'))).toEqual(['relay', 'session']);
    expect(labels(problem('device-refused', { reply: '535 5.7.3 Authentication unsuccessful' }))).toEqual(['session']);
    expect(hash(problem('device-refused', { session: null, address: 'fe80::1' }))).toBe('#devices:fe80%3A%3A1');
  });

  test('of a stuck queue lead to the setting where waiting does not help', () => {
    expect(labels(problem('queue-stuck'))).toEqual(['delivery', 'retry']);
    expect(labels(problem('queue-stuck', { isSetting: false }))).toEqual(['retry', 'messages']);
  });

  test('of a certificate renew it only where nobody else has to sign', () => {
    expect(labels(problem('certificate-expired'))).toEqual(['renew']);
    expect(labels(problem('certificate-expiring', { selfSigned: false }))).toEqual(['certificates']);
  });

  test.each([
    [problem('listener-failed'), '#connectors:Relay%20A'],
    [problem('poison-mail'), '#queue:Poison'],
    [problem('pressure-high', { cause: 'queue' }), '#queue'],
    [problem('pressure-high', { cause: 'delay' }), '#sessions'],
    [problem('notice', {}, 'open-relay'), '#connectors'],
    [problem('notice', {}, 'certificate-unusable'), '#delivery'],
    [problem('notice', {}, 'config-restored'), '#settings'],
    [problem('notice', {}, 'bodies-missing'), '#queue'],
  ])('lead to the place: %#', (given, place) => {
    expect(hash(given)).toBe(place);
  });
});

test('a problem stays the same while its count and its time move', () => {
  expect(problemKey(problem('device-refused', { count: 3, lastMs: 1 }))).toBe(problemKey(problem('device-refused')));
  expect(new Set(kinds.map((kind) => problemKey(problem(kind)))).size).toBe(kinds.length);
  expect(toneOf(problem('notice', {}, 'open-relay'))).toBe('bad');
  expect(toneOf(problem('certificate-expiring'))).toBe('warn');
});
