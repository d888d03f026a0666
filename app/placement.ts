/** Where the window goes: pure, so that every arrangement of displays can be tried. Lengths in device-independent pixels. */

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Placement {
  readonly width: number;
  readonly height: number;
  /** Left out: in the middle of the primary display. */
  readonly x?: number;
  readonly y?: number;
}

export const smallest = { width: 480, height: 400 } as const;
const DEFAULT = { width: 1280, height: 800 } as const;
/** So much of the title bar has to be in reach of the mouse. */
const GRIP = { width: 120, height: 32 } as const;

/** The place the window had, as far as the displays of today allow. `workAreas` begin with the primary display's. */
export function placeWindow(saved: Area | null, workAreas: readonly Area[]): Placement {
  const [primary] = workAreas;
  if (saved === null) return fit(DEFAULT, primary);
  // Where it has to shrink it does so first: what is left of it may be out of reach.
  for (const area of workAreas) {
    const { width, height } = fit(saved, area);
    if (reaches({ ...saved, width }, area)) return { width, height, x: saved.x, y: Math.max(saved.y, area.y) };
  }
  return fit(saved, primary);
}

function fit(size: { readonly width: number; readonly height: number }, area: Area | undefined): Placement {
  return {
    width: Math.max(smallest.width, Math.min(size.width, area?.width ?? size.width)),
    height: Math.max(smallest.height, Math.min(size.height, area?.height ?? size.height)),
  };
}

function reaches(window: Omit<Area, 'height'>, area: Area): boolean {
  const across = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  const isBarInside = window.y + GRIP.height > area.y && window.y + GRIP.height <= area.y + area.height;
  return across >= GRIP.width && isBarInside;
}
