import type { z } from 'zod';

/** How calls and topics are declared, and the types that follow from a declaration. */

/** `view` may look, `admin` may change. */
export type Role = 'view' | 'admin';

/** Carries a type and nothing at run time: results are made by the engine and trusted. */
export interface Shape<T> {
  readonly type?: T;
}

export interface Call<Input extends z.ZodType = z.ZodType, Result = unknown> {
  readonly role: Role;
  readonly input: Input;
  readonly result: Shape<Result>;
}

/** A topic answers a subscription with one snapshot and then deltas. */
export interface Topic<Input extends z.ZodType = z.ZodType, Snapshot = unknown, Delta = unknown> {
  readonly role: Role;
  readonly input: Input;
  readonly snapshot: Shape<Snapshot>;
  readonly delta: Shape<Delta>;
}

export function shape<T>(): Shape<T> {
  return {};
}

export function call<Input extends z.ZodType, Result>(
  role: Role,
  input: Input,
  result: Shape<Result>,
): Call<Input, Result> {
  return { role, input, result };
}

export function topic<Input extends z.ZodType, Snapshot, Delta>(
  role: Role,
  input: Input,
  snapshot: Shape<Snapshot>,
  delta: Shape<Delta>,
): Topic<Input, Snapshot, Delta> {
  return { role, input, snapshot, delta };
}

type MaybePromise<T> = T | Promise<T>;

export type ResultOf<C> = C extends Call<z.ZodType, infer Result> ? Result : never;
export type InputOf<C> = C extends { readonly input: infer Input extends z.ZodType } ? z.input<Input> : never;
export type ParsedOf<C> = C extends { readonly input: infer Input extends z.ZodType } ? z.output<Input> : never;
export type SnapshotOf<T> = T extends Topic<z.ZodType, infer Snapshot> ? Snapshot : never;
export type DeltaOf<T> = T extends Topic<z.ZodType, unknown, infer Delta> ? Delta : never;

/** Who calls; handlers write it into the history. */
export interface Caller {
  readonly role: Role;
  /** Shown as the author of a change. */
  readonly name: string;
}

/** The engine's side of a set of calls. */
export type HandlersOf<Calls> = {
  readonly [Name in keyof Calls]: (input: ParsedOf<Calls[Name]>, caller: Caller) => MaybePromise<ResultOf<Calls[Name]>>;
};

/** The engine's side of a set of topics: `emit` may be called from the moment open() runs; close() ends it. */
export type SourcesOf<Topics> = {
  readonly [Name in keyof Topics]: (
    input: ParsedOf<Topics[Name]>,
    emit: (delta: DeltaOf<Topics[Name]>) => void,
  ) => { readonly snapshot: MaybePromise<SnapshotOf<Topics[Name]>>; readonly close: () => void };
};
