import type { Port } from '../../main/contract/port.ts';
import { webSocketPort } from '../../main/contract/web-socket-port.ts';

/** The way to the engine: a MessagePort handed over by Electron's preload, or a WebSocket to the console that served us. */

const PORT_MESSAGE = 'postroom-port';

/** Resolves with an open port, rejects where there is none to be had right now. */
export function openPort(): Promise<Port> {
  return location.protocol === 'app:' ? portFromPreload() : portFromConsole();
}

function portFromConsole(): Promise<Port> {
  return new Promise((resolve, reject) => {
    const address = new URL('ws', location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(address);
    socket.addEventListener('open', () => resolve(webSocketPort(socket)), { once: true });
    socket.addEventListener('error', () => reject(new Error('The console does not answer.')), { once: true });
  });
}

function portFromPreload(): Promise<Port> {
  return new Promise((resolve) => {
    const take = (event: MessageEvent): void => {
      const [port] = event.ports;
      if (event.source !== window || event.data !== PORT_MESSAGE || port === undefined) return;
      window.removeEventListener('message', take);
      resolve(messagePort(port));
    };
    window.addEventListener('message', take);
    window.postMessage(`${PORT_MESSAGE}-wanted`, location.origin);
  });
}

/** A port over a DOM MessagePort. */
function messagePort(port: MessagePort): Port {
  let closed = false;
  const closeHandlers: (() => void)[] = [];
  const close = (): void => {
    if (closed) return;
    closed = true;
    port.close();
    for (const handler of closeHandlers) handler();
  };
  port.addEventListener('close', close);
  return {
    send: (frame) => port.postMessage(frame),
    onFrame: (handler) => {
      port.addEventListener('message', (event) => {
        if (typeof event.data === 'string') handler(event.data);
      });
      port.start();
    },
    onClose: (handler) => closeHandlers.push(handler),
    close,
    buffered: () => 0,
  };
}
