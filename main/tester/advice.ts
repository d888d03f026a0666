import { compile } from '../config/compile.ts';
import type { Finding } from '../config/configuration.ts';
import { examine } from '../config/load.ts';
import { applyMergePatch } from '../config/merge-patch.ts';
import type { Snapshot } from '../config/snapshot.ts';
import { toSparse } from '../config/sparse.ts';
import type { SparseDocument } from '../contract/document.ts';
import type { Advice, ReplayResult, Transcript, VerdictChange } from '../contract/tester-view.ts';
import { PostroomError } from '../errors.ts';
import { rankOf, type Candidate, type Refusal } from './advice-candidate.ts';
import { causeOf } from './advice-cause.ts';
import { candidatesFor } from './advice-list.ts';
import { patchBetween } from './patch-between.ts';
import type { Replayer } from './replayer.ts';

/**
 * The smallest changes that would turn a refusal, as patches ready to be applied. Nothing is advised on trust: each
 * change is applied to a draft and the transcript is replayed on it.
 */

/** What a change means for all that is known besides the transcript. */
export interface Assessment {
  /** Checks and devices that would be answered otherwise. */
  readonly changes: readonly VerdictChange[];
  /** What it opens, as sentences: findings that were not there before. */
  readonly opens: readonly string[];
  /** Anybody could relay through this server afterwards. */
  readonly opensRelay: boolean;
}

export interface AdviceInput {
  readonly replayer: Replayer;
  readonly snapshot: Snapshot;
  readonly transcript: Transcript;
  /** What the replayer made of the transcript on the snapshot. */
  readonly result: ReplayResult;
  readonly assess: (after: Snapshot) => Promise<Assessment>;
}

/** A candidate that helps. */
interface Tried {
  readonly advice: Advice;
  readonly rank: number;
  readonly reach: bigint;
}

/** Of one kind, more than a few are no advice: a house with a connector for each department has many to choose from. */
const MOST_OF_A_KIND = 3;

/** Changes that turn the first refusal, the one that opens least first; empty where nothing was refused or nothing helps. */
export async function adviseOn(input: AdviceInput): Promise<readonly Advice[]> {
  const { snapshot, transcript, result } = input;
  const cause = causeOf(result);
  if (cause === null) return [];
  const connector = snapshot.receiveConnectors.find(({ identity }) => identity === result.connector) ?? null;
  const refusal: Refusal = { snapshot, transcript, result, cause, connector };
  const kept: Tried[] = [];
  for (const candidates of candidatesFor(refusal)) kept.push(...(await helpful(input, candidates)));
  return kept
    .sort(
      (a, b) =>
        Number(a.advice.opensRelay) - Number(b.advice.opensRelay) || a.rank - b.rank || compare(a.reach, b.reach),
    )
    .map(({ advice }) => advice);
}

/** The first few that help; those behind them are not even made. */
async function helpful(input: AdviceInput, candidates: Iterable<Candidate>): Promise<readonly Tried[]> {
  const found: Tried[] = [];
  for (const candidate of candidates) {
    const tried = await tryOut(input, candidate);
    if (tried !== null && found.push(tried) === MOST_OF_A_KIND) break;
  }
  return found;
}

function compare(a: bigint, b: bigint): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** The advice that a candidate is, or null where it does not help or the configuration would not be valid. */
async function tryOut(input: AdviceInput, candidate: Candidate): Promise<Tried | null> {
  const { snapshot, replayer, result } = input;
  const after = draftOf(snapshot, candidate);
  if (after === null) return null;
  const replayed = await replayer.replay(
    after,
    candidate.transcript ?? input.transcript,
    { ...result.conditions, ...candidate.conditions },
    'replies',
  );
  const next = whatComesNext(result, replayed);
  if (next === null) return null;
  const patch = patchBetween(snapshot.document, candidate.document);
  const { findings, document } = examine(applyMergePatch({ ...standingOf(snapshot).sparse }, patch));
  if (document === null) return null;
  const { code, title, text, reach, byHand = false } = candidate;
  const place = { rank: rankOf(candidate, next === ''), reach };
  if (byHand)
    return { ...place, advice: advise({ code, title, text: text + next, patch: null, opens: candidate.opens }) };
  const assessment = await input.assess(after);
  const confirmations = newConfirmations(snapshot, findings);
  const opensRelay = assessment.opensRelay || confirmations.length > 0;
  const opens = [...candidate.opens, ...assessment.opens];
  return {
    ...place,
    advice: {
      ...advise({ code, title, text: text + next, patch, opens }),
      confirmations,
      opensRelay,
      changes: assessment.changes,
    },
  };
}

/** The configuration with the change, which may still break a rule between its parts; null where it cannot even be read. */
function draftOf(snapshot: Snapshot, { document }: Candidate): Snapshot | null {
  try {
    return compile(document, snapshot.revision + 1, snapshot);
  } catch (error) {
    if (error instanceof PostroomError) return null;
    throw error;
  }
}

function advise(said: {
  readonly code: string;
  readonly title: string;
  readonly text: string;
  readonly patch: SparseDocument | null;
  readonly opens: readonly string[];
}): Advice {
  return { ...said, opens: [...new Set(said.opens)], confirmations: [], opensRelay: false, changes: [] };
}

/** Empty where the refusal has turned and nothing else is refused, a sentence where something is, null where it has not turned. */
function whatComesNext(before: ReplayResult, after: ReplayResult): string | null {
  if (after.accepted) return '';
  const next = after.firstRefusal === null ? undefined : after.steps[after.firstRefusal];
  if (next === undefined || progress(after) <= progress(before)) return null;
  return ` After that ${next.sent[0] ?? 'the message'} is answered ${next.actual.at(-1) ?? 'nothing'}.`;
}

/** Steps of the text that were taken before the first refusal; those that were put in do not count. */
function progress({ steps, firstRefusal }: ReplayResult): number {
  return steps.slice(0, firstRefusal ?? steps.length).filter(({ kind, line }) => kind === 'connect' || (line ?? 0) > 0)
    .length;
}

/** What the configuration is as it stands: asked for each candidate, and the same for all. */
interface Standing {
  readonly sparse: SparseDocument;
  readonly findings: ReadonlySet<string>;
}
const standings = new WeakMap<Snapshot, Standing>();

function standingOf(snapshot: Snapshot): Standing {
  const known = standings.get(snapshot);
  if (known !== undefined) return known;
  const sparse = toSparse(snapshot.document);
  const standing = { sparse, findings: new Set(examine({ ...sparse }).findings.map(({ text }) => text)) };
  standings.set(snapshot, standing);
  return standing;
}

/** Texts to type for dangers that are not there yet. */
function newConfirmations(snapshot: Snapshot, findings: readonly Finding[]): readonly string[] {
  const standing = standingOf(snapshot);
  const fresh = findings.flatMap(({ text, confirmation }) =>
    confirmation === undefined || standing.findings.has(text) ? [] : [confirmation],
  );
  return [...new Set(fresh)];
}
