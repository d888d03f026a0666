/** The installation as clients see it. Times in ms since 1970, sizes in bytes. */

export interface About {
  readonly version: string;
  /** `v24.1.0` */
  readonly node: string;
  /** `win32 x64` */
  readonly platform: string;
  readonly dataFolder: string;
  /** Path of the configuration. */
  readonly configurationFile: string;
}

/** One of the three logs: what lies in its folder. */
export interface LogFolder {
  readonly log: 'receive' | 'send' | 'tracking';
  readonly path: string;
  readonly files: number;
  readonly bytes: number;
  /** Last change of the oldest and the newest file; null where there is none. */
  readonly oldestMs: number | null;
  readonly newestMs: number | null;
}

/** A backup in the data folder. */
export interface BackupFolder {
  readonly path: string;
  readonly madeMs: number;
}
