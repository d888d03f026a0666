import type { Command } from 'commander';
import { z } from 'zod';
import type { ConfigApplied, ConfigCheck } from '../../contract/config-view.ts';
import { documentSchema } from '../../contract/document.ts';
import { onConfiguration, onItsOwn } from '../action.ts';
import type { CommandDeps } from '../action.ts';
import { readJsonObject } from '../document-input.ts';
import { plain, table } from '../output.ts';

/** `config`: the document as a whole, as a patch, and its history. */

interface ChangeOptions {
  readonly confirm: readonly string[];
}

const collect = (value: string, previous: readonly string[]): readonly string[] => [...previous, value];

export function addConfigCommands(program: Command, deps: CommandDeps): void {
  const config = program.command('config').description('show, check and change the configuration');
  const documentArgument = ['<file>', 'JSON file, or - for standard input'] as const;

  onConfiguration<{ readonly defaults: boolean }>(
    config
      .command('show')
      .option('--defaults', 'with every default filled in', false)
      .description('print the configuration'),
    deps,
    async (caller, { context, options }) => {
      const view = await caller.call('config.get', {});
      const shown = options.defaults ? view.document : view.sparse;
      context.print(shown, (document) => JSON.stringify(document, null, 2));
      for (const { text } of view.notices) context.output.message(plain(text));
    },
  );

  onConfiguration(
    config
      .command('check')
      .argument(...documentArgument)
      .description('say what a document would change, and what is wrong with it'),
    deps,
    async (caller, { context, args }) => {
      const draft = await readJsonObject(args[0] ?? '', context.readInput);
      const report = await caller.call('config.check', { draft });
      context.print(report, checkText);
      if (report.findings.some(({ severity }) => severity === 'error')) context.answerNo();
    },
  );

  for (const verb of ['apply', 'patch'] as const) {
    onConfiguration<ChangeOptions>(
      config
        .command(verb)
        .argument(...documentArgument)
        .option('--confirm <text>', 'confirm a dangerous finding by its text (can be given again)', collect, [])
        .description(verb === 'apply' ? 'replace the whole document' : 'apply a JSON merge patch (RFC 7396)'),
      deps,
      async (caller, { context, args, options }) => {
        const given = await readJsonObject(args[0] ?? '', context.readInput);
        const { revision: baseRevision } = await caller.call('config.get', {});
        const confirmations = [...options.confirm];
        const report =
          verb === 'apply'
            ? await caller.call('config.check', { draft: given })
            : await caller.call('config.checkPatch', { patch: given });
        // What is wrong is said by the refusal itself, unless there is more of it.
        const errors = report.findings.filter(({ severity }) => severity === 'error');
        for (const finding of report.findings)
          if (finding.severity !== 'error' || errors.length > 1) context.output.message(findingText(finding));
        const applied =
          verb === 'apply'
            ? await caller.call('config.apply', { draft: given, baseRevision, confirmations })
            : await caller.call('config.patch', { patch: given, baseRevision, confirmations });
        context.print({ ...applied, effects: report.effects }, ({ revision, effects, impact }) =>
          [`Saved as revision ${String(revision)}.`, ...[...effects, ...impactText(impact)].map(indented)].join('\n'),
        );
      },
    );
  }

  onConfiguration(
    config.command('history').description('list earlier revisions'),
    deps,
    async (caller, { context }) => {
      context.print(await caller.call('config.history', {}), (rows) =>
        table(
          ['REVISION', 'SAVED', 'BY', 'SUMMARY'],
          rows.map(({ revision, savedAtMs, author, summary }) => [
            revision,
            new Date(savedAtMs).toISOString(),
            author,
            summary,
          ]),
        ),
      );
    },
  );

  onConfiguration(
    config.command('undo').description('go back to the revision before'),
    deps,
    async (caller, { context }) => {
      const { revision: baseRevision } = await caller.call('config.get', {});
      context.print(await caller.call('config.undo', { baseRevision }), ({ revision, impact }) =>
        [`Undone; saved as revision ${String(revision)}.`, ...impactText(impact).map(indented)].join('\n'),
      );
    },
  );

  onItsOwn(config.command('schema').description('print the JSON Schema of the document'), deps, ({ context }) => {
    context.output.result(JSON.stringify(configurationJsonSchema(), null, 2));
    return Promise.resolve();
  });
}

/** JSON Schema of what may stand in config.json: every section and property with a default may be left out. */
export function configurationJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(documentSchema, { io: 'input', unrepresentable: 'any' });
  return { ...schema, title: 'Postroom configuration', required: [] };
}

function impactText(impact: ConfigApplied['impact']): readonly string[] {
  return impact === null ? [] : [impact.summary];
}

/** The place is named once: some sentences begin with it. */
function findingText({ severity, path, text }: ConfigCheck['findings'][number]): string {
  const place = path === '' || text.startsWith(path) ? '' : `${path}: `;
  return `${severity}: ${place}${plain(text)}`;
}

function indented(text: string): string {
  return `  ${plain(text)}`;
}

function checkText({ findings, effects, impact }: ConfigCheck): string {
  const lines = [
    ...findings.map((finding) => {
      const { confirmation } = finding;
      const confirm = confirmation === undefined ? '' : ` Confirm with --confirm "${plain(confirmation)}".`;
      return `${findingText(finding)}${confirm}`;
    }),
    ...effects.map((effect) => plain(effect)),
  ];
  if (lines.length === 0) return 'Nothing would change.';
  return [...lines, ...impactText(impact).map(plain)].join('\n');
}
