import { expect, test } from 'vitest';
import type { RecoveryReport } from '../../../main/transport/queue.ts';
import { recoveryNotices } from '../../../main/wiring/recovery-notices.ts';

const nothing: RecoveryReport = {
  ...{ integrity: 'ok', setAside: null, damagedLog: null, leasesReclaimed: 3, poisoned: [] },
  ...{ filesWithoutRow: 2, rowsWithoutFile: [] },
};

test('what recovery does by itself is no news', () => {
  expect(recoveryNotices(nothing)).toEqual([]);
});

test('a damaged log is named with the folder it went to, and what may be missing', () => {
  const [notice, ...others] = recoveryNotices({ ...nothing, damagedLog: '/data/queue-log.bad-1' });
  expect(others).toEqual([]);
  expect(notice).toMatchObject({ code: 'queue-log-damaged', path: '/data/queue-log.bad-1' });
  expect(notice?.text).toContain('set aside in /data/queue-log.bad-1');
  expect(notice?.text).toContain('may be missing');
});
