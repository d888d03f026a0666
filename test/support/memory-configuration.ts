import { randomUUID } from 'node:crypto';
import { Low, Memory } from 'lowdb';
import { createConfigurationCalls } from '../../main/api/configuration.ts';
import { createShellCalls } from '../../main/api/shell.ts';
import { invoke } from '../../main/api/serve.ts';
import type { Caller } from '../../main/cli/context.ts';
import { systemClock } from '../../main/clock.ts';
import { compile } from '../../main/config/compile.ts';
import { createConfiguration } from '../../main/config/configuration-store.ts';
import type { HistoryEntry } from '../../main/config/history.ts';
import { loadTolerantly } from '../../main/config/load.ts';
import type { JsonObject } from '../../main/config/merge-patch.ts';
import type { Api, CallInput, CallName, CallResult } from '../../main/contract/calls.ts';
import { createReplayer } from '../../main/tester/replayer.ts';
import { fakeApi } from './fake-api.ts';

/** The configuration and the shell as the engine has them, with nothing on disk: for properties that need many of them. */
export function memoryConfiguration(raw: JsonObject): Caller {
  const { document, notices } = loadTolerantly(raw);
  const secrets = new Map<string, string>();
  const entries: HistoryEntry[] = [];
  const configuration = createConfiguration({
    clock: systemClock,
    db: new Low<JsonObject>(new Memory(), raw),
    edits: { remember: () => undefined, notices: () => [], keep: () => Promise.resolve() },
    history: {
      highest: () => entries.at(-1)?.revision ?? 1,
      newest: () => Promise.resolve(entries.at(-1) ?? null),
      before: () => Promise.resolve(null),
      find: (revision) => Promise.resolve(entries.find((entry) => entry.revision === revision) ?? null),
      list: () => Promise.resolve(entries),
      append: (entry) => Promise.resolve(void entries.push(entry)),
      withdraw: () => Promise.resolve(void entries.pop()),
    },
    secrets: {
      set: (name, value) => Promise.resolve(void secrets.set(name, value)),
      remove: (name) => Promise.resolve(secrets.delete(name)),
      get: (name) => Promise.resolve(secrets.get(name) ?? ''),
      names: () => [...secrets.keys()],
    },
    log: () => undefined,
    firstRun: false,
    untouched: false,
    raw,
    snapshot: compile(document, 1),
    notices,
  });
  const replayer = createReplayer({ clock: systemClock, newGuid: randomUUID });
  const admin = { role: 'admin', name: 'test' } as const;
  const call = async <Name extends CallName>(name: Name, input: CallInput<Name>) =>
    (await invoke(api, name, input, admin)) as CallResult<Name>;
  const api: Api = fakeApi({
    ...createConfigurationCalls({
      configuration,
      replayer,
      devices: () => [],
      onError: (error) => {
        throw error;
      },
    }),
    ...createShellCalls({ clock: systemClock, call: (name, input) => call(name, input) }),
  });
  return { call, close: () => Promise.resolve() };
}
