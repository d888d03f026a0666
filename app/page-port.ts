import { ipcMain, MessageChannelMain } from 'electron';
import type { BrowserWindow, MessagePortMain } from 'electron';
import type { Port } from '../main/contract/port.ts';
import { pageOrigin } from './page-protocol.ts';

/** Gives our own page a port to the engine; every other sender is ignored. */

const WANTED = 'postroom-port-wanted';
const PORT = 'postroom-port';

/** `serve` gets a fresh port each time the page (re)loads. */
export function answerPortRequests(currentWindow: () => BrowserWindow | null, serve: (port: Port) => void): void {
  ipcMain.on(WANTED, (event) => {
    const window = currentWindow();
    const frame = event.senderFrame;
    // Only the main frame of our window, and only while it shows our page.
    if (window === null || frame === null || frame !== window.webContents.mainFrame) return;
    if (!frame.url.startsWith(`${pageOrigin}/`)) return;
    const { port1, port2 } = new MessageChannelMain();
    serve(portOf(port1));
    port1.start();
    window.webContents.postMessage(PORT, null, [port2]);
  });
}

/** The contract's port over Electron's. */
export function portOf(port: MessagePortMain): Port {
  let closed = false;
  const closeHandlers: (() => void)[] = [];
  const finish = (): void => {
    if (closed) return;
    closed = true;
    for (const handler of closeHandlers) handler();
  };
  port.on('close', finish);
  return {
    send: (frame) => {
      if (!closed) port.postMessage(frame);
    },
    onFrame: (handler) =>
      port.on('message', ({ data }: { readonly data: unknown }) => {
        if (typeof data === 'string') handler(data);
      }),
    onClose: (handler) => closeHandlers.push(handler),
    close: () => {
      port.close();
      finish();
    },
    // Electron does not tell; the page is on this machine.
    buffered: () => 0,
  };
}
