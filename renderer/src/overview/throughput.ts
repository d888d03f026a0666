import type { Throughput } from '../../../main/contract/status-view.ts';

/** The series of the throughput chart: kept current by what came since, and summed up for longer spans. */

const MINUTE_MS = 60_000;

/** Minutes that the chart can show, and those that one point of it stands for. */
export const spans = [60, 360, 1440] as const;
export type Span = (typeof spans)[number];
const POINT_MINUTES = { 60: 1, 360: 5, 1440: 15 } as const;
export type PointMinutes = (typeof POINT_MINUTES)[Span];

export const pointMinutesOf = (span: Span): PointMinutes => POINT_MINUTES[span];

/** Minutes to ask for so that `known` is brought up to now: its last one was still running. All of them at first. */
export function minutesMissing(known: Throughput | null, nowMs: number): number {
  const longest = spans[spans.length - 1] ?? 1440;
  if (known === null) return longest;
  const last = known.firstMinuteMs + (known.accepted.length - 1) * MINUTE_MS;
  return Math.min(longest, Math.max(1, Math.floor((nowMs - last) / MINUTE_MS) + 1));
}

/** `known` with the newer minutes over its end, as long as before; only what is newer where both do not meet. */
export function withNewer(known: Throughput | null, newer: Throughput): Throughput {
  if (known === null) return newer;
  const offset = Math.round((newer.firstMinuteMs - known.firstMinuteMs) / MINUTE_MS);
  const length = known.accepted.length;
  if (offset < 0 || offset > length) return newer;
  const join = (before: readonly number[], after: readonly number[]): readonly number[] =>
    [...before.slice(0, offset), ...after].slice(-length);
  const accepted = join(known.accepted, newer.accepted);
  const grown = offset + newer.accepted.length - accepted.length;
  return {
    firstMinuteMs: known.firstMinuteMs + grown * MINUTE_MS,
    accepted,
    delivered: join(known.delivered, newer.delivered),
    refused: join(known.refused, newer.refused),
  };
}

/** Points of a chart: when each begins, in ms since 1970, and what came in it. */
export interface Points {
  readonly startsMs: readonly number[];
  readonly accepted: readonly number[];
  readonly delivered: readonly number[];
  readonly refused: readonly number[];
}

/** The last `span` minutes in points that begin at whole multiples of their length, so that they do not shift as time goes on. */
export function pointsOf(data: Throughput, span: Span): Points {
  const step = POINT_MINUTES[span];
  const firstKept = Math.max(0, data.accepted.length - span);
  const firstMinute = data.firstMinuteMs / MINUTE_MS + firstKept;
  const firstPoint = Math.floor(firstMinute / step);
  const lastPoint = Math.floor((data.firstMinuteMs / MINUTE_MS + data.accepted.length - 1) / step);
  const count = lastPoint - firstPoint + 1;
  const sums = (series: readonly number[]): readonly number[] => {
    const points = new Array<number>(count).fill(0);
    for (const [index, value] of series.slice(firstKept).entries()) {
      const point = Math.floor((firstMinute + index) / step) - firstPoint;
      points[point] = (points[point] ?? 0) + value;
    }
    return points;
  };
  return {
    startsMs: Array.from({ length: count }, (_, index) => (firstPoint + index) * step * MINUTE_MS),
    accepted: sums(data.accepted),
    delivered: sums(data.delivered),
    refused: sums(data.refused),
  };
}

export const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

export function peakOf({ accepted, delivered, refused }: Points): number {
  return Math.max(0, ...accepted, ...delivered, ...refused);
}

export interface TableRow {
  readonly startMs: number;
  readonly accepted: number;
  readonly delivered: number;
  readonly refused: number;
}

/** The points in which there was mail, newest first. */
export function rowsOf({ startsMs, accepted, delivered, refused }: Points): readonly TableRow[] {
  return startsMs
    .map((startMs, index) => ({
      startMs,
      accepted: accepted[index] ?? 0,
      delivered: delivered[index] ?? 0,
      refused: refused[index] ?? 0,
    }))
    .filter((row) => row.accepted + row.delivered + row.refused > 0)
    .reverse();
}
