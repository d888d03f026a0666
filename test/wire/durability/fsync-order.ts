/** Reads a trace of strace (-f -y, with reads, writes and syncs) for what happened between a final dot and its 250. */

export interface Answered {
  /** Files whose fsync or fdatasync began behind the final dot and had succeeded before the reply went out. */
  readonly synced: readonly string[];
}

interface Begun {
  readonly call: string;
  readonly file: string;
  readonly step: number;
}

const CALL = /^(\d+) +(\w+)\((\d+)<([^>]*)>(.*)$/;
const RESUMED = /^(\d+) +<\.\.\. (\w+) resumed>(.*)$/;
const SYNCS: ReadonlySet<string> = new Set(['fsync', 'fdatasync']);

/** One entry for each message that was answered 250, in order. Clients have to take turns. */
export function fsyncsBeforeReplies(trace: string): Answered[] {
  const answered: Answered[] = [];
  const begun = new Map<string, Begun>();
  let dot: { step: number; synced: string[] } | null = null;
  const finished = ({ call, file, step }: Begun, rest: string, now: number): void => {
    if (SYNCS.has(call)) {
      if (/= 0$/.test(rest) && dot !== null && step > dot.step) dot.synced.push(file);
    } else if (isSocket(file) && call === 'read' && /= [1-9]\d*$/.test(rest)) {
      // The last read before the reply is the one that brought the end of the final dot.
      dot = { step: now, synced: [] };
    }
  };
  trace.split('\n').forEach((line, step) => {
    const call = CALL.exec(line);
    if (call !== null) {
      const [, thread = '', name = '', , file = '', rest = ''] = call;
      if (dot !== null && name.startsWith('write') && isSocket(file) && rest.includes('"250 2.6.0 ')) {
        answered.push({ synced: dot.synced });
        dot = null;
      } else if (rest.includes('<unfinished ...>')) {
        begun.set(thread, { call: name, file, step });
      } else {
        finished({ call: name, file, step }, rest, step);
      }
      return;
    }
    const [, thread = '', , rest = ''] = RESUMED.exec(line) ?? [];
    const before = begun.get(thread);
    begun.delete(thread);
    if (before !== undefined) finished(before, rest, step);
  });
  return answered;
}

function isSocket(file: string): boolean {
  return /^(?:socket:|TCP)/.test(file);
}
