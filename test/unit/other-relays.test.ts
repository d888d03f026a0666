import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { receiveConnectorSchema } from '../../main/contract/receive-connector.ts';

/** Bugs that other relays had: where the test of each stands. */

const covered = [
  ['accepted mail is lost in the queue', 'wire/durability/kill-9.test.ts', 'everything answered 250 has arrived'],
  ['one bad recipient fails its co-recipients', 'wire/clients/device-profiles.test.ts', 'took its co-recipients along'],
  [
    'a restart does not pick the queue up',
    'wire/durability/endings.test.ts',
    'what was on its way at a crash is tried again',
  ],
  ['the queue never recovers after a backlog', 'wire/durability/long-queue.test.ts', 'starts with 100,000 messages'],
  [
    'the path of temporary failures crashes',
    'unit/transport/dispatcher.test.ts',
    'other relays crashed in the path of temporary failures (Haraka #3560)',
  ],
  [
    'one attempt ends twice',
    'unit/delivery/hostile-peer.test.ts',
    'other relays were called back twice (Haraka #2944)',
  ],
  ['one message stops the queue for good', 'wire/durability/endings.test.ts', 'others pass, and it can be resumed'],
  ['a line feed alone ends the data', 'unit/frontend/smuggling.test.ts', 'end-of-data look-alikes'],
  ['plain text before STARTTLS is run inside TLS', 'unit/frontend/starttls.test.ts', 'TL-01: a command is thrown away'],
  [
    'a quota that ignores a folder fills the disk',
    'wire/attacks/bodies-and-logs.test.ts',
    'fills the log folder up to its limit',
  ],
  ['a loopback console without a check of Host', 'unit/console/guard.test.ts', 'WC-01, WC-02: the Host'],
  ['mail without header or From is stuck for ever', 'wire/clients/device-profiles.test.ts', 'was stuck for ever'],
  ['repair breaks mail that needs none', 'wire/clients/interop.test.ts', 'arrive byte for byte'],
  [
    'repair breaks mail that needs none, once more',
    'unit/mime/repair.test.ts',
    'lets well-formed mail pass byte for byte, in and out',
  ],
  [
    'a file watcher that overflows hides mail',
    'unit/delivery/pickup-watcher.mocked.test.ts',
    'every file is found all the same',
  ],
  ['a line feed dot is smuggled on to the next server', 'unit/mime/smuggling.test.ts', 'survives no repair'],
  ['an upgrade removes the firewall rule', 'unit/app/installer.test.ts', 'does not remove the firewall rule'],
  ['what an installer ticked is ignored', 'unit/app/boot-task.mocked.test.ts', 'not what a box was ticked for'],
  ['a task is never registered', 'unit/app/boot-task.mocked.test.ts', 'and did not, is told'],
  ['a public default key is served', 'unit/frontend/default-key.test.ts', 'the public default key is not served'],
] as const;

test.each(covered)('other relays: %s', (_bug, file, name) => {
  expect(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')).toContain(name);
});

describe('other relays (smtprelayd 6): numbers that silently mean "unlimited"', () => {
  const connector = { name: 'A', bindings: ['0.0.0.0:25'], remoteIPRanges: ['10.0.0.0/8'] };
  const limits = [
    'maxInboundConnection',
    'maxInboundConnectionPerSource',
    'messageRateLimit',
    'maxRecipientsPerMessage',
  ];

  test.each(limits)('%s takes no such number', (limit) => {
    expect(receiveConnectorSchema.safeParse({ ...connector, [limit]: 5 }).success).toBe(true);
    for (const value of [-1, '', 'none', '0x7fffffff', null, 1e12]) {
      expect(receiveConnectorSchema.safeParse({ ...connector, [limit]: value }).success, String(value)).toBe(false);
    }
  });
});
