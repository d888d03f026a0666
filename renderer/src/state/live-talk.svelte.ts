import type { LiveDelta, LiveDialogue, LiveLine } from '../../../main/contract/live-view.ts';
import { messages } from '../messages.ts';
import { said } from '../said.ts';
import { isRefusal } from '../sessions.ts';
import { endpointsOf, printEndpoint } from '../tester/conditions.ts';
import { readTarget, withLines } from '../tester/live-rows.ts';
import type { Live } from './live.svelte.ts';

/** Where a dialogue may lead without being asked twice. */
export interface KnownServer {
  readonly target: string;
  /** Send connector whose smart host it is; null: a listener of our own. */
  readonly connector: string | null;
}

/** A dialogue with a real server, typed in the tester. */
export class LiveTalk {
  form = $state({ server: '', implicitTls: false, anyHost: false, allowData: false });
  dialogue = $state.raw<LiveDialogue | null>(null);
  connecting = $state(false);
  /** Those that the engine keeps, newest first. */
  kept = $state.raw<readonly LiveDialogue[]>([]);
  servers = $state.raw<readonly KnownServer[]>([]);
  chosen = $state<number | null>(null);
  /** What the engine makes of a refusal of another server; null where there is nothing to say. */
  hint = $state<string | null>(null);
  readonly #live: Live;
  #unwatch: () => void = () => undefined;

  constructor(live: Live) {
    this.#live = live;
  }

  // Not derived: this outlives the page that made it.
  get isOpen(): boolean {
    return this.dialogue !== null && this.dialogue.state !== 'closed';
  }

  async load(): Promise<void> {
    const document = (await this.#live.call('config.get', {}))?.document;
    if (document !== undefined) {
      const own = endpointsOf(document).map((target): KnownServer => ({ target, connector: null }));
      const smartHosts = document.sendConnectors
        .filter(({ enabled }) => enabled)
        .flatMap(({ name, smartHosts, port }) =>
          smartHosts.map((host): KnownServer => ({ target: printEndpoint(host, port), connector: name })),
        );
      this.servers = [...own, ...smartHosts];
      if (this.form.server === '') this.form.server = this.servers[0]?.target ?? '';
    }
    this.kept = (await this.#live.attempt('live.list', {})) ?? this.kept;
    // Followed again after a lost connection; or one that was begun elsewhere.
    const open = this.kept.find(({ id, state }) => (this.dialogue ? id === this.dialogue.id : state !== 'closed'));
    if (open !== undefined) this.show(open);
  }

  async open(): Promise<void> {
    const target = readTarget(this.form.server);
    if (target === null) {
      this.#live.failure = messages.tester.live.serverWrong;
      return;
    }
    const { implicitTls, anyHost, allowData } = this.form;
    this.connecting = true;
    const dialogue = await this.#live.call('live.open', {
      ...target,
      ...{ tls: implicitTls ? ('implicit' as const) : ('none' as const), anyHost, allowData },
    });
    this.connecting = false;
    if (dialogue !== null) this.show(dialogue);
  }

  /** Looks at a dialogue, and follows it while it is open. */
  show(dialogue: LiveDialogue): void {
    this.#unwatch();
    this.dialogue = dialogue;
    this.chosen = null;
    const { id } = dialogue;
    this.#unwatch = this.#live.watch(
      'live',
      { id },
      {
        snapshot: (whole) => (this.dialogue = whole),
        delta: (delta) => this.#take(id, delta),
      },
    );
  }

  /** Sends a line. False where it was refused, or could not be sent. */
  async send(line: string): Promise<boolean> {
    if (this.dialogue === null) return false;
    const reply = await this.#live.call('live.send', { id: this.dialogue.id, line });
    return reply !== null && !isRefusal(reply.lines.at(-1) ?? '');
  }

  /** The client's part of a pasted dialogue, one line after the other, up to the first refusal. */
  async sendAll(text: string): Promise<void> {
    if (this.dialogue?.state === 'body') {
      for (const line of text.replace(/\r?\n$/, '').split(/\r?\n/)) await this.send(line);
      return;
    }
    const parsed = await this.#live.call('transcript.parse', { text });
    for (const { kind, text: lines } of parsed?.steps ?? []) {
      const sent = kind === 'body' ? [...lines.map((line) => (line.startsWith('.') ? `.${line}` : line)), '.'] : lines;
      for (const line of sent) if (!(await this.send(line))) return;
    }
  }

  /** Lets go of a dialogue that is over. */
  forget(): void {
    if (this.isOpen) return;
    this.#unwatch();
    this.dialogue = null;
    this.chosen = null;
  }

  /** Looks up what a refusal of another server means. */
  async explain({ kind, text, sequence }: LiveLine): Promise<void> {
    this.hint = null;
    if (kind !== 'received' || !isRefusal(text)) return;
    const found = await this.#live.attempt('explainReply', { text: text.slice(0, 4096) });
    if (this.chosen === sequence) this.hint = found && said(found.hint);
  }

  async startTls(): Promise<void> {
    if (this.dialogue !== null) await this.#live.call('live.startTls', { id: this.dialogue.id });
  }

  /** Signs in with the stored credential of the connector that leads here. */
  async authenticate(): Promise<void> {
    const { id, connector } = this.dialogue ?? { id: '', connector: null };
    if (connector !== null) await this.#live.call('live.authenticate', { id, sendConnector: connector });
  }

  async close(): Promise<void> {
    if (this.dialogue !== null) await this.#live.call('live.close', { id: this.dialogue.id });
    this.kept = (await this.#live.attempt('live.list', {})) ?? this.kept;
  }

  /** The dialogue as text that the tester reads. */
  async transcript(): Promise<string | null> {
    if (this.dialogue === null) return null;
    return (await this.#live.call('live.transcript', { id: this.dialogue.id }))?.text ?? null;
  }

  #take(id: string, { lines, state, tls }: LiveDelta): void {
    if (this.dialogue?.id !== id) return;
    this.dialogue = { ...this.dialogue, state, tls, lines: withLines(this.dialogue.lines, lines) };
  }
}

const talks = new WeakMap<Live, LiveTalk>();

/** The one of this page: a dialogue goes on while another page is looked at. */
export function liveTalkOf(live: Live): LiveTalk {
  const talk = talks.get(live) ?? new LiveTalk(live);
  talks.set(live, talk);
  return talk;
}
