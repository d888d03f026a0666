import { dial } from '../support/smtp-dialogue.ts';
import type { Dialogue } from '../support/smtp-dialogue.ts';
import { RELAY_HOST } from './network.ts';
import type { DemoNetwork } from './network.ts';
import { DOMAIN } from './office.ts';
import type { DemoDevice } from './office.ts';

/** A crowd for the demo: what a house of three floors with a device in each room would have sent. */

export const CROWD = { connectors: 200, devices: 60, sessions: 5000, waiting: 10_000 } as const;

// Connections at a time. More of them only wait for each other.
const LANES = 24;
const LINE = 'The quick brown fox jumps over the lazy dog, and the scanner sends it on.\r\n';
const kinds = ['Scanner', 'Printer', 'Copier', 'Door', 'Camera'] as const;

/** So many devices; each tenth has no name, as in any house. */
export function crowdDevices(count: number): readonly DemoDevice[] {
  return Array.from({ length: count }, (_, index) => {
    const room = `${String(1 + (index % 3))}.${String(1 + Math.floor(index / 3)).padStart(2, '0')}`;
    const kind = kinds[index % kinds.length] ?? kinds[0];
    return {
      number: 100 + index,
      name: index % 10 === 9 ? '' : `${kind} ${room}`,
      helo: `${kind.toUpperCase()}-${room}`,
      sender: `${kind.toLowerCase()}-${room}@${DOMAIN}`,
      week: Array.from({ length: 6 }, (_each, day) => (day === 4 ? 0 : (index * 7 + day * 11) % 43)),
      sends: [],
      careless: index % 4 === 0,
    };
  });
}

/** A session of one message each, from each device in turn. Each eighth goes to a stranger, and is refused. */
export function sendMany(devices: readonly DemoDevice[], network: DemoNetwork, sessions: number): Promise<void> {
  return inLanes(sessions, async (number) => {
    const device = devices[number % devices.length];
    if (device === undefined) return;
    const client = await greet(device, network);
    const to = number % 8 === 7 ? `private-${String(number)}@gmail.com` : `reception@${DOMAIN}`;
    const isTaken = await offer(client, device, to);
    if (isTaken) await hand(client, `Scan ${String(number)}`);
    await leave(client);
  });
}

/** Small messages on a few connections, to addresses of a domain that cannot be reached. */
export async function flood(device: DemoDevice, network: DemoNetwork, messages: number): Promise<void> {
  const clients = await Promise.all(Array.from({ length: LANES / 2 }, () => greet(device, network)));
  const idle = [...clients];
  await inLanes(
    messages,
    async (number) => {
      const client = idle.pop();
      if (client === undefined) throw new Error('More lanes than connections');
      const isTaken = await offer(client, device, `store-${String(number + 1)}@branch.example`);
      if (!isTaken) throw new Error(`The relay takes no mail for the branch office:\n${client.transcript()}`);
      await hand(client, `Price list ${String(number + 1)}`);
      idle.push(client);
    },
    clients.length,
  );
  await Promise.all(clients.map(leave));
}

async function inLanes(count: number, work: (number: number) => Promise<void>, lanes: number = LANES): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      await work(next - 1);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function greet({ number, helo }: DemoDevice, network: DemoNetwork): Promise<Dialogue> {
  const client = await dial({
    ...{ port: network.smtpPort, host: network.host(RELAY_HOST), from: network.host(number) },
  });
  await client.expect('220 *');
  await client.send(`EHLO ${helo}`);
  await client.expect('250*');
  return client;
}

/** Whether the relay wants the message: sender, recipient and DATA in one write. */
async function offer(client: Dialogue, { sender, careless }: DemoDevice, to: string): Promise<boolean> {
  const from = careless === true ? ` ${sender}` : `<${sender}>`;
  await client.raw(`MAIL FROM:${from}\r\nRCPT TO:<${to}>\r\nDATA\r\n`);
  await client.expect('250 *');
  await client.expect('*');
  return (await client.expect('*')).startsWith('354');
}

async function hand(client: Dialogue, subject: string): Promise<void> {
  await client.raw(`Subject: ${subject}\r\n\r\n${LINE}.\r\n`);
  await client.expect('250 *');
}

async function leave(client: Dialogue): Promise<void> {
  await client.send('QUIT');
  await client.expect('221 *');
  client.end();
}
