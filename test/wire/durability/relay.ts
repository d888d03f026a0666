import { DatabaseSync } from 'node:sqlite';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { dial, type Dialogue } from '../../support/smtp-dialogue.ts';
import type { EngineProcess } from '../../support/engine-process.ts';

/** A relay of one receive connector in front of one smart host, and ways to look at it from outside. */

export interface RelayOptions {
  readonly port: number;
  readonly smartHostPort: number;
  readonly transport?: object;
  readonly receive?: object;
  readonly send?: object;
}

/** Anybody may relay, nothing is limited or slowed, and what fails is tried again after a second. */
export function relayConfig({ port, smartHostPort, transport, receive, send }: RelayOptions): object {
  return {
    server: { name: 'POSTROOM', fqdn: 'relay.office.example' },
    receiveConnectors: [
      {
        name: 'Relay',
        bindings: [`127.0.0.1:${port}`],
        remoteIPRanges: ['127.0.0.0/8'],
        permissionGroups: ['AnonymousUsers'],
        extendedRights: [{ user: 'NT AUTHORITY\\ANONYMOUS LOGON', right: 'ms-Exch-SMTP-Accept-Any-Recipient' }],
        maxInboundConnectionPerSource: 'unlimited',
        maxInboundConnectionPercentagePerSource: 100,
        tarpitInterval: '00:00:00',
        ...receive,
      },
    ],
    acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
    sendConnectors: [
      {
        name: 'Out',
        addressSpaces: ['SMTP:*;1'],
        smartHosts: ['127.0.0.1'],
        port: smartHostPort,
        maxConnections: 5,
        ...send,
      },
    ],
    transport: {
      minimumFreeDisk: '0B',
      delayDsnEnabled: false,
      queueGlitchRetryInterval: '00:00:01',
      transientFailureRetryInterval: '00:00:01',
      outboundConnectionFailureRetryInterval: '00:00:01',
      messageRetryInterval: '00:00:01',
      ...transport,
    },
  };
}

/** Asks again until it is so; for what other processes do and cannot be waited for. */
export async function eventually(what: string, isSo: () => boolean | Promise<boolean>, withinMs = 60_000) {
  const start = performance.now();
  for (;;) {
    const askedAt = performance.now();
    if (await isSo()) return;
    const now = performance.now();
    if (now - start > withinMs) throw new Error(`Waited ${withinMs} ms in vain until ${what}.`);
    // Whoever asks with a program of its own leaves the machine to the others for as long as that took.
    await pause(Math.max(20, now - askedAt));
  }
}

/** A connection that is ready for MAIL FROM. */
export async function greeted(port: number, timeoutMs = 60_000): Promise<Dialogue> {
  const client = await dial({ port, timeoutMs });
  await client.expect('220 *');
  await client.send('EHLO client.example');
  await client.expect('250*');
  return client;
}

/**
 * Sends one message over a greeted connection; resolves with the reply that settled its fate. A 452 to MAIL FROM, which
 * a busy machine gives for a moment, is not yet that: it is asked again for as long as `patienceMs`.
 */
export async function submit(client: Dialogue, body: string, patienceMs = 0): Promise<string> {
  const giveUpAt = performance.now() + patienceMs;
  const lines = ['MAIL FROM:<device@office.example>', 'RCPT TO:<somebody@far.example>', 'DATA'];
  for (let at = 0; at < lines.length; at += 1) {
    await client.send(lines[at] ?? '');
    const reply = await client.expect('*');
    if (/^[23]/.test(reply)) continue;
    if (at > 0 || !reply.startsWith('452 4.3.1 ') || performance.now() >= giveUpAt) return reply;
    await pause(500);
    at -= 1;
  }
  await client.raw(`${body}.\r\n`);
  return client.expect('*');
}

export interface QueueRest {
  /** Rows by status. */
  readonly rows: Readonly<Record<string, number>>;
  readonly integrity: string;
  readonly spool: readonly string[];
  /** Files of the append log. */
  readonly log: readonly string[];
}

/** What a stopped engine left in its folder. */
export async function restOf(folder: string): Promise<QueueRest> {
  const database = new DatabaseSync(join(folder, 'queue.db'));
  try {
    const counted = database.prepare('SELECT status, count(*) AS count FROM messages GROUP BY status').all();
    const rows = Object.fromEntries(counted.map((row) => [String(row['status']), Number(row['count'])]));
    const integrity = String(database.prepare('PRAGMA integrity_check').get()?.['integrity_check']);
    const [spool, log] = [await readdir(join(folder, 'spool')), await readdir(join(folder, 'queue-log'))];
    return { rows, integrity, spool, log };
  } finally {
    database.close();
  }
}

export const emptyQueue: QueueRest = { rows: {}, integrity: 'ok', spool: [], log: [] };

/** The engine's status; it has to run with a console. */
export async function statusOf(engine: EngineProcess): Promise<{
  readonly queue: Readonly<Record<string, number>>;
  readonly problems: readonly { readonly code: string; readonly text: string }[];
}> {
  const { stdout } = await engine.cli(['status', '--json']);
  return JSON.parse(stdout) as Awaited<ReturnType<typeof statusOf>>;
}

/** Message numbers in the poison queue; the engine has to run with a console. */
export async function poisonIds(engine: EngineProcess): Promise<readonly string[]> {
  const { stdout } = await engine.cli(['queue', 'show', 'Poison', '--json']);
  return (JSON.parse(stdout) as { id: number }[]).map(({ id }) => String(id));
}

/** Whether a process is there and not a zombie. */
export async function isAlive(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return /^State:\s+[^ZX]/m.test(status);
}
