import type { ConfigFinding, ConfigRevision, ConfigView } from '../../../main/contract/config-view.ts';
import type { DesktopView } from '../../../main/contract/desktop-view.ts';
import type { About, BackupFolder, LogFolder } from '../../../main/contract/system-view.ts';
import type { Live } from './live.svelte.ts';
import { Undo } from './undo.svelte.ts';

/** What the settings page holds. */
export class Settings {
  config = $state.raw<ConfigView | null>(null);
  /** What the engine finds in the configuration as it is. */
  findings = $state.raw<readonly ConfigFinding[]>([]);
  /** Newest first. */
  history = $state.raw<readonly ConfigRevision[]>([]);
  logs = $state.raw<readonly LogFolder[]>([]);
  backups = $state.raw<readonly BackupFolder[]>([]);
  about = $state.raw<About | null>(null);
  /** What the desktop around the engine can do; null where there is none. */
  desktop = $state.raw<DesktopView | null>(null);
  /** Could not be read; the page offers to try again. */
  failed = $state(false);
  /** Path of the backup that was just made. */
  made = $state<string | null>(null);
  isBackingUp = $state(false);
  readonly live: Live;
  readonly undo: Undo;

  constructor(live: Live) {
    this.live = live;
    this.undo = new Undo(live, () => this.load());
  }

  async load(): Promise<void> {
    // A rehearsal of the whole house: with many connectors it takes a while, and nothing else waits for it.
    void this.#find();
    const [config, history, logs, backups, about, desktop] = await Promise.all([
      this.live.call('config.get', {}),
      this.live.attempt('config.history', {}),
      this.live.attempt('logs.list', {}),
      this.live.attempt('backup.list', {}),
      this.live.attempt('about.get', {}),
      this.live.attempt('desktop.get', {}),
    ]);
    this.failed = config === null && this.config === null;
    this.config = config ?? this.config;
    this.history = history?.toReversed() ?? this.history;
    this.logs = logs ?? this.logs;
    this.backups = backups ?? this.backups;
    this.about = about ?? this.about;
    this.desktop = desktop ?? this.desktop;
  }

  async #find(): Promise<void> {
    const report = await this.live.attempt('config.checkPatch', { patch: {} });
    this.findings = report?.findings ?? this.findings;
  }

  /** Told of a change that was made in a dialog. */
  async changed(text: string, revision: number): Promise<void> {
    this.undo.offer(text, revision);
    await this.load();
  }

  async backUp(): Promise<void> {
    this.isBackingUp = true;
    const made = await this.live.call('backup.create', {});
    this.isBackingUp = false;
    this.made = made?.path ?? null;
    if (made !== null) await this.load();
  }
}
