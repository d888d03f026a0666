import type { Clock, Timer } from '../clock.ts';
import type { AlertSettings } from '../config/snapshot.ts';
import type { AlertNotice, AlertsView, AlertTrial, ChannelView, DigestFigures } from '../contract/alert-view.ts';
import type { Problem } from '../contract/problem-view.ts';
import type { Counter } from '../journal/journal.ts';
import type { AlertFile } from './alert-file.ts';
import type { AlertState, PostedChannel } from './alert-state.ts';
import type { Channel } from './channel.ts';
import { gather, type DeliveryFailure } from './failures.ts';
import { forChannel, settle } from './outbox.ts';
import { listOf, plan } from './plan.ts';
import { quietUntil } from './time-of-day.ts';

/** Looks at the problems again and again, and tells people of what is new: the only effectful part of alerts. */

const LOOK_EVERY_MS = 15_000;
/** What was failing before a start is known to fail after its next attempt. */
/** Figures move with every message; the rest is kept at once. */
const FIGURES_SAVED_EVERY_MS = 60_000;
const RECOVERIES_AFTER_START_MS = 20 * 60_000;

export interface AlertsParts {
  readonly clock: Clock;
  readonly settings: () => AlertSettings;
  readonly problems: () => Promise<readonly Problem[]>;
  readonly counters: () => Readonly<Record<Counter, number>>;
  readonly channels: Readonly<Record<PostedChannel, Channel>>;
  readonly file: AlertFile;
  readonly newId: () => string;
  readonly report: (error: unknown, doing: string) => void;
}

export class Alerts {
  private readonly parts: AlertsParts;
  private readonly watchers = new Set<(notice: AlertNotice) => void>();
  private readonly startedMs: number;
  private state: AlertState;
  private saved = '';
  private savedFigures: DigestFigures;
  private savedAtMs = Number.NEGATIVE_INFINITY;
  private counted: Readonly<Record<Counter, number>>;
  private timer: Timer | null = null;
  private looking: Promise<void> = Promise.resolve();
  private readonly stopping = new AbortController();
  private isSaveFailing = false;

  constructor(parts: AlertsParts) {
    this.parts = parts;
    this.state = parts.file.state;
    this.savedFigures = this.state.figures;
    this.counted = parts.counters();
    this.startedMs = parts.clock.now();
  }

  start(): void {
    this.arm();
  }

  /** What is not sent by now waits for the next start. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.timer?.cancel();
    await this.looking;
    await this.save();
  }

  /** A message could not be delivered; it is told with the next look. */
  failed(failure: DeliveryFailure): void {
    if (!this.parts.settings().failureReports) return;
    this.state = { ...this.state, ...gather(this.state, failure, this.parts.clock.now()) };
  }

  /** A mail with an alert could not be delivered; nobody is told of that by mail. */
  mailFailed(reply: string): void {
    const email = { ...this.state.channels.email, trouble: `The mail with an alert was not delivered: ${reply}` };
    this.state = { ...this.state, channels: { ...this.state.channels, email } };
  }

  /** Each notice when it is told, while toasts are on. */
  watch(watcher: (notice: AlertNotice) => void): () => void {
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  }

  /** Ways that do not work. */
  failing(): readonly { readonly channel: PostedChannel; readonly trouble: string }[] {
    return CHANNELS.flatMap((channel) => {
      const { state, trouble } = this.channelView(channel);
      return state === 'failing' && trouble !== null ? [{ channel, trouble }] : [];
    });
  }

  view(): AlertsView {
    const { toasts, quiet } = this.parts.settings();
    const toast: ChannelView = { channel: 'toast', state: toasts ? 'ready' : 'off', lastMs: null, trouble: null };
    return {
      channels: [toast, ...CHANNELS.map((channel) => this.channelView(channel))],
      quietUntilMs: quietUntil(quiet, this.parts.clock.now()),
      recent: this.state.recent,
    };
  }

  /** Sends a test by every way that is set up, now, whatever the hour. */
  async test(): Promise<readonly AlertTrial[]> {
    const { clock, channels, newId, settings } = this.parts;
    const none = listOf([]);
    const notice: AlertNotice = {
      ...{ id: newId(), atMs: clock.now(), kind: 'test', title: 'This is a test alert.' },
      ...{ problems: none, recovered: none, failures: none, figures: null },
    };
    const open = await this.parts.problems();
    const trials = CHANNELS.filter((channel) => channels[channel].isSetUp()).map(
      async (channel): Promise<AlertTrial> => {
        const entry = { channel, notice, attempts: 0, nextMs: notice.atMs, createdMs: notice.atMs };
        const result = await channels[channel].send(notice, open, this.stopping.signal);
        // A test is tried once: whoever asked for it sees what came of it.
        const once = result.state === 'sent' ? result : { ...result, state: 'failed' as const };
        this.state = settle(this.state, entry, once, clock.now());
        return { channel, isSent: result.state === 'sent', text: result.text };
      },
    );
    if (!settings().toasts) return Promise.all(trials);
    this.tell(notice);
    const shown = 'Shown where the desktop program of Postroom runs.';
    return [{ channel: 'toast', isSent: true, text: shown }, ...(await Promise.all(trials))];
  }

  private channelView(channel: PostedChannel): ChannelView {
    const { lastMs, trouble } = this.state.channels[channel];
    if (!this.parts.channels[channel].isSetUp()) return { channel, state: 'off', lastMs, trouble: null };
    const waits = this.state.outbox.filter((entry) => entry.channel === channel);
    // What waits for its route, or for its second try, is no failure yet.
    const isWaiting = waits.length > 0 && waits.every(({ attempts }) => attempts <= 1);
    const state = trouble === null ? 'ready' : isWaiting ? 'waiting' : 'failing';
    return { channel, state, lastMs, trouble };
  }

  private arm(): void {
    if (this.stopping.signal.aborted) return;
    this.timer = this.parts.clock.after(LOOK_EVERY_MS, () => {
      this.looking = this.look()
        .catch((error: unknown) => this.parts.report(error, 'looking for what has to be told'))
        .finally(() => this.arm());
    });
  }

  private async look(): Promise<void> {
    const { clock, newId, settings } = this.parts;
    const problems = await this.parts.problems();
    const planned = plan(
      this.state,
      {
        problems,
        counted: this.countedSince(),
        nowMs: clock.now(),
        recoveriesFromMs: this.startedMs + RECOVERIES_AFTER_START_MS,
      },
      settings(),
      newId,
    );
    this.state = planned.state;
    for (const notice of planned.notices) this.post(notice);
    // Kept before it is sent: a restart sends what waits, and tells nothing a second time.
    await this.save();
    if (await this.sendDue(problems)) await this.save();
  }

  private post(notice: AlertNotice): void {
    const { channels, settings } = this.parts;
    if (settings().toasts) this.tell(notice);
    const entries = CHANNELS.filter((channel) => channels[channel].isSetUp()).flatMap((channel) => {
      const told = forChannel(notice, channel);
      const { atMs } = notice;
      return told === null ? [] : [{ channel, notice: told, attempts: 0, nextMs: atMs, createdMs: atMs }];
    });
    this.state = { ...this.state, outbox: [...this.state.outbox, ...entries] };
  }

  private tell(notice: AlertNotice): void {
    for (const watcher of this.watchers) watcher(notice);
  }

  private async sendDue(open: readonly Problem[]): Promise<boolean> {
    const { clock, channels } = this.parts;
    const due = this.state.outbox.filter(({ nextMs }) => nextMs <= clock.now());
    for (const entry of due) {
      // Another one of this round may have taken it along.
      if (!this.state.outbox.includes(entry) || this.stopping.signal.aborted) continue;
      const channel = channels[entry.channel];
      const result = channel.isSetUp()
        ? await channel.send(entry.notice, open, this.stopping.signal)
        : { state: 'failed' as const, text: 'It was switched off.' };
      this.state = settle(this.state, entry, result, clock.now());
    }
    return due.length > 0;
  }

  /** Messages since the last look; after a start the counters begin at nothing. */
  private countedSince(): Pick<Record<Counter, number>, 'accepted' | 'delivered' | 'failed' | 'refused'> {
    const now = this.parts.counters();
    const since = (counter: Counter): number => now[counter] - this.counted[counter];
    const counted = {
      accepted: since('accepted'),
      delivered: since('delivered'),
      failed: since('failed'),
      refused: since('refused'),
    };
    this.counted = now;
    return counted;
  }

  private async save(): Promise<void> {
    const { figures, ...others } = this.state;
    const text = JSON.stringify(others);
    const now = this.parts.clock.monotonic();
    if (text === this.saved && (figures === this.savedFigures || now - this.savedAtMs < FIGURES_SAVED_EVERY_MS)) return;
    try {
      await this.parts.file.save(this.state);
      this.saved = text;
      this.savedFigures = figures;
      this.savedAtMs = now;
      this.isSaveFailing = false;
    } catch (error) {
      // Told once: the disk has its own problem by now.
      if (!this.isSaveFailing) this.parts.report(error, 'keeping what alerts were told');
      this.isSaveFailing = true;
    }
  }
}

const CHANNELS: readonly PostedChannel[] = ['email', 'webhook', 'eventLog'];
