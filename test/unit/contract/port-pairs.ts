import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { Port } from '../../../main/contract/port.ts';
import { webSocketPort } from '../../../main/contract/web-socket-port.ts';
import { createMemoryPorts } from '../../support/memory-port.ts';

export interface PortPair {
  readonly engine: Port;
  readonly client: Port;
  /** Makes the engine see a client that does not read. */
  stall(): void;
  dispose(): Promise<void>;
}

/** Every transport the contract runs on, as a connected pair. */
export const portPairs: Readonly<Record<string, () => Promise<PortPair>>> = {
  memory: () => {
    const ports = createMemoryPorts();
    const { engine, client } = ports;
    const dispose = () => {
      client.close();
      return Promise.resolve();
    };
    return Promise.resolve({ engine, client, stall: () => ports.setBuffered(2 ** 21), dispose });
  },
  WebSocket: async () => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
    await once(server, 'listening');
    const accepted = once(server, 'connection');
    const socket = new WebSocket(`ws://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
    const opened = once(socket, 'open');
    const [far] = (await accepted) as [WebSocket];
    const engine = webSocketPort(far);
    await opened;
    return {
      engine,
      client: webSocketPort(socket),
      stall: () => socket.pause(),
      dispose: () => {
        socket.terminate();
        for (const one of server.clients) one.terminate();
        return new Promise((resolve) => server.close(() => resolve()));
      },
    };
  },
};
