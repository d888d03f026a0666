import { expect, test } from 'vitest';
import type { CertificateView } from '../../../../main/contract/delivery-view.ts';
import type { QueueRow } from '../../../../main/contract/queue-view.ts';
import { busyQueues, certificateGauges, firstOf } from '../../../../renderer/src/overview/panels.ts';
import { todaySentence } from '../../../../renderer/src/sentence.ts';

const DAY_MS = 86_400_000;
const queue = (identity: string, messageCount: number, status: QueueRow['status']): QueueRow => ({
  ...{ identity, messageCount, status, deliveryType: 'DnsConnectorDelivery', nextHopDomain: identity },
  ...{ nextHopConnector: null, lastError: null, nextRetryMs: null, retryCount: 0 },
});
const certificate = (file: string, notBeforeMs: number, notAfterMs: number): CertificateView => ({
  ...{ file, name: file, subject: `CN=${file}`, issuers: [], selfSigned: true, madeHere: false, serialNumber: '01' },
  ...{ notBeforeMs, notAfterMs, state: 'valid', names: [], key: 'RSA 2048', thumbprint: '', sha256: '' },
  ...{ certificatePem: '', uses: [] },
});

test('queues in trouble stand first, then the longest; those that have nothing stay away', () => {
  const queues = [
    queue('idle', 0, 'Ready'),
    queue('small', 1, 'Active'),
    queue('large', 9, 'Ready'),
    queue('stopped', 0, 'Suspended'),
    queue('down', 2, 'Retry'),
  ];
  expect(busyQueues(queues).map(({ identity }) => identity)).toEqual(['down', 'stopped', 'large', 'small']);
  expect(firstOf(queues, 2).more).toBe(3);
  expect(firstOf(queues, 9)).toEqual({ rows: queues, more: 0 });
});

test('a gauge tells what is left of the time of a certificate', () => {
  const now = 100 * DAY_MS;
  const gauges = certificateGauges(
    [
      certificate('long', 0, 200 * DAY_MS),
      certificate('soon', 0, 110 * DAY_MS),
      certificate('gone', 0, now - 1),
      certificate('broken', now, now),
    ],
    now,
  );
  expect(gauges.map(({ file, days, tone }) => [file, days, tone])).toEqual([
    ['gone', -1, 'bad'],
    ['broken', 0, 'warn'],
    ['soon', 10, 'warn'],
    ['long', 100, 'good'],
  ]);
  expect(gauges.map(({ left }) => left)).toEqual([0, 0, 10 / 110, 0.5]);
});

test('today begins at midnight or with the start', () => {
  const figures = { accepted: 1200, delivered: 3, refused: 0 };
  const midnight = new Date(2026, 10, 22).getTime();
  expect(todaySentence({ sinceMs: midnight, ...figures })).toBe(
    'Since midnight: 1,200 accepted, 3 delivered, 0 refused.',
  );
  expect(todaySentence({ sinceMs: midnight + 9.2 * 3_600_000, ...figures })).toBe(
    'Since the start at 09:12: 1,200 accepted, 3 delivered, 0 refused.',
  );
});
