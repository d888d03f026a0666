import { createServer } from 'node:net';

/** Ports of the default connectors on a first run: 25 and 587, or 2525 and 2587 where those cannot be bound. */
export async function firstRunPorts(): Promise<{ smtp: number; submission: number }> {
  const free = await Promise.all([canListen(25), canListen(587)]);
  return free.every(Boolean) ? { smtp: 25, submission: 587 } : { smtp: 2525, submission: 2587 };
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen({ host: '0.0.0.0', port }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
