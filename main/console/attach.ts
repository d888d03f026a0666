import { once } from 'node:events';
import { WebSocket } from 'ws';
import { connectClient } from '../contract/client.ts';
import type { Client } from '../contract/client.ts';
import { webSocketPort } from '../contract/web-socket-port.ts';
import { PostroomError } from '../errors.ts';
import { readRunFile, runFilePath } from './run-file.ts';

const HANDSHAKE_TIMEOUT_MS = 5000;

/** A client of the engine that runs on a data folder. Rejects with 'not-running'. */
export async function attach(dataFolder: string): Promise<Client> {
  const run = await readRunFile(runFilePath(dataFolder));
  if (run === null) throw notRunning(dataFolder);
  const address = new URL('ws', run.url);
  address.protocol = 'ws:';
  const socket = new WebSocket(address, {
    headers: { authorization: `Bearer ${run.token}` },
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    perMessageDeflate: false,
  });
  try {
    await once(socket, 'open');
  } catch (error) {
    throw notRunning(dataFolder, error);
  }
  // A connection that breaks is closed by ws; the client learns it from that.
  socket.on('error', () => socket.terminate());
  return connectClient(webSocketPort(socket));
}

function notRunning(dataFolder: string, cause?: unknown): PostroomError {
  return new PostroomError('not-running', `Postroom does not run on ${dataFolder}. Start it with "postroom serve".`, {
    cause,
  });
}
