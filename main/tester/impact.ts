import type { Snapshot } from '../config/snapshot.ts';
import { displayAddress } from '../connectors/ranges.ts';
import type { DeviceCard } from '../contract/session-view.ts';
import type { ChangeImpact, CheckResult, ReplayResult, VerdictChange } from '../contract/tester-view.ts';
import { runChecks } from './checks.ts';
import { replaysOf } from './device-transcript.ts';
import { summarizeImpact } from './impact-summary.ts';
import { inTurn, refusalOf } from './probe.ts';
import { rememberReplies } from './remembering-replayer.ts';
import type { Replayer } from './replayer.ts';

/**
 * What a change of the configuration changes for what is known: the checks, and what each device did last. Both sides
 * are replayed, so it does not matter how old the history is.
 */

/** The devices seen last; the others are left out, and the summary says so. */
const MAX_DEVICES = 250;

export interface ChangeInput {
  readonly replayer: Replayer;
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** Least recently seen first, as the journal lists them. */
  readonly devices: readonly DeviceCard[];
}

export function assessChange({ replayer, before, after, devices }: ChangeInput): Promise<ChangeImpact> {
  return createChangeAssessor({ replayer, before, devices })(after);
}

/** `assessChange` for several changes of one configuration, which is looked at once. */
export function createChangeAssessor({
  replayer,
  before,
  devices,
}: Omit<ChangeInput, 'after'>): (after: Snapshot) => Promise<ChangeImpact> {
  const known = devices
    .map((device) => ({ device, replays: replaysOf(device) }))
    .filter(({ replays }) => replays.length);
  const recent = known.slice(-MAX_DEVICES);
  const asked = recent.flatMap(({ device, replays }) => replays.map((replay) => ({ device, replay })));
  // A change turns few dialogues: the others are held once for both sides.
  const remembering = rememberReplies(replayer);
  const look = async (snapshot: Snapshot): Promise<Outlook> => ({
    checks: await runChecks(remembering, snapshot),
    standings: await inTurn(asked, async ({ replay: { transcript, conditions } }) =>
      standingOf(await remembering.replay(snapshot, transcript, conditions, 'replies')),
    ),
  });
  let present: Promise<Outlook> | null = null;
  return async (after) => {
    const old = await (present ??= look(before));
    const next = await look(after);
    const ofDevices = asked.flatMap(({ device }, at) =>
      compareStandings(called(device, before), old.standings[at], next.standings[at]),
    );
    const changes = [...compareChecks(old.checks, next.checks), ...ofDevices].sort(
      (a, b) => Number(b.worse) - Number(a.worse),
    );
    const counts = { checks: next.checks.length, devices: recent.length };
    return { ...counts, changes, summary: summarizeImpact({ ...counts, changes, known: known.length }) };
  };
}

/** What is known, on one configuration. */
interface Outlook {
  readonly checks: readonly CheckResult[];
  /** In the order of the devices' replays. */
  readonly standings: readonly Standing[];
}

/** How well a dialogue went, best first. */
interface Standing {
  readonly rank: number;
  readonly text: string;
}

function standingOf(result: ReplayResult): Standing {
  if (!result.accepted) {
    const outcome = result.firstRefusal === null ? undefined : result.steps[result.firstRefusal]?.outcome;
    const reply = refusalOf(result) ?? 'no answer';
    return outcome === 'deferred' ? { rank: 3, text: `put off (${reply})` } : { rank: 4, text: `refused (${reply})` };
  }
  const kinds = new Set(result.routes.map(({ kind }) => kind));
  if (kinds.has('fail')) return { rank: 2, text: 'accepted, but returned as undeliverable' };
  if (kinds.has('unreachable')) return { rank: 1, text: 'accepted, but kept waiting as Unreachable' };
  return { rank: 0, text: 'accepted' };
}

/** `Accounting printer (192.168.0.180)` where the configuration names it. */
function called({ address }: DeviceCard, { document }: Snapshot): string {
  const named = document.devices.find((one) => displayAddress(one.address) === address);
  return named === undefined || named.name === '' ? address : `${named.name} (${address})`;
}

function compareStandings(
  subject: string,
  old: Standing | undefined,
  next: Standing | undefined,
): readonly VerdictChange[] {
  if (old === undefined || next === undefined || old.rank === next.rank) return [];
  return [{ kind: 'device', subject, before: old.text, after: next.text, worse: next.rank > old.rank }];
}

/** Checks whose result turns, and new ones that fail from the start. One that is gone is no result. */
function compareChecks(before: readonly CheckResult[], after: readonly CheckResult[]): readonly VerdictChange[] {
  const old = new Map(before.map((check) => [check.name, check]));
  return after.flatMap((check): VerdictChange[] => {
    const previous = old.get(check.name);
    if (previous === undefined ? check.passed : previous.passed === check.passed) return [];
    return [
      {
        kind: 'check',
        subject: check.name,
        before: previous === undefined ? 'not there' : standing(previous),
        after: standing(check),
        worse: !check.passed,
      },
    ];
  });
}

function standing({ passed, text }: CheckResult): string {
  return passed ? 'passes' : `fails (${text})`;
}
