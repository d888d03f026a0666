import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openAlertFile } from '../../../main/alerts/alert-file.ts';
import type { PostedChannel } from '../../../main/alerts/alert-state.ts';
import { Alerts } from '../../../main/alerts/alerts.ts';
import type { Channel, SendResult } from '../../../main/alerts/channel.ts';
import { compileAlerts } from '../../../main/config/compile-alerts.ts';
import type { AlertNotice } from '../../../main/contract/alert-view.ts';
import { alertsSchema } from '../../../main/contract/alerts.ts';
import type { Problem } from '../../../main/contract/problem-view.ts';
import { aProblem } from '../../support/fake-api.ts';
import { manualClock, until } from '../../support/manual-clock.ts';

const MINUTE = 60_000;
const broken = aProblem('A', 'A is wrong.', 'Mend A.');
const webhookFails: Problem = {
  ...{ kind: 'alerts-failing', code: 'alerts-failing', text: 'Alerts do not arrive.', action: 'Mend it.' },
  facts: { channel: 'webhook', trouble: 'x' },
};

/** Alerts on a data folder; `results` are what a way answers, one after the other, the last one for good. */
async function stand(results: Partial<Record<PostedChannel, readonly SendResult['state'][]>>) {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-alerts-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const clock = manualClock();
  const sent: { readonly channel: PostedChannel; readonly notice: AlertNotice; readonly atMs: number }[] = [];
  const state = { problems: [] as readonly Problem[], accepted: 0, reports: [] as unknown[] };
  const channel = (name: PostedChannel): Channel => {
    const answers = [...(results[name] ?? [])];
    return {
      isSetUp: () => results[name] !== undefined,
      send(notice) {
        sent.push({ channel: name, notice, atMs: clock.now() });
        const answer = answers.length > 1 ? answers.shift() : answers[0];
        return Promise.resolve({ state: answer ?? 'sent', text: `It was ${answer ?? 'sent'}.` });
      },
    };
  };
  const channels = { email: channel('email'), webhook: channel('webhook'), eventLog: channel('eventLog') };
  const start = async () => {
    let ids = sent.length * 100;
    const alerts = new Alerts({
      clock,
      channels,
      settings: () => compileAlerts(alertsSchema.parse({}), 'postmaster@office.example'),
      problems: () => Promise.resolve(state.problems),
      counters: () => ({
        ...{ accepted: state.accepted, delivered: 0, refused: 0, deferred: 0, failed: 0 },
        ...{ 'dropped-log-lines': 0, sessions: 0 },
      }),
      file: await openAlertFile(join(folder, 'alerts.json'), clock, (error) => state.reports.push(error)),
      newId: () => `n${String((ids += 1))}`,
      report: (error) => state.reports.push(error),
    });
    alerts.start();
    return alerts;
  };
  /** Time passes in the steps that looks are made at, and files are written between them. */
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 15_000) {
      await until(() => clock.pending > 0, 'the next look is armed');
      await clock.advance(15_000);
    }
    await until(() => clock.pending > 0, 'the last look is over');
  };
  return { folder, sent, state, start, pass };
}

test('an alert goes every way that is set up, and to who watches', async () => {
  const { sent, state, start, pass } = await stand({ email: ['sent'], webhook: ['sent'] });
  const alerts = await start();
  const toasts: string[] = [];
  alerts.watch(({ title }) => toasts.push(title));
  state.problems = [broken];
  await pass(3 * MINUTE);
  expect(sent.map(({ channel }) => channel)).toEqual(['email', 'webhook']);
  expect(toasts).toEqual(['A is wrong.']);
  expect(alerts.view().channels.map(({ channel, state: how }) => [channel, how])).toEqual([
    ['toast', 'ready'],
    ['email', 'ready'],
    ['webhook', 'ready'],
    ['eventLog', 'off'],
  ]);
  await alerts.stop();
});

test('a restart tells nothing a second time, and that it is over only once', async () => {
  const { sent, state, start, pass } = await stand({ email: ['sent'] });
  state.problems = [broken];
  const first = await start();
  await pass(2 * MINUTE);
  await first.stop();
  const second = await start();
  await pass(30 * MINUTE);
  expect(sent).toHaveLength(1);
  state.problems = [];
  await pass(10 * MINUTE);
  await second.stop();
  const third = await start();
  await pass(30 * MINUTE);
  await third.stop();
  expect(sent.map(({ notice }) => notice.title)).toEqual(['A is wrong.', 'Over: A is wrong.']);
});

test('a webhook that fails is tried again with growing pauses, over a restart too', async () => {
  const { sent, state, start, pass } = await stand({ webhook: ['retry', 'retry', 'retry', 'retry', 'sent'] });
  state.problems = [broken];
  const first = await start();
  await pass(5 * MINUTE);
  await first.stop();
  expect(first.failing()).toMatchObject([{ channel: 'webhook', trouble: 'It was retry.' }]);
  const second = await start();
  await pass(15 * MINUTE);
  await second.stop();
  const pauses = sent.slice(1).map(({ atMs }, at) => (atMs - (sent[at]?.atMs ?? 0)) / 1000);
  expect(pauses).toEqual([30, 60, 120, 300]);
  expect(new Set(sent.map(({ notice }) => notice.id)).size).toBe(1);
  expect(second.failing()).toEqual([]);
});

test('one that will never take it is not asked again, and is a problem', async () => {
  const { sent, state, start, pass } = await stand({ webhook: ['failed'] });
  const alerts = await start();
  state.problems = [broken];
  await pass(60 * MINUTE);
  expect(sent).toHaveLength(1);
  expect(alerts.failing()).toMatchObject([{ channel: 'webhook' }]);
  await alerts.stop();
});

test('that a webhook fails is told by mail, not by the webhook', async () => {
  const { sent, state, start, pass } = await stand({ email: ['sent'], webhook: ['sent'] });
  const alerts = await start();
  state.problems = [webhookFails];
  await pass(3 * MINUTE);
  expect(sent.map(({ channel }) => channel)).toEqual(['email']);
  await alerts.stop();
});

test('while the way is blocked alerts wait, and leave as one when it opens', async () => {
  const blocked: SendResult['state'][] = Array.from({ length: 12 }, () => 'blocked');
  const { sent, state, start, pass } = await stand({ email: [...blocked, 'sent'] });
  const alerts = await start();
  state.problems = [broken];
  await pass(12 * MINUTE);
  state.problems = [broken, aProblem('B', 'B is wrong.', 'Mend B.')];
  await pass(12 * MINUTE);
  expect(alerts.view().channels[1]).toMatchObject({ state: 'waiting' });
  state.problems = [];
  await pass(90 * MINUTE);
  const last = sent.at(-1)?.notice;
  expect(last?.problems.items.map(({ text }) => text)).toEqual(['A is wrong.', 'B is wrong.']);
  expect(last?.recovered.items).toHaveLength(2);
  expect(alerts.view().channels[1]).toMatchObject({ state: 'ready' });
  await alerts.stop();
});

test('a test goes out at once by every way, and says what came of each', async () => {
  const { sent, start } = await stand({ email: ['sent'], webhook: ['retry'] });
  const alerts = await start();
  expect(await alerts.test()).toEqual([
    { channel: 'toast', isSent: true, text: 'Shown where the desktop program of Postroom runs.' },
    { channel: 'email', isSent: true, text: 'It was sent.' },
    { channel: 'webhook', isSent: false, text: 'It was retry.' },
  ]);
  expect(sent.map(({ notice }) => notice.kind)).toEqual(['test', 'test']);
  await alerts.stop();
});

test('failures are told, and the failure of an alert is only remembered', async () => {
  const { sent, start, pass } = await stand({ email: ['sent'] });
  const alerts = await start();
  alerts.failed({ sender: 'a@b', recipient: 'c@d', reply: '550 No', subject: null, action: 'Ask.' });
  await pass(MINUTE);
  alerts.mailFailed('550 No such user');
  await pass(30 * MINUTE);
  expect(sent.map(({ notice }) => notice.title)).toEqual(['1 message could not be delivered.']);
  expect(alerts.failing()).toMatchObject([{ channel: 'email' }]);
  await alerts.stop();
});

test('a file that cannot be read is set aside, and alerts go on', async () => {
  const { folder, state, start } = await stand({});
  const { writeFile } = await import('node:fs/promises');
  await writeFile(join(folder, 'alerts.json'), '{"version":9}');
  const alerts = await start();
  expect(alerts.view().recent).toEqual([]);
  expect(state.reports).toHaveLength(1);
  expect((await readdir(folder)).some((name) => name.startsWith('alerts.json.bad-'))).toBe(true);
  await alerts.stop();
});
