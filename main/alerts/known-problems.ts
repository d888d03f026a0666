import { problemKey } from '../contract/problem-key.ts';
import type { Problem } from '../contract/problem-view.ts';
import type { KnownProblem } from './alert-state.ts';

/** How problems come, stay and go: what is worth telling, and what only flickers. Pure. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** So long a problem is there before it is told; longer each time it comes back within a day. */
const SETTLED_AFTER_MS = [MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS];
/** So long it is gone before it is over. */
const OVER_AFTER_MS = 5 * MINUTE_MS;
const REMEMBERED_MS = 24 * HOUR_MS;
/** A configuration with more open problems than this has one reason for all of them. */
const MOST_KNOWN = 1000;

/** Who stops a service knows it. */
const UNTOLD = new Set<Problem['kind']>(['service-stopped']);

/** What is known after a look at the problems there are now. */
export function observe(
  known: readonly KnownProblem[],
  problems: readonly Problem[],
  nowMs: number,
): readonly KnownProblem[] {
  const present = new Map(
    problems.filter(({ kind }) => !UNTOLD.has(kind)).map((problem) => [problemKey(problem), problem]),
  );
  const before = known.flatMap((one) => {
    const problem = present.get(one.key);
    present.delete(one.key);
    return problem === undefined ? absent(one, nowMs) : [still(one, problem, nowMs)];
  });
  const fresh = [...present].map(([key, { kind, text, action }]): KnownProblem => {
    const never = { goneMs: null, toldMs: null, recoveredMs: null, recurrences: 0 };
    return { key, kind, text, action, sinceMs: nowMs, ...never };
  });
  return [...before, ...fresh].slice(-MOST_KNOWN);
}

function still(known: KnownProblem, { text, action }: Problem, nowMs: number): KnownProblem {
  const here = { ...known, text, action, goneMs: null };
  if (known.recoveredMs === null) return here;
  return { ...here, sinceMs: nowMs, toldMs: null, recoveredMs: null, recurrences: known.recurrences + 1 };
}

function absent(known: KnownProblem, nowMs: number): readonly KnownProblem[] {
  const gone = { ...known, goneMs: known.goneMs ?? nowMs };
  const goneForMs = nowMs - gone.goneMs;
  if (known.recoveredMs !== null) return nowMs - known.recoveredMs > REMEMBERED_MS ? [] : [gone];
  // Nobody was told of it, so nobody is told that it is over; that it was there counts.
  if (known.toldMs === null && goneForMs >= OVER_AFTER_MS) return [{ ...gone, recoveredMs: nowMs }];
  return [gone];
}

/** There for long enough, and not told yet. */
export function isDue({ toldMs, goneMs, sinceMs, recurrences }: KnownProblem, nowMs: number): boolean {
  const afterMs = SETTLED_AFTER_MS[Math.min(recurrences, SETTLED_AFTER_MS.length - 1)] ?? MINUTE_MS;
  return toldMs === null && goneMs === null && nowMs - sinceMs >= afterMs;
}

/** Told, and gone for long enough. */
export function isOver({ toldMs, goneMs, recoveredMs }: KnownProblem, nowMs: number): boolean {
  return toldMs !== null && recoveredMs === null && goneMs !== null && nowMs - goneMs >= OVER_AFTER_MS;
}
