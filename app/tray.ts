import { Menu, nativeImage, Tray } from 'electron';
import type { NativeImage } from 'electron';
import type { ServiceName, Status } from '../main/contract/status-view.ts';
import { lightBitmap, trayState } from './tray-state.ts';
import type { Light, TrayState } from './tray-state.ts';
import { words } from './words.ts';

const ICON_SIZE = 32;

export interface TrayActions {
  /** False where the engine is a service of its own: quitting leaves it running. */
  readonly ownsEngine: boolean;
  open(): void;
  setService(name: ServiceName, run: boolean): void;
  quit(): void;
}

/** The tray icon. Returns the function that shows a new status. */
export function createTray(actions: TrayActions): (status: Status | null) => void {
  const icons = new Map<Light, NativeImage>();
  const iconOf = (light: Light): NativeImage => {
    const known = icons.get(light);
    if (known) return known;
    const made = nativeImage.createFromBitmap(lightBitmap(light, ICON_SIZE), {
      width: ICON_SIZE,
      height: ICON_SIZE,
      scaleFactor: 2,
    });
    icons.set(light, made);
    return made;
  };

  let shown = trayState(null);
  const tray = new Tray(iconOf(shown.light));
  const show = (state: TrayState): void => {
    tray.setImage(iconOf(state.light));
    tray.setToolTip(state.tooltip);
    tray.setContextMenu(menuOf(state, actions));
    shown = state;
  };
  tray.on('click', () => actions.open());
  show(shown);
  return (status) => {
    const next = trayState(status);
    // A menu that is rebuilt while open closes on Linux: only where something changed.
    if (JSON.stringify(next) !== JSON.stringify(shown)) show(next);
  };
}

function menuOf({ light, receiving, sending }: TrayState, actions: TrayActions) {
  const enabled = light !== 'grey';
  return Menu.buildFromTemplate([
    { label: words.open, click: () => actions.open() },
    { type: 'separator' },
    {
      label: receiving ? words.stopReceiving : words.startReceiving,
      enabled,
      click: () => actions.setService('Frontend Transport', !receiving),
    },
    {
      label: sending ? words.pauseSending : words.resumeSending,
      enabled,
      click: () => actions.setService('Transport', !sending),
    },
    { type: 'separator' },
    { label: actions.ownsEngine ? words.quit : words.closeWindow, click: () => actions.quit() },
  ]);
}
