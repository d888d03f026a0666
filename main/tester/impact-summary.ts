import type { VerdictChange } from '../contract/tester-view.ts';

/** The change preview in a sentence or two. */

const SHOWN = 3;

interface Counted {
  readonly changes: readonly VerdictChange[];
  readonly checks: number;
  /** Devices that were replayed, and all of which something is known. */
  readonly devices: number;
  readonly known: number;
}

/** "3 of 14 devices change: 192.168.0.31 would be refused (550 …); … None of 4 checks changes." */
export function summarizeImpact({ changes, checks, devices, known }: Counted): string {
  const ofDevices = changes.filter(({ kind }) => kind === 'device');
  const ofChecks = changes.filter(({ kind }) => kind === 'check');
  const all = known > devices ? `the ${String(devices)} devices seen last` : `${String(devices)} devices`;
  return [
    devices === 0
      ? 'No device has sent anything yet.'
      : sentence(
          ofDevices,
          devices === 1 ? null : all,
          'device',
          ({ subject, after }) => `${subject} would be ${after}`,
        ),
    checks === 0
      ? ''
      : sentence(
          ofChecks,
          checks === 1 ? null : `${String(checks)} checks`,
          'check',
          ({ subject, after }) => `${subject}: now ${after}`,
        ),
  ]
    .join(' ')
    .trimEnd();
}

/** `all` is null where there is only one. */
function sentence(
  changes: readonly VerdictChange[],
  all: string | null,
  noun: string,
  tell: (change: VerdictChange) => string,
): string {
  // A device may have two changes, for what it sent last and for what was refused it last.
  const subjects = new Map<string, VerdictChange>();
  for (const change of changes) if (!subjects.has(change.subject)) subjects.set(change.subject, change);
  const count = subjects.size;
  if (count === 0) return all === null ? `The only ${noun} does not change.` : `None of ${all} changes.`;
  const shown = [...subjects.values()].slice(0, SHOWN).map(tell);
  const rest = count > SHOWN ? [`${String(count - SHOWN)} more`] : [];
  const who =
    all === null ? `The only ${noun} changes` : `${String(count)} of ${all} ${count === 1 ? 'changes' : 'change'}`;
  return `${who}: ${[...shown, ...rest].join('; ')}.`;
}
