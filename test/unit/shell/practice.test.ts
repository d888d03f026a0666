import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openPractice, type Practised } from '../../support/practice-shell.ts';

/**
 * What administrators type and paste, from blogs, forums and the product's own documentation. In the fixture `#=` says
 * what a paste comes to, line for line, `#?` asks for the state behind it, and a section is one server.
 */

const FIXTURE = 'test/fixtures/cmdlets/practice.ps1';

interface Block {
  readonly paste: string;
  readonly questions: readonly string[];
  readonly expected: readonly string[];
}

const sections = readFileSync(FIXTURE, 'utf8')
  .split(/^## /m)
  .slice(1)
  .map((section) => {
    const end = section.indexOf('\n');
    return {
      title: section.slice(0, end),
      blocks: section
        .slice(end + 1)
        .split(/^---\n/m)
        .map(blockOf),
    };
  });

function blockOf(text: string): Block {
  const lines = text.trimEnd().split('\n');
  const marked = (mark: string) => lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(3));
  return {
    paste: lines.filter((line) => !/^#[?=]/.test(line)).join('\n'),
    questions: marked('#? '),
    expected: marked('#= '),
  };
}

/** Everything that a paste said and did, a line each. */
function linesOf({ records, questions, calls, files }: Practised): readonly string[] {
  return [
    ...records.flatMap(({ kind, text }) =>
      kind === 'output' || kind === 'whatIf'
        ? text.split('\n').filter((line) => line.trim() !== '')
        : [`${kind}: ${text}`],
    ),
    ...questions.map((question) => `asks: ${question.replace('\n', ' / ')}`),
    ...calls.map((call) => `calls: ${call}`),
    ...files.map(({ path, text }) => `writes ${path}: ${text.split('\r\n').find((line) => line !== '') ?? ''}`),
  ];
}

test('there are more than 150 of them', () => {
  expect(sections.flatMap(({ blocks }) => blocks).length).toBeGreaterThan(150);
});

describe('what administrators type', () => {
  test.each(sections)('$title', async ({ blocks }) => {
    const shell = await openPractice();
    for (const { paste, questions, expected } of blocks) {
      const lines = [...linesOf(await shell.run(paste))];
      for (const question of questions) lines.push(...linesOf(await shell.run(question)));
      expect.soft(lines, paste).toEqual(expected);
    }
  });
});
