import type { AlertsView, AlertTrial } from '../../../main/contract/alert-view.ts';
import { WEBHOOK_SECRET } from '../../../main/contract/webhook-secret.ts';
import { CallError } from '../../../main/contract/client.ts';
import { said } from '../said.ts';
import type { Live } from './live.svelte.ts';

/** What the panel of alerts holds. */
export class Alerts {
  view = $state.raw<AlertsView | null>(null);
  failed = $state(false);
  trials = $state.raw<readonly AlertTrial[] | null>(null);
  isTesting = $state(false);
  isTokenKept = $state(false);
  readonly live: Live;

  constructor(live: Live) {
    this.live = live;
  }

  async load(): Promise<void> {
    const view = await this.live.attempt('alerts.get', {});
    this.failed = view === null && this.view === null;
    this.view = view ?? this.view;
  }

  async test(): Promise<void> {
    this.isTesting = true;
    this.trials = await this.live.call('alerts.test', {});
    this.isTesting = false;
    await this.load();
  }

  async keepToken(value: string): Promise<boolean> {
    const answer = await this.live.ask('secret.set', { name: WEBHOOK_SECRET, value });
    this.isTokenKept = !(answer instanceof CallError);
    if (answer instanceof CallError) this.live.failure = said(answer.message);
    return this.isTokenKept;
  }
}
