import type { ShellOutcome, ShellRecord } from '../contract/shell-view.ts';
import type { Output } from './output.ts';
import { plain } from './output.ts';

/** What a shell command said, at a terminal: results on standard output, the rest beside them. */
export function printRecords({ records }: Pick<ShellOutcome, 'records'>, output: Output): void {
  for (const record of records) {
    const lines = textOf(record).split('\n').map(plain);
    if (record.kind === 'output' || record.kind === 'whatIf') output.result(lines.join('\n'));
    else output.message(lines.join('\n'));
  }
}

export function hasFailed({ records }: Pick<ShellOutcome, 'records'>): boolean {
  return records.some(({ kind }) => kind === 'error');
}

function textOf(record: ShellRecord): string {
  switch (record.kind) {
    case 'warning':
      return `WARNING: ${record.text}`;
    case 'note':
      return `NOTE: ${record.text}`;
    case 'error':
      return `ERROR: ${record.text}`;
    default:
      return record.text;
  }
}
