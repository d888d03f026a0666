import { createServer } from 'node:net';

/** Where the demo's office lives: its own addresses where this machine has them, else the loopback network. */
export interface DemoNetwork {
  /** Address of the relay or of a device by its last number. */
  readonly host: (number: number) => string;
  /** The range of a department by its number, from 0. */
  readonly department: (number: number) => string;
  readonly smtpPort: number;
  readonly submissionPort: number;
}

export const RELAY_HOST = 10;

const officeNetwork: DemoNetwork = {
  host: (number) => `192.168.0.${String(number)}`,
  department: (number) => `10.${String(Math.floor(number / 50))}.${String(number % 50)}.0/24`,
  smtpPort: 25,
  submissionPort: 587,
};
const loopbackNetwork: DemoNetwork = {
  host: (number) => `127.0.0.${String(number)}`,
  department: (number) => `127.${String(1 + Math.floor(number / 50))}.${String(number % 50)}.0/24`,
  smtpPort: 2525,
  submissionPort: 2587,
};

/** The office's network where every address of it can be used, as in a network namespace made for pictures. */
export async function demoNetwork(): Promise<DemoNetwork> {
  const { host, smtpPort } = officeNetwork;
  const isOurs = (await canListen(host(RELAY_HOST), smtpPort)) && (await canListen(host(250), smtpPort));
  return isOurs ? officeNetwork : loopbackNetwork;
}

function canListen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
