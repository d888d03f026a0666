import type { Command } from 'commander';
import type { AuditReport } from '../../contract/audit-view.ts';
import { onConfiguration } from '../action.ts';
import type { CommandDeps } from '../action.ts';
import { plain } from '../output.ts';

/** `audit`: whether strangers could relay, and what in the configuration is unwise. */

export function addAuditCommand(program: Command, deps: CommandDeps): void {
  onConfiguration(
    program.command('audit').description('try whether this server is an open relay, and look over its configuration'),
    deps,
    async (caller, { context }) => {
      const report = await caller.call('audit.run', {});
      context.print(report, auditText);
      if (report.open > 0 || report.findings.some(({ severity }) => severity === 'critical')) context.answerNo();
    },
  );
}

function auditText({ findings, attempts, open }: AuditReport): string {
  const tried = `${attempts.toLocaleString('en')} attempts to relay without any right to it:`;
  return [
    ...findings.flatMap(({ severity, text, remedy, patch }) => [
      `${severity}: ${plain(text)}`,
      `  ${plain(remedy)}${patch === null ? '' : ' (the patch is in --json)'}`,
      '',
    ]),
    open === 0 ? `${tried} none would have left this server.` : `${tried} ${String(open)} would have left this server.`,
  ].join('\n');
}
