import type {
  Advice,
  AuditReport,
  CheckEntry,
  Replayed,
  TranscriptSession,
} from '../../../main/contract/tester-view.ts';
import { messages } from '../messages.ts';
import { conditionsOf, endpointsOf, printEndpoint } from '../tester.ts';
import type { TesterForm } from '../tester.ts';
import type { Live } from './live.svelte.ts';

/** What the tester page holds: the form, what came of it, the checks and the audit. */
export class Tester {
  form = $state<TesterForm>({ text: '', from: '', to: '', implicitTls: false, userName: '', session: '' });
  running = $state(false);
  /** Those of a pasted log that holds several. */
  sessions = $state.raw<readonly TranscriptSession[]>([]);
  replayed = $state.raw<Replayed | null>(null);
  advice = $state.raw<readonly Advice[] | null>(null);
  checks = $state.raw<readonly CheckEntry[]>([]);
  audit = $state.raw<AuditReport | null>(null);
  endpoints = $state.raw<readonly string[]>([]);
  accounts = $state.raw<readonly string[]>([]);
  readonly #live: Live;

  constructor(live: Live) {
    this.#live = live;
  }

  /** Reads what the form offers, and the checks as they stand. */
  async load(): Promise<void> {
    const view = await this.#live.call('config.get', {});
    if (view !== null) {
      this.endpoints = endpointsOf(view.document);
      this.accounts = view.document.accounts.filter(({ enabled }) => enabled).map(({ userName }) => userName);
    }
    await this.runChecks();
  }

  /** A recorded session, put into the form and run. */
  async open(id: string): Promise<void> {
    const recorded = await this.#live.call('sessions.transcript', { id });
    const conditions = recorded?.conditions ?? null;
    if (recorded === null || conditions === null) return;
    const { remoteAddress, localAddress, localPort, implicitTls, userName } = conditions;
    this.form = {
      text: recorded.text,
      from: remoteAddress,
      to: printEndpoint(localAddress, localPort),
      implicitTls,
      userName: userName ?? '',
      session: '',
    };
    await this.run();
  }

  async run(): Promise<void> {
    const request = this.#request();
    if (request === null) return;
    this.running = true;
    this.advice = null;
    this.sessions = (await this.#live.call('transcript.parse', { text: request.text }))?.sessions ?? [];
    this.replayed = await this.#live.call('tester.replay', request);
    if (this.replayed?.result.accepted === false) this.advice = await this.#live.call('tester.advise', request);
    this.running = false;
  }

  async runChecks(): Promise<void> {
    this.checks = (await this.#live.call('checks.list', {})) ?? this.checks;
  }

  async saveCheck(name: string, expectation: 'recorded' | 'now'): Promise<boolean> {
    const request = this.#request();
    if (request === null) return false;
    const saved = await this.#live.call('checks.save', { ...request, name, expectation });
    if (saved !== null) await this.runChecks();
    return saved !== null;
  }

  async removeCheck(name: string): Promise<void> {
    await this.#live.call('checks.remove', { name });
    await this.runChecks();
  }

  async enableCheck(name: string, enabled: boolean): Promise<void> {
    await this.#live.call('checks.setEnabled', { name, enabled });
    await this.runChecks();
  }

  async runAudit(): Promise<void> {
    this.audit = await this.#live.call('audit.run', {});
  }

  /** Looks again at everything that is shown, because the configuration was changed. */
  async refresh(): Promise<void> {
    await this.load();
    if (this.replayed !== null) await this.run();
    if (this.audit !== null) await this.runAudit();
  }

  #request() {
    const conditions = conditionsOf(this.form);
    if (conditions === null) {
      this.#live.failure = messages.tester.endpointWrong;
      return null;
    }
    const { text } = this.form;
    const session = this.sessions.find(({ id }) => id === this.form.session)?.id;
    return { text, conditions, ...(session === undefined ? {} : { session }) };
  }
}
