import type {
  Advice,
  ReplayConditions,
  ReplayResult,
  Transcript,
  TranscriptNote,
  TranscriptStep,
} from '../../../main/contract/tester-view.ts';
import type { Device } from '../../../main/contract/session-view.ts';
import { messages } from '../messages.ts';
import { noWords, vocabularyOf } from '../tester/completion.ts';
import type { Vocabulary } from '../tester/completion.ts';
import { conditionsOf, endpointsOf, formOf, printEndpoint, withHints } from '../tester/conditions.ts';
import type { ConditionForm } from '../tester/conditions.ts';
import {
  beginsAnew,
  emptyTranscript,
  exchangesOf,
  expectedKind,
  joined,
  leadingTo,
  transcriptOf,
  unstuffed,
  upTo,
  withTyped,
} from '../tester/dialogue.ts';
import type { Exchange } from '../tester/dialogue.ts';
import type { Live } from './live.svelte.ts';

interface Pasted {
  readonly text: string;
  /** Sessions of a log that holds several. */
  readonly sessions: readonly string[];
  readonly session: string;
  readonly notes: readonly TranscriptNote[];
}

/** The session of the tester: what is typed and pasted, what came of it, and the line that is looked at. */
export class Tester {
  form = $state<ConditionForm>({ from: '', to: '', implicitTls: false, userName: '' });
  transcript = $state.raw<Transcript>(emptyTranscript);
  result = $state.raw<ReplayResult | null>(null);
  running = $state(false);
  /** Lines of a message that is being typed; null outside of one. */
  body = $state.raw<readonly string[] | null>(null);
  /** The exchange that is looked at. */
  chosen = $state<number | null>(null);
  /** What would turn the chosen refusal; null while it is not asked or not known. */
  advice = $state.raw<readonly Advice[] | null>(null);
  advising = $state(false);
  pasted = $state.raw<Pasted | null>(null);
  endpoints = $state.raw<readonly string[]>([]);
  accounts = $state.raw<readonly string[]>([]);
  cards = $state.raw<readonly Device[]>([]);
  words = $state.raw<Vocabulary>(noWords);
  readonly #live: Live;
  #asked = 0;

  constructor(live: Live) {
    this.#live = live;
  }

  // Not derived: it would belong to the page that is open when this is made, and this outlives it.
  get exchanges(): readonly Exchange[] {
    return exchangesOf(this.transcript, this.result);
  }

  /** What the prompt takes next. */
  get kind(): TranscriptStep['kind'] {
    return this.body === null ? expectedKind(this.result) : 'body';
  }

  /** Reads what the page offers: addresses, accounts, words. */
  async load(): Promise<void> {
    this.cards = (await this.#live.attempt('devices.list', {})) ?? this.cards;
    const document = (await this.#live.call('config.get', {}))?.document;
    if (document === undefined) return;
    this.endpoints = endpointsOf(document);
    this.accounts = document.accounts.filter(({ enabled }) => enabled).map(({ userName }) => userName);
    this.words = vocabularyOf(document, this.cards);
    if (this.form.to !== '') return;
    this.form = { ...this.form, to: this.endpoints[0] ?? '' };
    // Typed or pasted before it was known where it arrives.
    if (this.transcript.steps.length > 0 && this.result === null) await this.run();
  }

  /** A recorded session with its client, run. */
  async openRecorded(id: string): Promise<void> {
    const recorded = await this.#live.call('sessions.transcript', { id });
    if (recorded === null) return;
    this.reset();
    await this.paste(recorded.text);
    if (recorded.conditions === null) return;
    this.form = formOf(recorded.conditions);
    await this.run();
  }

  /** A line at the prompt. */
  async type(line: string): Promise<void> {
    if (this.kind === 'body') {
      await this.#typeBody([line]);
      return;
    }
    this.transcript = withTyped(this.transcript, this.kind, [line]);
    await this.run();
  }

  /** A text of several lines: a dialogue takes the place of what is there, commands go on behind it. */
  async paste(text: string, session?: string): Promise<void> {
    if (this.kind === 'body') {
      await this.#typeBody(text.replace(/\r?\n$/, '').split(/\r?\n/));
      return;
    }
    const parsed = await this.#live.call('transcript.parse', { text, ...(session !== undefined && { session }) });
    if (parsed === null) return;
    if (parsed.steps.length === 0 && parsed.greeting === null) {
      this.#live.failure = messages.tester.terminal.nothingPasted;
      return;
    }
    const sessions = parsed.sessions.map(({ id }) => id);
    this.pasted = { text, sessions, session: session ?? sessions[0] ?? '', notes: parsed.notes };
    if (beginsAnew(parsed)) this.form = withHints(this.form, parsed.hints);
    this.transcript = joined(session === undefined ? this.transcript : emptyTranscript, transcriptOf(parsed));
    await this.run();
  }

  /** Plays all of it. */
  run(): Promise<void> {
    return this.#play(this.transcript);
  }

  /** Plays one command more; behind the last one it begins again. */
  async step(): Promise<void> {
    const played = this.exchanges.filter((exchange) => exchange.played !== null && exchange.wanted !== null).length;
    const isOver = this.result === null || played >= this.transcript.steps.length;
    await this.#play(upTo(this.transcript, isOver ? 0 : played + 1));
  }

  /** Plays it again under other conditions, as far as it was played. */
  async again(): Promise<void> {
    if (this.result === null) return;
    await this.#play(upTo(this.transcript, this.exchanges.filter((one) => one.played && one.wanted).length));
  }

  reset(): void {
    this.#asked += 1;
    this.transcript = emptyTranscript;
    this.result = null;
    this.body = null;
    this.pasted = null;
    this.running = false;
    this.choose(null);
  }

  choose(exchange: number | null): void {
    this.chosen = exchange;
    this.advice = null;
    const outcome = exchange === null ? null : this.exchanges[exchange]?.played?.outcome;
    if (exchange !== null && (outcome === 'refused' || outcome === 'deferred')) void this.#advise(exchange);
  }

  /** The client that a check is about. */
  take(conditions: ReplayConditions): void {
    this.form = formOf(conditions);
  }

  /** Where a dialogue with a listener of our own arrived: from this machine. */
  takeEndpoint(address: string, port: number): void {
    this.form = { ...this.form, from: address, to: printEndpoint(address, port) };
  }

  /** What is replayed, for a check. */
  request(transcript = this.transcript) {
    const conditions = conditionsOf(this.form);
    if (conditions !== null) return { transcript: mutable(transcript), conditions };
    this.#live.failure = messages.tester.endpointWrong;
    return null;
  }

  async #typeBody(lines: readonly string[]): Promise<void> {
    const end = lines.indexOf('.');
    const before = this.body ?? [];
    if (end < 0) {
      this.body = [...before, ...lines];
      return;
    }
    this.transcript = withTyped(this.transcript, 'body', unstuffed([...before, ...lines.slice(0, end)]));
    this.body = null;
    await this.run();
  }

  async #play(transcript: Transcript): Promise<void> {
    const request = this.request(transcript);
    if (request === null) return;
    this.#asked += 1;
    const asked = this.#asked;
    this.running = true;
    const replayed = await this.#live.call('tester.replay', request);
    // Overtaken by a newer one, or by a reset.
    if (asked !== this.#asked) return;
    this.running = false;
    if (replayed === null) return;
    this.result = replayed.result;
    this.choose(replayed.result.firstRefusal ?? replayed.result.steps.length - 1);
  }

  async #advise(exchange: number): Promise<void> {
    const request = this.request(leadingTo(this.transcript, this.exchanges, exchange));
    const asked = this.#asked;
    this.advising = true;
    const advice = request && (await this.#live.call('tester.advise', request));
    if (asked !== this.#asked || this.chosen !== exchange) return;
    this.advice = advice;
    this.advising = false;
  }
}

type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Mutable<T[Key]> }
    : T;

/** As the contract's input has it. */
function mutable(transcript: Transcript): Mutable<Transcript> {
  return structuredClone(transcript) as Mutable<Transcript>;
}

const testers = new WeakMap<Live, Tester>();

/** The one of this page: what was typed outlives a look at another page. */
export function testerOf(live: Live): Tester {
  const tester = testers.get(live) ?? new Tester(live);
  testers.set(live, tester);
  return tester;
}
