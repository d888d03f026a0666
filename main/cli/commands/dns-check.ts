import type { Command } from 'commander';
import type { ArrivalReport, ArrivalResult } from '../../contract/arrival-view.ts';
import { onEngine } from '../action.ts';
import type { CommandDeps } from '../action.ts';

/** `dns-check`: whether mail from a domain would arrive. */

const marks: Readonly<Record<ArrivalResult['verdict'], string>> = {
  good: 'good   ',
  warn: 'warning',
  bad: 'BAD    ',
  unknown: 'unknown',
};

export function addDnsCheckCommand(program: Command, deps: CommandDeps): void {
  onEngine<{ readonly ip?: string }>(
    program
      .command('dns-check')
      .argument('[domain]', 'default: the default accepted domain')
      .option('--ip <address>', 'the public address that mail leaves from')
      .description('look up what receivers look up: SPF, DKIM, DMARC, MX, the name of the address, port 25'),
    deps,
    async (caller, { context, args, options }) => {
      const report = await caller.call('arrival.check', { domain: args[0] ?? null, address: options.ip ?? null });
      context.print(report, printReport);
      if (report.results.some(({ verdict }) => verdict === 'bad')) context.answerNo();
    },
  );
}

function printReport({ domain, address, smartHosts, results }: ArrivalReport): string {
  const way =
    smartHosts.length > 0 ? `through ${smartHosts.join(', ')}` : `directly from ${address ?? 'an unknown address'}`;
  return [`Mail from ${domain}, ${way}:`, ...results.flatMap(printResult)].join('\n');
}

function printResult({ check, verdict, text, advice, record }: ArrivalResult): readonly string[] {
  const lines = [`${marks[verdict]}  ${check.toUpperCase().padEnd(6)}  ${text}`];
  if (advice !== '') lines.push(`${' '.repeat(17)}${advice}`);
  if (record !== null) {
    const value = record.strings.length > 1 ? record.strings.map((part) => `"${part}"`).join(' ') : record.value;
    lines.push(`${' '.repeat(17)}${record.name}  ${record.type}  ${value}`);
  }
  return lines;
}
