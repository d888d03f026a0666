import { expect, it } from 'vitest';
import type { SendConnector } from '../../../main/config/snapshot.ts';
import type { Attempt, AttemptResult, Target } from '../../../main/delivery/target.ts';
import { createLastAttempts } from '../../../main/transport/last-attempts.ts';
import type { TargetFactory } from '../../../main/transport/routing.ts';

const reply = { host: 'mx.example', code: 550, enhanced: '5.1.1', text: '550 5.1.1 No such user' };
const delivered = { index: 0, verdict: 'delivered', reply: null, error: null } as const;
const failed = { index: 1, verdict: 'failed', reply, error: reply.text } as const;
const deferred = { index: 0, verdict: 'deferred', reply: null, error: 'No route' } as const;

/** Targets that answer every attempt with the next of these results. */
function watched(results: AttemptResult[]) {
  let now = 0;
  const attempts = createLastAttempts(() => now);
  const target: Target = {
    deliver: () => Promise.resolve(results.shift() ?? { outcomes: [], unreachable: false, host: null }),
    close: () => Promise.resolve(),
  };
  const targets: TargetFactory = { smartHost: () => target, mx: () => target, mailboxFolder: () => target };
  const through = attempts.watch(targets).smartHost({ identity: 'Out' } as SendConnector);
  const send = (atMs: number, signal = new AbortController().signal) => {
    now = atMs;
    return through.deliver({} as Attempt, signal);
  };
  return { attempts, send };
}

it('knows nothing before the first attempt', () => {
  expect(watched([]).attempts.of('Out')).toEqual({ success: null, failure: null });
});

it('keeps the last success and the last failure apart, both of one attempt too', async () => {
  const { attempts, send } = watched([
    { outcomes: [delivered, failed], unreachable: false, host: 'mx.example' },
    { outcomes: [deferred], unreachable: true, host: null },
  ]);
  await send(10);
  const failure = { atMs: 10, host: 'mx.example', text: reply.text, unreachable: false };
  expect(attempts.of('Out')).toEqual({ success: { atMs: 10, host: 'mx.example' }, failure });
  await send(20);
  expect(attempts.of('Out')).toEqual({
    success: { atMs: 10, host: 'mx.example' },
    failure: { atMs: 20, host: null, text: 'No route', unreachable: true },
  });
  expect(attempts.of('Other')).toEqual({ success: null, failure: null });
});

it('takes no notice of an attempt that was ended at this end', async () => {
  const { attempts, send } = watched([{ outcomes: [deferred], unreachable: true, host: null }]);
  await send(10, AbortSignal.abort());
  expect(attempts.of('Out').failure).toBeNull();
});
