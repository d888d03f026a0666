/** What the desktop around an engine can do, as clients see it. */

export interface DesktopView {
  /** Whether the window's program starts when this person logs in; null where the system has no such list. */
  readonly startAtLogin: boolean | null;
  /** Whether a scheduled task runs the engine from boot on, with nobody logged in; null where there are none. */
  readonly startAtBoot: boolean | null;
}

export interface DesktopWish {
  readonly startAtLogin?: boolean | undefined;
  readonly startAtBoot?: boolean | undefined;
}

/** The desktop's side of it. */
export interface Desktop {
  state(): DesktopView;
  /** Rejects with a PostroomError where the system refuses, or has no such thing. */
  change(wish: DesktopWish): Promise<void>;
}
