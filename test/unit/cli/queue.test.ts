import { Command } from 'commander';
import { expect, it } from 'vitest';
import { addQueueCommands } from '../../../main/cli/commands/queue.ts';
import type { Caller } from '../../../main/cli/context.ts';
import { systemClock } from '../../../main/clock.ts';
import type { QueueRow } from '../../../main/contract/queue-view.ts';

/** What `queue list` prints for people. */

const submission: QueueRow = {
  ...{ identity: 'Submission', deliveryType: 'Undefined', status: 'Ready', messageCount: 0, retryCount: 0 },
  ...{ nextHopDomain: 'Submission', nextHopConnector: null, lastError: null, nextRetryMs: null },
};
const smart: QueueRow = {
  ...submission,
  ...{ identity: 'smart.example', deliveryType: 'SmartHostConnectorDelivery', nextHopConnector: 'Internet' },
};

async function listed(rows: readonly QueueRow[], ...options: readonly string[]): Promise<string> {
  const out: string[] = [];
  const caller: Caller = {
    // The command makes this one call.
    call: () => Promise.resolve(rows) as never,
    close: () => Promise.resolve(),
  };
  const never = () => Promise.reject(new Error('not asked for'));
  const program = new Command().exitOverride();
  addQueueCommands(program, {
    surroundings: {
      output: { result: (text) => void out.push(text), message: (text) => void out.push(`! ${text}`) },
      clock: systemClock,
      readInput: never,
      openLines: () => ({ isEchoed: false, next: never, close: () => undefined }),
      openTerminal: () => null,
      setExitCode: (code) => void out.push(`exit ${String(code)}`),
    },
    reachEngine: () => Promise.resolve(caller),
    watchEngine: never,
    reachEngineOrFiles: never,
  });
  await program.parseAsync(['queue', 'list', ...options], { from: 'user' });
  return out.join('\n');
}

it('is one sentence where nothing waits and nothing is wrong', async () => {
  expect(await listed([submission])).toBe('The queues are empty.');
  expect(await listed([submission, smart])).toBe('The queues are empty.');
});

it.each([
  ['has mail', { messageCount: 1 }],
  ['is suspended', { status: 'Suspended' }],
  ['is in Retry', { status: 'Retry', lastError: '421 4.2.1 Unable to connect' }],
] as const)('is the table where a queue %s', async (_what, change) => {
  const [head, first, second] = (await listed([submission, { ...smart, ...change }])).split('\n');
  expect(head).toMatch(/^QUEUE +STATUS +MESSAGES +NEXT RETRY +CONNECTOR +LAST ERROR$/);
  expect(first).toMatch(/^Submission +Ready +0 /);
  expect(second).toMatch(/^smart\.example .* Internet/);
});

it('is every queue as JSON, whatever is in it', async () => {
  expect(JSON.parse(await listed([submission, smart], '--json'))).toEqual([submission, smart]);
});
