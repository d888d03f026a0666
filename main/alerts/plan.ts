import type { AlertSettings } from '../config/snapshot.ts';
import type { AlertItem, AlertList, AlertNotice, DigestFigures } from '../contract/alert-view.ts';
import type { Problem } from '../contract/problem-view.ts';
import { noFigures, type AlertState, type KnownProblem } from './alert-state.ts';
import { failureCount, failureItem } from './failures.ts';
import { isDue, isOver, observe } from './known-problems.ts';
import { titleOf } from './notice-title.ts';
import { lastTime, quietUntil } from './time-of-day.ts';

/** What is told now: everything that came up is one alert, and there is none sooner than the grouping interval. Pure. */

/** More than this become "and 37 more". */
const MOST_ITEMS = 20;
const KEPT_NOTICES = 50;

export interface Seen {
  readonly problems: readonly Problem[];
  /** Messages since the last look. */
  readonly counted: Omit<DigestFigures, 'sinceMs'>;
  readonly nowMs: number;
  /** After a start it takes a while until what was failing is known to fail; before this nothing is called over. */
  readonly recoveriesFromMs: number;
}

export interface Planned {
  readonly state: AlertState;
  readonly notices: readonly AlertNotice[];
}

export function plan(before: AlertState, seen: Seen, settings: AlertSettings, newId: () => string): Planned {
  const { nowMs } = seen;
  const observed: AlertState = {
    ...before,
    problems: observe(before.problems, seen.problems, nowMs),
    figures: added(before.figures, seen.counted),
    ...(settings.failureReports ? {} : { failures: [], failuresBeyond: 0 }),
  };
  if (quietUntil(settings.quiet, nowMs) !== null) return { state: observed, notices: [] };
  const alerted = alert(observed, seen, settings, newId);
  const digested = digest(alerted.state, nowMs, settings, newId);
  return { state: digested.state, notices: [...alerted.notices, ...digested.notices] };
}

function added(figures: DigestFigures, counted: Seen['counted']): DigestFigures {
  if (Object.values(counted).every((count) => count === 0)) return figures;
  return {
    sinceMs: figures.sinceMs,
    accepted: figures.accepted + counted.accepted,
    delivered: figures.delivered + counted.delivered,
    failed: figures.failed + counted.failed,
    refused: figures.refused + counted.refused,
  };
}

function alert(
  state: AlertState,
  { nowMs, recoveriesFromMs }: Seen,
  settings: AlertSettings,
  newId: () => string,
): Planned {
  const due = state.problems.filter((problem) => isDue(problem, nowMs));
  const over = nowMs < recoveriesFromMs ? [] : state.problems.filter((problem) => isOver(problem, nowMs));
  const told = settings.recoveries ? over : [];
  const isNews = due.length + told.length + failureCount(state) > 0;
  // A clock that was set back is no reason to be silent.
  const sinceLastMs = state.lastNoticeMs === null ? Infinity : Math.abs(nowMs - state.lastNoticeMs);
  const mayTell = sinceLastMs >= settings.groupingMs;
  const marked = (problem: KnownProblem): KnownProblem => {
    if (isNews && mayTell && due.includes(problem)) return { ...problem, toldMs: nowMs };
    if (over.includes(problem) && (mayTell || !settings.recoveries)) return { ...problem, recoveredMs: nowMs };
    return problem;
  };
  const problems = state.problems.map(marked);
  if (!isNews || !mayTell) return { state: { ...state, problems }, notices: [] };
  const lists = {
    problems: listOf(due.map(itemOf)),
    recovered: listOf(told.map(itemOf)),
    failures: listOf(state.failures.map(failureItem), state.failuresBeyond),
  };
  const notice: AlertNotice = {
    ...{ id: newId(), atMs: nowMs, kind: 'alert', figures: null, ...lists },
    title: titleOf({ ...lists, failedMessages: failureCount(state) }),
  };
  const after = { ...state, problems, failures: [], failuresBeyond: 0, lastNoticeMs: nowMs };
  return { state: remembered(after, notice), notices: [notice] };
}

/** The report of a day, at its time; a day without a machine that runs is caught up once. */
function digest(state: AlertState, nowMs: number, { digestMinute }: AlertSettings, newId: () => string): Planned {
  if (digestMinute === null) {
    return { state: { ...state, lastDigestMs: null, figures: noFigures(nowMs) }, notices: [] };
  }
  const dueMs = lastTime(digestMinute, nowMs);
  if (state.lastDigestMs === null) return { state: { ...state, lastDigestMs: nowMs }, notices: [] };
  if (state.lastDigestMs >= dueMs) return { state, notices: [] };
  const open = state.problems.filter(({ goneMs }) => goneMs === null);
  const none = listOf([]);
  const notice: AlertNotice = {
    ...{ id: newId(), atMs: nowMs, kind: 'digest', recovered: none, failures: none },
    problems: listOf(open.map(itemOf)),
    title: 'The daily report.',
    figures: state.figures,
  };
  const after = { ...state, lastDigestMs: nowMs, figures: noFigures(nowMs) };
  return { state: remembered(after, notice), notices: [notice] };
}

function remembered(state: AlertState, notice: AlertNotice): AlertState {
  return { ...state, recent: [notice, ...state.recent].slice(0, KEPT_NOTICES) };
}

function itemOf({ key, kind, text, action, sinceMs }: KnownProblem): AlertItem {
  return { key, kind, text, action, sinceMs };
}

export function listOf(items: readonly AlertItem[], beyond = 0): AlertList {
  return { items: items.slice(0, MOST_ITEMS), more: Math.max(0, items.length - MOST_ITEMS) + beyond };
}
