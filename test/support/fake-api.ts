import { contract } from '../../main/contract/calls.ts';
import type { Api } from '../../main/contract/calls.ts';
import type { Problem } from '../../main/contract/problem-view.ts';
import type { Status } from '../../main/contract/status-view.ts';
import { PostroomError } from '../../main/errors.ts';

/** An api derived from the contract in which only what a test gives has an answer. */
export function fakeApi(calls: Partial<Api['calls']>, topics: Partial<Api['topics']> = {}): Api {
  const missing = (): never => {
    throw new PostroomError('internal', 'not given by this test');
  };
  const every = (names: object): object => Object.fromEntries(Object.keys(names).map((name) => [name, missing]));
  return {
    calls: { ...every(contract.calls), ...calls } as Api['calls'],
    topics: { ...every(contract.topics), ...topics } as Api['topics'],
  };
}

export const emptyStatus: Status = {
  state: 'running',
  pid: 1,
  version: '0.0.0',
  console: null,
  services: [],
  listeners: [],
  sending: { smartHosts: [], mx: false },
  queue: { waiting: 0, active: 0, retry: 0, suspended: 0, unreachable: 0, poison: 0 },
  accepted: 0,
  delivered: 0,
  refused: 0,
  today: { sinceMs: 0, accepted: 0, delivered: 0, refused: 0 },
  problems: [],
};

/** A problem of which only code and words matter. */
export function aProblem(code: string, text: string, action: string): Problem {
  return { kind: 'notice', code, text, action, facts: { path: null } };
}
