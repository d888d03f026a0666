import type { CheckEntry } from '../../../main/contract/tester-view.ts';
import { messages } from '../messages.ts';
import type { Live } from './live.svelte.ts';
import type { Tester } from './tester.svelte.ts';
import { Undo } from './undo.svelte.ts';

export type Expectation = 'recorded' | 'now';

/** The checks and what is done with them. Each change is saved at once and can be taken back. */
export class Checks {
  entries = $state.raw<readonly CheckEntry[] | null>(null);
  failed = $state(false);
  /** Names of those that run by themselves at the moment. */
  running = $state.raw<readonly string[]>([]);
  readonly undo: Undo;
  readonly #live: Live;

  constructor(live: Live) {
    this.#live = live;
    this.undo = new Undo(live, () => this.load());
  }

  /** Lists them, which runs all that are on. */
  async load(): Promise<void> {
    const entries = await this.#live.call('checks.list', {});
    this.failed = entries === null && this.entries === null;
    this.entries = entries ?? this.entries;
  }

  /** What went wrong with the last call, for a dialog that hides the page's own line. */
  get failure(): string | null {
    return this.#live.failure;
  }

  async run(name: string): Promise<void> {
    this.running = [...this.running, name];
    const results = await this.#live.call('checks.run', { names: [name] });
    this.running = this.running.filter((one) => one !== name);
    this.entries =
      this.entries?.map((entry) => ({
        ...entry,
        result: results?.find((result) => result.name === entry.name) ?? entry.result,
      })) ?? null;
  }

  /** The session of the tester as a check. False where it was not saved. */
  async save(tester: Tester, name: string, expectation: Expectation): Promise<boolean> {
    const request = tester.request();
    if (request === null) return false;
    const replace = this.has(name);
    const saved = await this.#live.call('checks.save', { ...request, name, expectation, replace });
    return this.#done(saved, messages.tester.checks.saved(name));
  }

  /** Whether one of this name is there; names differ by more than case. */
  has(name: string): boolean {
    return this.entries?.some((entry) => entry.name.toLowerCase() === name.trim().toLowerCase()) ?? false;
  }

  /** Takes what is answered now for what is right. */
  async expectNow({ name, definition }: CheckEntry): Promise<void> {
    if (definition === null) return;
    const { transcript: text, remoteAddress, localAddress, localPort, implicitTls, userName } = definition;
    const conditions = { remoteAddress, localAddress, localPort, implicitTls, userName };
    const saved = await this.#live.call('checks.save', {
      ...{ text, conditions, name },
      expectation: 'now',
      replace: true,
    });
    await this.#done(saved, messages.tester.checks.replaced(name));
  }

  async remove(name: string): Promise<void> {
    await this.#done(await this.#live.call('checks.remove', { name }), messages.tester.checks.removed(name));
  }

  async enable(name: string, enabled: boolean): Promise<void> {
    await this.#live.call('checks.setEnabled', { name, enabled });
    await this.load();
  }

  /** The checks as a file's text. */
  async exported(): Promise<string | null> {
    const file = await this.#live.call('checks.export', {});
    return file && `${JSON.stringify(file, null, 2)}\n`;
  }

  async import(text: string): Promise<void> {
    const file = readObject(text);
    if (file === null) {
      this.#live.failure = messages.tester.checks.notAFile;
      return;
    }
    const imported = await this.#live.call('checks.import', { file });
    const { added, replaced } = imported ?? { added: [], replaced: [] };
    await this.#done(imported, messages.tester.checks.imported(added.length, replaced.length));
  }

  async #done(saved: { readonly revision: number } | null, text: string): Promise<boolean> {
    if (saved === null) return false;
    this.undo.offer(text, saved.revision);
    await this.load();
    return true;
  }
}

function readObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}
