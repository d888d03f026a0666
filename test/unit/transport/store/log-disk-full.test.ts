import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AppendLog } from '../../../../main/transport/store/append-log.ts';
import { LogChain } from '../../../../main/transport/store/log-chain.ts';
import { SEGMENT_BYTES, type LogSegment } from '../../../../main/transport/store/log-segment.ts';
import { mountSmallDisk, requireMount } from '../../../support/small-disk.ts';
import { turnedClock } from './scratch.ts';

const mayMount = await requireMount();

test.runIf(mayMount)(
  'a disk that fills up under the log: refused as full, nothing half stays, and it goes on when there is space',
  async () => {
    const { folder } = await mountSmallDisk(12 * 1_048_576);
    const evacuated: number[] = [];
    const removed: number[] = [];
    const clock = turnedClock();
    const chain = new LogChain({
      ...{ folder, firstNumber: 1, removed: (segment) => removed.push(segment) },
      evacuate: ({ number }) => evacuated.push(number),
    });
    const always = (): boolean => true;
    const log = new AppendLog({
      ...{ chain, clock, isInPlace: always, hasRoom: always },
      lastId: () => 1,
      stranded: () => undefined,
    });
    const kept: LogSegment[] = [];
    const body = Buffer.alloc(100_000, 'x');
    await writeFile(join(folder, 'ballast'), Buffer.alloc(SEGMENT_BYTES / 2));
    const accept = async (id: number): Promise<number> => kept.push(await log.accept(id, '{}', body));
    for (let id = 1; kept.length < 80; id += 1) await accept(id);
    await expect(Promise.all(Array.from({ length: 10 }, (_, n) => accept(100 + n)))).rejects.toMatchObject({
      code: 'disk-full',
    });
    expect(log.isAccepting).toBe(false);
    await expect(log.accept(200, '{}', body)).rejects.toMatchObject({ code: 'store-failed' });
    const names = (await readdir(folder)).filter((name) => name !== 'ballast');
    expect(names).toHaveLength(2);
    for (const name of names) expect((await stat(join(folder, name))).size).toBe(SEGMENT_BYTES);
    expect(evacuated).toContain(2);

    for (const segment of kept.splice(0)) log.release(segment);
    await expect.poll(() => removed).toEqual([1]);
    await rm(join(folder, 'ballast'));
    clock.nowMs += 1001;
    expect(log.isAccepting).toBe(true);
    await accept(300);
    expect(kept[0]?.number).toBe(3);
    await log.close();
  },
);
