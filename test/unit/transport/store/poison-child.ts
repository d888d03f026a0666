import { systemClock } from '../../../../main/clock.ts';
import { openQueue } from '../../../../main/transport/store/open-queue.ts';

/** Dies by SIGKILL in the middle of an attempt: `node poison-child.ts FOLDER`. */
const { queue } = await openQueue({ dataFolder: process.argv[2] ?? '', clock: systemClock, poisonThreshold: () => 2 });
const now = systemClock.now();
const claimed = await queue.claim({ owner: 'child', nowMs: now, untilMs: now + 60_000, limit: 10 });
for (const { id } of claimed) queue.beginAttempt(id);
const [first] = claimed;
// All but the first are through when the process dies.
for (const { id } of claimed) if (id !== first?.id) queue.endAttempt(id);
process.send?.(claimed.map((message) => message.id));
process.kill(process.pid, 'SIGKILL');
