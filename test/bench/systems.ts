import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/free-port.ts';
import { runTool } from '../support/engine-process.ts';
import { answers, end, start } from './processes.ts';

/** The systems that are measured, each on ports and folders of its own. */
export interface System {
  readonly name: string;
  readonly port: number;
  /** Root of its process tree. */
  readonly pid: number;
  /** Of its configuration and data; null where it keeps none. */
  readonly folder: string | null;
  close(): Promise<void>;
}

const program = fileURLToPath(new URL('../../dist/main/postroom.js', import.meta.url));

/** Postroom as shipped. Without a sink nothing is sent: accepting alone is measured. */
export async function startPostroom(sinkPort: number | null): Promise<System> {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-bench-'));
  const port = await freePort();
  const relay = { user: 'NT AUTHORITY\\ANONYMOUS LOGON', right: 'ms-Exch-SMTP-Accept-Any-Recipient' };
  const config = {
    server: { name: 'BENCH', fqdn: 'bench.local' },
    receiveConnectors: [
      {
        name: 'Relay',
        bindings: [`127.0.0.1:${port}`],
        remoteIPRanges: ['127.0.0.0/8'],
        permissionGroups: ['AnonymousUsers'],
        extendedRights: [relay],
        maxInboundConnectionPerSource: 'unlimited',
        maxInboundConnectionPercentagePerSource: 100,
      },
    ],
    acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
    sendConnectors:
      sinkPort === null
        ? []
        : [
            {
              name: 'Sink',
              addressSpaces: ['*'],
              smartHosts: ['127.0.0.1'],
              port: sinkPort,
              ignoreSTARTTLS: true,
              maxConnections: 20,
              smtpMaxMessagesPerConnection: 1000,
            },
          ],
  };
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  const child = start(process.execPath, [program, 'serve', '--data', folder, '--console', '127.0.0.1:0']);
  await answers(port);
  if (sinkPort === null) {
    const { code, stderr } = await runTool(process.execPath, [
      program,
      'services',
      'stop',
      'Transport',
      '--data',
      folder,
    ]);
    if (code !== 0) throw new Error(stderr);
  }
  return system('Postroom', port, child, folder);
}

/** A client that reads the live log of that Postroom for as long as it is kept. */
export async function followLog(folder: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, 'log', '--follow', '--json', '--last', '1', '--data', folder], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(child.stdout, 'data');
  child.stdout.resume();
  return child;
}

/** smtp-server without its greeting delay, throwing everything away: what the library could do at best. */
export async function startCeiling(): Promise<System> {
  const port = await freePort();
  const script = fileURLToPath(new URL('./ceiling-server.ts', import.meta.url));
  const child = start(process.execPath, [script, String(port)]);
  await answers(port);
  return system('ceiling', port, child, null);
}

/** Debian's Postfix on a configuration of its own. Without a sink its queue manager does not run. */
export async function startPostfix(sinkPort: number | null, tuned: boolean): Promise<System> {
  const folder = await mkdtemp(join(tmpdir(), 'postfix-bench-'));
  await chmod(folder, 0o755);
  const port = await freePort();
  const queue = join(folder, 'spool');
  await Promise.all([mkdir(queue), mkdir(join(folder, 'data'))]);
  await runTool('chown', ['postfix', join(folder, 'data')]);
  await cp('/etc/postfix/dynamicmaps.cf', join(folder, 'dynamicmaps.cf')).catch(() => undefined);
  const settings: Record<string, string> = {
    compatibility_level: '3.6',
    queue_directory: queue,
    data_directory: join(folder, 'data'),
    myhostname: 'postfix.local',
    mydestination: 'office.example',
    mynetworks: '127.0.0.0/8',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    message_size_limit: '104857600',
    smtpd_client_connection_count_limit: '0',
    smtpd_tls_security_level: 'none',
    smtp_tls_security_level: 'none',
    // Without a queue manager the default would hold every message back for a second.
    in_flow_delay: '0',
    maillog_file: '/dev/null',
    maillog_file_prefixes: '/dev',
    ...(sinkPort === null ? {} : { relayhost: `[127.0.0.1]:${sinkPort}` }),
    ...(tuned
      ? {
          default_process_limit: '100',
          default_destination_concurrency_limit: '20',
          initial_destination_concurrency: '20',
          smtpd_peername_lookup: 'no',
        }
      : {}),
  };
  await writeFile(
    join(folder, 'main.cf'),
    Object.entries(settings)
      .map(([key, value]) => `${key} = ${value}\n`)
      .join(''),
  );
  await writeFile(join(folder, 'master.cf'), await masterFile(port, sinkPort !== null));
  const child = start('/usr/sbin/postfix', ['-c', folder, 'start-fg']);
  await answers(port);
  const running = system(tuned ? 'Postfix, tuned' : 'Postfix', port, child, folder);
  return {
    ...running,
    async close() {
      // The shell that start-fg leaves behind waits for the master and does not pass signals on.
      await runTool('/usr/sbin/postfix', ['-c', folder, 'stop']);
      await running.close();
    },
  };
}

/** Debian's master.cf on another port, nothing in a chroot, and without the queue manager where nothing is to leave. */
async function masterFile(port: number, sending: boolean): Promise<string> {
  const text = await readFile('/usr/share/postfix/master.cf.dist', 'utf8');
  return text
    .split('\n')
    .map((line) => {
      if (/^(?:#|\s|$)/.test(line)) return line;
      const fields = line.split(/\s+/);
      fields[4] = 'n';
      if (fields[0] === 'smtp' && fields[1] === 'inet') fields[0] = `127.0.0.1:${port}`;
      if (fields[0] === 'qmgr' && !sending) return '';
      return fields.join(' ');
    })
    .join('\n');
}

function system(name: string, port: number, child: ChildProcess, folder: string | null): System {
  return {
    name,
    port,
    pid: child.pid ?? 0,
    folder,
    async close() {
      await end(child);
      if (folder !== null) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
