import { fileURLToPath } from 'node:url';
import { invoke } from '../../main/api/serve.ts';
import { systemClock, type Clock } from '../../main/clock.ts';
import type { CallInput, CallName, CallResult } from '../../main/contract/calls.ts';
import { createEngine, type Engine } from '../../main/engine.ts';
import { harnessOf, type ShellHarness } from './shell-harness.ts';

/** An engine in the process of the test, without a console. */
export function engineHere(folder: string, clock: Clock = systemClock): Promise<Engine> {
  const rendererFolder = fileURLToPath(new URL('../../renderer', import.meta.url));
  return createEngine({ dataFolder: folder, console: null, rendererFolder, version: '0', log: () => undefined, clock });
}

/** A shell that talks to it as an administrator. */
export function shellOf(engine: Engine): ShellHarness {
  return harnessOf({
    call: async <Name extends CallName>(name: Name, input: CallInput<Name>) =>
      (await invoke(engine.api, name, input, { role: 'admin', name: 'shell' })) as CallResult<Name>,
    close: () => Promise.resolve(),
  });
}
