import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ReplayResult, ReplayStep, RoutePreview, Transcript, TranscriptStep } from '../contract/tester-view.ts';

/** Short dialogues that the checks, the audit and the change preview hold by themselves, and what came of them. */

/** So many replays are made in one turn of the event loop: sessions of real clients go on between them. */
const REPLAYS_A_TURN = 8;

/** A transcript of commands alone: nothing is expected, so nothing is compared. */
export function dialogue(commands: readonly string[]): Transcript {
  const steps = commands.map((command, index): TranscriptStep => ({
    kind: 'command',
    line: index + 1,
    text: [command],
    reply: null,
  }));
  const hints = { remoteAddress: null, localAddress: null, localPort: null, implicitTls: false, connector: null };
  return { format: 'client-only', greeting: null, steps, problems: [], hints };
}

/** EHLO, inside TLS where that is asked for. */
export function opening(helo: string, tls: 'none' | 'starttls' | 'implicit'): readonly string[] {
  return tls === 'starttls' ? [`EHLO ${helo}`, 'STARTTLS', `EHLO ${helo}`] : [`EHLO ${helo}`];
}

/** One after the other, in the order of the list, with room for others in between. */
export async function inTurn<Item, Result>(
  items: Iterable<Item>,
  run: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const item of items) {
    results.push(await run(item));
    if (results.length % REPLAYS_A_TURN === 0) await nextTurn();
  }
  return results;
}

/** The RCPT commands that were answered 250. */
export function takenRecipients({ steps }: ReplayResult): readonly ReplayStep[] {
  return steps.filter(
    ({ kind, sent, outcome }) => kind === 'command' && outcome === 'accepted' && /^RCPT\b/i.test(sent[0] ?? ''),
  );
}

/** Recipients whose mail would leave this server, or would as soon as a send connector takes it. */
export function leavingRoutes({ routes }: ReplayResult): readonly RoutePreview[] {
  return routes.filter(({ kind }) => kind !== 'mailbox' && kind !== 'fail');
}

/** The last line of what refused the dialogue, or null. */
export function refusalOf({ steps, firstRefusal }: ReplayResult): string | null {
  return firstRefusal === null ? null : (steps[firstRefusal]?.actual.at(-1) ?? null);
}
