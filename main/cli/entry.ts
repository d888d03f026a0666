import { text } from 'node:stream/consumers';
import { systemClock } from '../clock.ts';
import { productVersion } from './installation.ts';
import { linesOf } from './line-input.ts';
import { openShellTerminal } from './shell-terminal.ts';
import { runCommand } from './run.ts';

/** The `postroom` command, on a Node.js that can run it. */

// A reader that went away (`postroom log | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

// What nobody reads any more (a closed terminal, a `tee` that ended) must not end the engine that says it.
process.stderr.on('error', () => undefined);

await runCommand(
  process.argv.slice(2),
  {
    output: {
      result: (line) => void process.stdout.write(`${line}\n`),
      message: (line) => void process.stderr.write(`${line}\n`),
    },
    clock: systemClock,
    readInput: () => text(process.stdin),
    openLines: () => linesOf(process.stdin, process.stdout),
    openTerminal: (options) => openShellTerminal(process.stdin, process.stdout, options),
    setExitCode: (code) => {
      process.exitCode = code;
    },
  },
  productVersion(),
);
