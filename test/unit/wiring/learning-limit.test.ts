import { beforeEach, expect, test, vi } from 'vitest';
import { PostroomError } from '../../../main/errors.ts';
import { limitLearning } from '../../../main/wiring/learning-limit.ts';
import { makeApi } from '../api/make-api.ts';

let made: Awaited<ReturnType<typeof makeApi>>;
beforeEach(async () => {
  made = await makeApi();
});
const DAY_MS = 86_400_000;

function patch(transport: object) {
  const { configuration } = made;
  return configuration.patch({ transport }, { baseRevision: configuration.current().revision, author: 'test' });
}

function watch(more: Partial<Parameters<typeof limitLearning>[0]> = {}) {
  const forgetKnocks = vi.fn<() => void>();
  const report = vi.fn<(error: unknown, doing: string) => void>();
  const { configuration, clock } = made;
  return { forgetKnocks, report, stop: limitLearning({ configuration, clock, forgetKnocks, report, ...more }) };
}

const inADay = () => new Date(made.clock.now() + DAY_MS).toISOString();
const isOn = () => made.configuration.current().policy.learning;

test('it begins with an empty list, and ends by itself when its time is over', async () => {
  const { forgetKnocks, stop } = watch();
  await patch({ learningModeEnabled: true, learningModeEnds: inADay() });
  await patch({ maxReceiveSize: '10MB' });
  expect(forgetKnocks).toHaveBeenCalledOnce();
  await made.clock.advance(DAY_MS - 1);
  expect(isOn()).toBe(true);
  await made.clock.advance(1);
  await expect.poll(isOn).toBe(false);
  expect((await made.configuration.history()).at(-1)).toMatchObject({ author: 'learning mode' });
  stop();
});

test('it ends at the start of an engine that was off at that time, and never without a time', async () => {
  await patch({ learningModeEnabled: true });
  const { stop } = watch();
  await made.clock.advance(30 * DAY_MS);
  expect(isOn()).toBe(true);
  stop();
  await patch({ learningModeEnds: new Date(made.clock.now() - 1).toISOString() });
  const again = watch();
  await made.clock.advance(0);
  await expect.poll(isOn).toBe(false);
  again.stop();
});

test('a change that could not be saved is told, and tried again', async () => {
  await patch({ learningModeEnabled: true, learningModeEnds: inADay() });
  const { configuration } = made;
  const broken = vi
    .fn<typeof configuration.patch>()
    .mockRejectedValueOnce(new PostroomError('config-conflict', 'Somebody else.'))
    .mockImplementation((...change) => configuration.patch(...change));
  const { report, stop } = watch({ configuration: { ...configuration, patch: broken } });
  await made.clock.advance(DAY_MS);
  await expect.poll(() => report.mock.calls.length).toBe(1);
  expect(isOn()).toBe(true);
  await made.clock.advance(60_000);
  await expect.poll(isOn).toBe(false);
  stop();
  expect(made.clock.pending).toBeLessThanOrEqual(1);
});
