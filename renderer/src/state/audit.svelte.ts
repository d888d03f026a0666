import type { AuditReport } from '../../../main/contract/audit-view.ts';
import type { Live } from './live.svelte.ts';

/** What the last audit found. */
export class Audit {
  report = $state.raw<AuditReport | null>(null);
  running = $state(false);
  failed = $state(false);
  readonly #live: Live;

  constructor(live: Live) {
    this.#live = live;
  }

  async run(): Promise<void> {
    this.running = true;
    const report = await this.#live.call('audit.run', {});
    this.running = false;
    this.failed = report === null;
    this.report = report ?? this.report;
  }
}
