import { join } from 'node:path';
import { Menu, nativeImage, Tray } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import type { ServiceName, Status } from '../main/contract/status-view.ts';
import type { BootTask } from './boot-task.ts';
import type { LoginItem } from './login-item.ts';
import { trayState } from './tray-state.ts';
import type { Light, TrayState } from './tray-state.ts';
import { words } from './words.ts';

export interface TrayActions {
  /** Folder of the drawings. */
  readonly icons: string;
  /** False where the engine is a service of its own: quitting leaves it running. */
  readonly ownsEngine: boolean;
  readonly loginItem: LoginItem | null;
  readonly bootTask: BootTask | null;
  open(): void;
  setStartAtBoot(on: boolean): void;
  setService(name: ServiceName, run: boolean): void;
  copyPrinterSettings(): void;
  quit(): void;
}

export interface TrayView {
  show(status: Status | null): void;
  /** The engine is finishing: from now on there is nothing to choose. */
  showStopping(): void;
}

/** The tray icon and its menu. */
export function createTray(actions: TrayActions): TrayView {
  // Electron finds the pictures for other scales by their names.
  const iconOf = (light: Light) => nativeImage.createFromPath(join(actions.icons, `tray-${light}.png`));
  let shown = trayState(null);
  let stopping = false;
  const tray = new Tray(iconOf(shown.light));
  const show = (state: TrayState): void => {
    tray.setImage(iconOf(state.light));
    tray.setToolTip(state.tooltip);
    tray.setContextMenu(Menu.buildFromTemplate(menuOf(state, actions)));
    shown = state;
  };
  tray.on('click', () => {
    if (!stopping) actions.open();
  });
  show(shown);
  return {
    show: (status) => {
      const next = trayState(status);
      // A menu that is rebuilt while open closes on Linux: only where something changed.
      if (!stopping && JSON.stringify(next) !== JSON.stringify(shown)) show(next);
    },
    showStopping: () => {
      stopping = true;
      tray.setToolTip(words.stopping);
      tray.setContextMenu(Menu.buildFromTemplate([{ label: words.stopping, enabled: false }]));
    },
  };
}

function menuOf({ light, tooltip, receiving, sending }: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  const enabled = light !== 'grey';
  const { loginItem, bootTask } = actions;
  return [
    // Linux shows no tooltip: the sentence stands in the menu too.
    { label: tooltip, enabled: false },
    { label: words.open, click: () => actions.open() },
    { label: words.copyPrinterSettings, enabled, click: () => actions.copyPrinterSettings() },
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
    ...(loginItem === null
      ? []
      : [
          {
            label: words.startAtLogin,
            type: 'checkbox' as const,
            checked: loginItem.isOn(),
            click: ({ checked }: { readonly checked: boolean }) => loginItem.set(checked),
          },
        ]),
    ...(bootTask === null
      ? []
      : [
          {
            label: words.startAtBoot,
            type: 'checkbox' as const,
            checked: bootTask.isOn(),
            click: ({ checked }: { readonly checked: boolean }) => actions.setStartAtBoot(checked),
          },
        ]),
    { label: actions.ownsEngine ? words.quit : words.closeWindow, click: () => actions.quit() },
  ];
}
