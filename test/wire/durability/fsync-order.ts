/** Reads a trace of strace (-f -y, with reads, writes and syncs) for what happened between a message and its 250. */

export interface Answered {
  /** Files whose fsync or fdatasync began behind the end of the message and had succeeded before the reply went out. */
  readonly synced: readonly string[];
}

interface Call {
  readonly thread: string;
  readonly name: string;
  readonly file: string;
  readonly rest: string;
  /** Line on which it began. */
  readonly step: number;
}

const CALL = /^(\d+) +(\w+)\(\d+<([^>]*)>(.*)$/;
const RESUMED = /^(\d+) +<\.\.\. \w+ resumed>(.*)$/;
const UNFINISHED = '<unfinished ...>';

/** One entry for each message that was answered 250, in order. Clients have to take turns. */
export function fsyncsBeforeReplies(trace: string): Answered[] {
  const answered: Answered[] = [];
  const begun = new Map<string, Call>();
  /** The last read before the reply is the one that brought the end of the message. */
  let received = { step: 0, synced: [] as string[] };
  const finished = (call: Call, now: number): void => {
    if (isRead(call)) received = { step: now, synced: [] };
    else if (isSync(call) && call.step > received.step) received.synced.push(call.file);
  };
  trace.split('\n').forEach((line, step) => {
    const call = callOf(line, step);
    if (call === null) {
      const [, thread = '', rest = ''] = RESUMED.exec(line) ?? [];
      const before = begun.get(thread);
      if (before !== undefined) finished({ ...before, rest }, step);
      begun.delete(thread);
    } else if (isReply(call)) {
      // What counts is when it is handed to the system, not when that returns.
      answered.push({ synced: [...received.synced] });
    } else if (call.rest.includes(UNFINISHED)) {
      begun.set(call.thread, call);
    } else {
      finished(call, step);
    }
  });
  return answered;
}

function callOf(line: string, step: number): Call | null {
  const [found, thread = '', name = '', file = '', rest = ''] = CALL.exec(line) ?? [];
  return found === undefined ? null : { thread, name, file, rest, step };
}

const isSocket = ({ file }: Call): boolean => /^(?:socket:|TCP)/.test(file);
const isReply = (call: Call): boolean =>
  isSocket(call) && call.name.startsWith('write') && call.rest.includes('"250 2.6.0 ');
const isRead = (call: Call): boolean => isSocket(call) && call.name === 'read' && /= [1-9]\d*$/.test(call.rest);
const isSync = ({ name, rest }: Call): boolean => /^f(?:data)?sync$/.test(name) && rest.endsWith('= 0');
