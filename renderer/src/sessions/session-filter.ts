import type { SessionFilter } from '../../../main/contract/calls.ts';
import type { SessionLine, SessionSummary } from '../../../main/contract/session-view.ts';
import { addressOf } from '../sessions.ts';
import type { LogRow, LogSession } from './session-log.ts';

/** Which sessions a filter shows. The engine filters what is past in the same way; a session is shown whole or not. */

/** What a person has chosen; empty stands for any. */
export interface FilterChoice {
  readonly device: string;
  readonly connector: string;
  readonly verdict: SessionSummary['verdict'] | '';
  /** A code or a text. */
  readonly text: string;
}

export const noFilter: FilterChoice = { device: '', connector: '', verdict: '', text: '' };

export function isFiltering(choice: FilterChoice): boolean {
  return Object.values(choice).some((value) => value !== '');
}

/** The choice as `sessions.list` takes it. */
export function filterOf({ device, connector, verdict, text }: FilterChoice): SessionFilter {
  return {
    ...(device === '' ? {} : { remoteAddress: device }),
    ...(connector === '' ? {} : { connector }),
    ...(verdict === '' ? {} : { verdict }),
    ...(text === '' ? {} : { text }),
  };
}

/** Picks rows out of a log, again and again: a line is searched once. */
export class RowFilter {
  readonly #choice: FilterChoice;
  readonly #text: string;
  readonly #searched = new WeakMap<SessionLine, boolean>();

  constructor(choice: FilterChoice) {
    this.#choice = choice;
    this.#text = choice.text.toLowerCase();
  }

  /** The same array where nothing is filtered. What was not sent has no place among what was searched for. */
  rows(rows: readonly LogRow[]): readonly LogRow[] {
    if (!isFiltering(this.#choice)) return rows;
    const found = new Set<LogSession>();
    for (const row of rows) {
      if (row.kind === 'line' && !found.has(row.session) && this.#says(row.line) && this.#fits(row.session.summary))
        found.add(row.session);
    }
    return rows.filter((row) => row.kind === 'line' && found.has(row.session));
  }

  #fits(summary: SessionSummary | null): boolean {
    if (summary === null) return false;
    const { device, connector, verdict } = this.#choice;
    return (
      (device === '' || addressOf(summary.remoteEndpoint) === device) &&
      (connector === '' || summary.connector === connector) &&
      (verdict === '' || summary.verdict === verdict)
    );
  }

  #says(line: SessionLine): boolean {
    if (this.#text === '') return true;
    let says = this.#searched.get(line);
    if (says === undefined) {
      says = line.data.toLowerCase().includes(this.#text);
      this.#searched.set(line, says);
    }
    return says;
  }
}
