import type { Port } from './port.ts';

/** What browsers' WebSocket and the `ws` package have in common. */
export interface SocketLike {
  readonly bufferedAmount: number;
  readonly readyState: number;
  send(data: string): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
}

const OPEN = 1;

/** A port over an open WebSocket. Binary frames end the connection. */
export function webSocketPort(socket: SocketLike): Port {
  return {
    send: (frame) => {
      if (socket.readyState === OPEN) socket.send(frame);
    },
    onFrame: (handler) =>
      socket.addEventListener('message', (event) => {
        if (typeof event.data === 'string') handler(event.data);
        else socket.close();
      }),
    onClose: (handler) => socket.addEventListener('close', () => handler()),
    close: () => socket.close(),
    buffered: () => socket.bufferedAmount,
  };
}
