import { attach } from '../console/attach.ts';
import type { CommandDeps } from './action.ts';
import type { Caller, Surroundings } from './context.ts';
import { isNotRunning } from './exit-code.ts';
import { openFilesCaller } from './files-caller.ts';

/** How commands reach Postroom: the engine that runs on the data folder, or its files. */
export function commandDeps(surroundings: Surroundings): CommandDeps {
  const reachEngine = async ({ dataFolder }: { readonly dataFolder: string }): Promise<Caller> => {
    const client = await attach(dataFolder);
    return {
      call: (name, input) => client.call(name, input),
      close: () => {
        client.close();
        return Promise.resolve();
      },
    };
  };
  return {
    surroundings,
    reachEngine,
    watchEngine: ({ dataFolder }) => attach(dataFolder),
    reachEngineOrFiles: async (context) => {
      try {
        return await reachEngine(context);
      } catch (error) {
        if (!isNotRunning(error)) throw error;
        const { dataFolder, clock, output } = context;
        return openFilesCaller({ dataFolder, clock, log: (text) => output.message(text) });
      }
    },
  };
}
