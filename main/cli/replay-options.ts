import type { Command } from 'commander';
import type { CallInput, CallName, CallResult } from '../contract/calls.ts';
import { CallError } from '../contract/client.ts';
import { PostroomError } from '../errors.ts';
import type { Caller } from './context.ts';
import { readText } from './document-input.ts';

/** What commands that replay a transcript have in common: its file, and as whom and where it is replayed. */

export interface ReplayOptions {
  readonly from?: string;
  readonly to?: string;
  readonly tls: boolean;
  readonly user?: string;
  readonly session?: string;
}

export function withReplayOptions(command: Command): Command {
  return command
    .option('--from <ip>', 'address of the client')
    .option('--to <ip:port>', 'local address and port it connects to')
    .option('--tls', 'TLS from the first byte', false)
    .option('--user <name>', 'account that AUTH signs in as; no password is needed')
    .option('--session <id>', 'session to take from a log that holds several');
}

/** The request for a file; `-` is standard input. Rejects with 'usage'. */
export async function replayRequest(
  file: string,
  options: ReplayOptions,
  readInput: () => Promise<string>,
): Promise<CallInput<'tester.replay'>> {
  const text = await readText(file, readInput);
  return {
    text,
    session: options.session,
    conditions: {
      remoteAddress: options.from,
      ...(options.to === undefined ? {} : localEndpoint(options.to)),
      // Not said is not the same as no: a log may tell.
      ...(options.tls ? { implicitTls: true } : {}),
      userName: options.user,
    },
  };
}

/** Makes a call that replays; what it misses is said with the option that gives it. */
export async function callWithReplay<Name extends CallName>(
  caller: Caller,
  name: Name,
  input: CallInput<Name>,
): Promise<CallResult<Name>> {
  try {
    return await caller.call(name, input);
  } catch (error) {
    const isKnown = error instanceof PostroomError || error instanceof CallError;
    const option = isKnown ? options[error.path ?? ''] : undefined;
    if (!isKnown || option === undefined) throw error;
    throw new PostroomError('usage', `${error.message} Use ${option}.`, { cause: error });
  }
}

const options: Readonly<Record<string, string>> = {
  'conditions.remoteAddress': '--from IP',
  'conditions.localAddress': '--to IP:PORT',
  'conditions.localPort': '--to IP:PORT',
};

function localEndpoint(to: string): { readonly localAddress: string; readonly localPort: number } {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(to);
  if (match !== null) return { localAddress: match[1] ?? match[2] ?? '', localPort: Number(match[3]) };
  throw new PostroomError('usage', 'Give the local address as IP:PORT, for example 192.168.0.10:25 or [::1]:25.');
}
