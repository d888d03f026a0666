import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { expect, it } from 'vitest';
import { createProgram } from '../../../main/cli/program.ts';
import { systemClock } from '../../../main/clock.ts';

/** The README's table names every command there is, and none that there is not. */

const program = createProgram(
  {
    surroundings: {
      output: { result: () => undefined, message: () => undefined },
      ...{ clock: systemClock, readInput: () => Promise.resolve('') },
    },
  } as unknown as Parameters<typeof createProgram>[0],
  '0',
);

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const table = readme.slice(readme.indexOf('| command | what it does |'));
const cells = table.slice(0, table.indexOf('\n\n')).matchAll(/^\| ((?:[^|\\]|\\.)+) \|/gm);

/** `queue list\\|show` names two: "queue list" and "queue show". */
function namesIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].flatMap(([, words = '']) => {
    const [name = '', verbs = ''] = words.split(' ');
    return /^[a-z]/.test(verbs) ? verbs.split('\\|').map((verb) => `${name} ${verb}`) : [name];
  });
}

function leaves(command: Command): readonly string[] {
  const inner = command.commands.filter((one) => one.name() !== 'help');
  return inner.length === 0 ? [command.name()] : inner.map((one) => `${command.name()} ${one.name()}`);
}

it('lists the commands as they are', () => {
  const listed = [...cells].slice(2).flatMap(([, cell = '']) => namesIn(cell));
  const real = program.commands.filter((one) => one.name() !== 'help').flatMap(leaves);
  expect(listed.toSorted()).toEqual(real.toSorted());
});
