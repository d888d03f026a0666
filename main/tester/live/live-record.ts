import type { Clock } from '../../clock.ts';
import type { LiveDelta, LiveFacts, LiveLine } from '../../contract/live-view.ts';
import { printable } from '../../delivery/reply.ts';
import type { LogEventKind, SessionLog } from '../../journal/journal.ts';

/** What was said in a live dialogue: kept, told to those who watch, and written to the protocol log. */

const MAX_LINES = 2000;
const KEPT_HEAD = 200;
const CUT = 200;
// A shorter one stands in too many innocent words.
const SHORTEST_SECRET = 4;
export const HIDDEN = '<authentication data>';

const events: Readonly<Record<LiveLine['kind'], LogEventKind>> = { sent: '>', received: '<', note: '*' };

export class LiveRecord {
  /** Never shown again, wherever the other side repeats them. */
  readonly #secrets: string[] = [];
  readonly #watchers = new Set<(delta: LiveDelta) => void>();
  readonly #clock: Clock;
  readonly #log: SessionLog;
  readonly #facts: () => LiveFacts;
  #lines: LiveLine[] = [];
  #omitted = 0;
  #sequence = 0;

  constructor(clock: Clock, log: SessionLog, facts: () => LiveFacts) {
    this.#clock = clock;
    this.#log = log;
    this.#facts = facts;
    log.write('+', '');
  }

  get lines(): readonly LiveLine[] {
    return this.#lines;
  }

  get omittedLines(): number {
    return this.#omitted;
  }

  add(kind: LiveLine['kind'], raw: string): void {
    const text = printable(this.#withoutSecrets(raw));
    const line: LiveLine = { sequence: this.#sequence, atMs: this.#clock.now(), kind, text };
    this.#sequence += 1;
    this.#lines.push(line);
    if (this.#lines.length > MAX_LINES) {
      this.#lines.splice(KEPT_HEAD, CUT);
      this.#omitted += CUT;
    }
    if (kind === 'note') this.#log.write('*', '', text);
    else this.#log.write(events[kind], text);
    this.#tell([line]);
  }

  hide(secrets: readonly string[]): void {
    this.#secrets.push(...secrets.filter(({ length }) => length >= SHORTEST_SECRET));
  }

  /** The facts changed, and nothing was said. */
  changed(): void {
    const { tls } = this.#facts();
    if (tls !== null) this.#log.update({ tls });
    this.#tell([]);
  }

  close(by: 'Local' | 'Remote' | 'Remote(SocketError)'): void {
    this.#log.close(by);
    this.#tell([]);
  }

  watch(watcher: (delta: LiveDelta) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  #tell(lines: readonly LiveLine[]): void {
    const delta = { ...this.#facts(), lines };
    for (const watcher of this.#watchers) watcher(delta);
  }

  #withoutSecrets(text: string): string {
    let shown = text;
    for (const secret of this.#secrets) shown = shown.replaceAll(secret, HIDDEN);
    return shown;
  }
}
