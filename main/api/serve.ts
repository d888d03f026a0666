import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { contract } from '../contract/calls.ts';
import type { Api, CallName, TopicName } from '../contract/calls.ts';
import type { Caller } from '../contract/declaration.ts';
import type { EngineFrame, Port, SerializedError } from '../contract/port.ts';
import { PostroomError } from '../errors.ts';

/** The engine's end of the contract over any port: parses input, enforces roles, hides causes, cuts off slow clients. */

export interface ServeOptions {
  readonly caller: Caller;
  /** Told the cause of every failure that is not meant for people, under the id the client was given. */
  readonly onError: (id: string, call: string, error: unknown) => void;
}

const SLOW_CLIENT_BYTES = 1024 * 1024;
// A client that asks faster than it is answered holds memory here.
const MAX_CALLS_UNDER_WAY = 64;
const MAX_SUBSCRIPTIONS = 32;

const frameSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('call'), id: z.number().int().nonnegative(), name: z.string(), input: z.unknown() }),
  z.strictObject({
    kind: z.literal('subscribe'),
    id: z.number().int().nonnegative(),
    topic: z.string(),
    input: z.unknown(),
  }),
  z.strictObject({ kind: z.literal('unsubscribe'), id: z.number().int().nonnegative() }),
]);

/** Answers the port until it closes. */
export function serve(port: Port, api: Api, options: ServeOptions): void {
  const open = new Map<number, () => void>();
  let underWay = 0;
  let closed = false;

  const send = (frame: EngineFrame): void => {
    if (!closed) port.send(JSON.stringify(frame));
  };

  const answer = async (id: number, name: string, input: unknown): Promise<void> => {
    if (underWay >= MAX_CALLS_UNDER_WAY) {
      send({ kind: 'error', id, error: usage('Too many calls at once. Wait for answers before the next one.', null) });
      return;
    }
    underWay += 1;
    try {
      send({ kind: 'result', id, value: await invoke(api, name, input, options.caller) });
    } catch (error) {
      send({ kind: 'error', id, error: serializeError(error, name, options.onError) });
    } finally {
      underWay -= 1;
    }
  };

  const subscribe = async (id: number, name: string, input: unknown): Promise<void> => {
    let revision = 0;
    let early: unknown[] | null = [];
    const push = (delta: unknown): void => {
      if (!open.has(id)) return;
      if (early !== null) {
        early.push(delta);
        return;
      }
      // It reads more slowly than it is told: cut off, it comes back for a fresh snapshot.
      if (port.buffered() > SLOW_CLIENT_BYTES) {
        hangUp();
        return;
      }
      revision += 1;
      send({ kind: 'delta', id, revision, value: delta });
    };
    try {
      if (open.has(id) || open.size >= MAX_SUBSCRIPTIONS)
        throw new PostroomError('usage', 'Too many subscriptions on one connection.');
      open.set(id, () => undefined);
      const source = openSource(api, name, input, options.caller, push);
      open.set(id, source.close);
      send({ kind: 'snapshot', id, value: await source.snapshot });
      const missed = early;
      early = null;
      for (const delta of missed) push(delta);
    } catch (error) {
      send({ kind: 'error', id, error: serializeError(error, name, options.onError) });
      release(id);
    }
  };

  const release = (id: number): void => {
    const close = open.get(id);
    open.delete(id);
    close?.();
  };

  const end = (): void => {
    closed = true;
    for (const id of [...open.keys()]) release(id);
  };

  /** Sources end at once; a peer that does not read may take long to notice. */
  const hangUp = (): void => {
    end();
    port.close();
  };

  port.onFrame((text) => {
    if (closed) return;
    const frame = parseFrame(text);
    if (frame === null) {
      hangUp();
      return;
    }
    if (frame.kind === 'call') void answer(frame.id, frame.name, frame.input);
    else if (frame.kind === 'subscribe') void subscribe(frame.id, frame.topic, frame.input);
    else release(frame.id);
  });
  port.onClose(end);
}

/** One call, as the border allows it. Rejects with PostroomError 'usage' or 'not-allowed', or what the handler threw. */
export async function invoke(api: Pick<Api, 'calls'>, name: string, input: unknown, caller: Caller): Promise<unknown> {
  if (!isCall(name)) throw new PostroomError('usage', `There is no call named ${quoted(name)}.`);
  const declared = contract.calls[name];
  allow(declared.role, caller);
  const parsed = parseInput(declared.input, input);
  // The compiler cannot see that name, input and handler belong together; the contract's types say they do.
  const handler = api.calls[name] as (input: unknown, caller: Caller) => unknown;
  return (await handler(parsed, caller)) ?? null;
}

function openSource(api: Api, name: string, input: unknown, caller: Caller, emit: (delta: unknown) => void) {
  if (!isTopic(name)) throw new PostroomError('usage', `There is no topic named ${quoted(name)}.`);
  const declared = contract.topics[name];
  allow(declared.role, caller);
  const source = api.topics[name] as (
    input: unknown,
    emit: (delta: unknown) => void,
  ) => { snapshot: unknown; close: () => void };
  return source(parseInput(declared.input, input), emit);
}

function allow(role: 'view' | 'admin', caller: Caller): void {
  if (role === 'admin' && caller.role !== 'admin') {
    throw new PostroomError('not-allowed', 'This needs an administrator. Sign in with an administrator token.');
  }
}

function parseInput(schema: z.ZodType, input: unknown): unknown {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path.map(String).join('.') ?? '';
  throw new PostroomError(
    'usage',
    `${path === '' ? 'The input' : quoted(path)} is not valid: ${issue?.message ?? 'unknown'}.`,
    { path },
  );
}

/** What a client may know of a failure; an unexpected one goes to the log under a new id. */
export function serializeError(error: unknown, call: string, onError: ServeOptions['onError']): SerializedError {
  const isPublic = error instanceof PostroomError && error.code !== 'internal';
  const hasCause = !isPublic || error.cause !== undefined;
  const id = hasCause ? randomUUID() : null;
  if (id !== null) onError(id, call, error);
  if (isPublic) return { code: error.code, message: error.message, path: error.path, id };
  return {
    code: 'internal',
    message: `Something went wrong inside Postroom. The log has the reason under ${id ?? ''}.`,
    path: null,
    id,
  };
}

function usage(message: string, path: string | null): SerializedError {
  return { code: 'usage', message, path, id: null };
}

function isCall(name: string): name is CallName {
  return Object.hasOwn(contract.calls, name);
}

function isTopic(name: string): name is TopicName {
  return Object.hasOwn(contract.topics, name);
}

/** A name from outside, fit for one line of text. */
function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 64));
}

function parseFrame(text: string): z.output<typeof frameSchema> | null {
  try {
    const parsed = frameSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
