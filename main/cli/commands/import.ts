import type { Command } from 'commander';
import type { ImportReview } from '../../contract/import-view.ts';
import { onConfiguration } from '../action.ts';
import type { CommandDeps } from '../action.ts';
import { readText } from '../document-input.ts';
import { plain, table } from '../output.ts';

/** `import`: what another mail server wrote of its configuration, reviewed, and carried over when asked to. */

interface ImportOptions {
  readonly apply: boolean;
  readonly confirm: readonly string[];
}

export function addImportCommands(program: Command, deps: CommandDeps): void {
  onConfiguration<ImportOptions>(
    program
      .command('import')
      .argument(
        '<file...>',
        'exports of Exchange, MetaBase.xml of IIS, or backups of hMailServer; - for standard input',
      )
      .option('--apply', 'carry it over; without it nothing is changed', false)
      .option(
        '--confirm <text>',
        'confirm a dangerous finding by its text (can be given again)',
        (value: string, previous: readonly string[]) => [...previous, value],
        [],
      )
      .description('say what the configuration of another mail server would become here'),
    deps,
    async (caller, { context, args, options }) => {
      const texts: string[] = [];
      for (const name of args) texts.push(await readText(name, context.readInput));
      const review = await caller.call('import.review', { texts });
      if (review.patch === null || !options.apply) {
        context.print(review, (given) => `${reviewText(given)}\n${given.patch === null ? nothing : unapplied}`);
        if (review.patch === null) context.answerNo();
        return;
      }
      const { revision: baseRevision } = await caller.call('config.get', {});
      const { findings } = await caller.call('config.checkPatch', { patch: review.patch });
      for (const { severity, path, text } of findings) context.output.message(`${severity}: ${path}: ${plain(text)}`);
      const { revision } = await caller.call('config.patch', {
        ...{ patch: review.patch, baseRevision, confirmations: [...options.confirm] },
      });
      context.print({ ...review, revision }, (given) => `${reviewText(given)}\nSaved as revision ${String(revision)}.`);
    },
  );
}

const nothing = 'Nothing in it can be carried over.';
const unapplied = 'Nothing was changed. Give --apply to carry it over.';

function reviewText({ format, entries, notes }: ImportReview): string {
  const sections = {
    receiveConnectors: 'Receive connector',
    sendConnectors: 'Send connector',
    acceptedDomains: 'Accepted domain',
  } as const;
  const rows = entries.map(({ section, name, sentence }) => [sections[section], plain(name), plain(sentence)]);
  const losses = entries.flatMap(({ name, losses: lost }) => lost.map((one) => `${name}: ${one}`));
  return [
    `Read ${plain(format)}.`,
    ...(rows.length === 0 ? [] : [table(['KIND', 'NAME', 'WHAT HAPPENS'], rows)]),
    ...[...losses, ...notes].map((one) => `  ${plain(one)}`),
  ].join('\n');
}
