import type { ShellErrorCategory, ShellFile, ShellRecord } from '../../contract/shell-view.ts';
import { renderByDefault } from '../format/render.ts';
import { ShellError } from '../shell-error.ts';
import { parseScript } from '../syntax/script-parser.ts';
import type { Cmdlet, ShellContext, ShellHost } from './cmdlet.ts';
import { Interpreter } from './interpreter.ts';
import type { Variables } from './variables.ts';

/** One text that is run: its statements one after the other, and what they say. */

export interface RunOptions {
  readonly host: ShellHost;
  readonly cmdlets: readonly Cmdlet[];
  readonly variables: Variables;
  readonly width: number;
  readonly say: (record: ShellRecord) => void;
  readonly write: (file: ShellFile) => void;
}

/** Failures that say what went wrong; anything else is the caller's to report. */
interface PublicFailure {
  readonly code: string;
  readonly message: string;
}

/** Never rejects for what a command did wrong: that is an error record, and the next statement runs. Rejects for a text that is not understood, before anything has run. */
export async function runScript(text: string, options: RunOptions): Promise<void> {
  const { statements } = parseScript(text);
  const { say, width, variables } = options;
  const interpreter = createInterpreter(options);
  for (const statement of statements) {
    try {
      const lines = renderByDefault(await interpreter.run(statement, variables), width);
      if (lines.length > 0) say({ kind: 'output', text: lines.join('\n') });
    } catch (error) {
      say(errorRecord(error));
    }
  }
}

function createInterpreter({ host, cmdlets, width, say, write }: RunOptions): Interpreter {
  const said = new Set<string>();
  const answers: { confirmation: ShellContext['confirmation'] } = { confirmation: 'ask' };
  return new Interpreter({
    cmdlets,
    serverName: async () => (await host.call('config.get', {})).document.server.name,
    contextFor: (runBlock, silent) => ({
      call: (name, input) => host.call(name, input),
      now: () => host.now(),
      ask: (question) => host.ask(question),
      width,
      cmdlets,
      warn: (warning) => {
        if (!silent.warnings) say({ kind: 'warning', text: warning });
      },
      note: (note) => {
        if (!said.has(note)) say({ kind: 'note', text: note });
        said.add(note);
      },
      whatIf: (what) => say({ kind: 'whatIf', text: what }),
      error: (error) => {
        if (!silent.errors) say(errorRecord(error));
      },
      writeFile: write,
      runBlock,
      get confirmation() {
        return answers.confirmation;
      },
      set confirmation(value) {
        answers.confirmation = value;
      },
    }),
  });
}

/** What a failure is to the person who typed. Throws what is meant for the log alone. */
export function errorRecord(error: unknown): ShellRecord {
  if (error instanceof ShellError)
    return { kind: 'error', category: error.category, text: error.message, at: error.at };
  if (!isPublicFailure(error)) throw error;
  return { kind: 'error', category: categoryOf(error.code), text: error.message, at: null };
}

function isPublicFailure(error: unknown): error is PublicFailure {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code !== 'internal' &&
    /^[a-z-]+$/.test(error.code)
  );
}

function categoryOf(code: string): ShellErrorCategory {
  if (code === 'not-running') return 'NotRunning';
  if (code === 'not-found') return 'ObjectNotFound';
  return code === 'usage' || code === 'config-invalid' ? 'InvalidArgument' : 'InvalidOperation';
}
