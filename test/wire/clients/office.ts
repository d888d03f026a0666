import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../../main/clock.ts';
import { createSelfSigned } from '../../support/self-signed.ts';
import { dataFolder, removeFolder, runTool, startEngine, type EngineProcess } from '../../support/engine-process.ts';
import type { SinkCertificate } from '../../support/scripted-sink.ts';
import { eventually } from '../durability/relay.ts';

/** A small office: one server, one accepted domain, the two connectors a first run switches on, on ports of its own. */

type Section = Readonly<Record<string, unknown>>;

/** As a first run makes it, but without the waits that slow strangers down. */
export function frontend(port: number, more: Section = {}): Section {
  return {
    name: 'Default Frontend OFFICE',
    bindings: [`127.0.0.1:${port}`],
    remoteIPRanges: ['0.0.0.0-255.255.255.255'],
    authMechanism: ['Tls', 'Integrated', 'BasicAuth', 'BasicAuthRequireTLS', 'ExchangeServer'],
    permissionGroups: ['AnonymousUsers', 'ExchangeServers', 'ExchangeLegacyServers'],
    protocolLoggingLevel: 'Verbose',
    tarpitInterval: '00:00:00',
    authTarpitInterval: '00:00:00',
    ...more,
  };
}

/** One device may send anywhere. */
export function relayFor(address: string, port: number, more: Section = {}): Section {
  return {
    name: 'Relay OFFICE',
    bindings: [`127.0.0.1:${port}`],
    remoteIPRanges: [address],
    permissionGroups: ['AnonymousUsers'],
    extendedRights: [{ user: 'NT AUTHORITY\\ANONYMOUS LOGON', right: 'ms-Exch-SMTP-Accept-Any-Recipient' }],
    tarpitInterval: '00:00:00',
    ...more,
  };
}

export function office(receiveConnectors: readonly Section[], more: Section = {}): Section {
  return {
    server: { name: 'OFFICE', fqdn: 'postroom.office.example' },
    receiveConnectors,
    acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
    transport: { minimumFreeDisk: '0B' },
    ...more,
  };
}

/** A running Postroom with a console for the CLI, gone with the test. */
export async function startOffice(config: Section, folder?: string): Promise<EngineProcess> {
  const home = folder ?? (await dataFolder(config));
  onTestFinished(() => removeFolder(home));
  const engine = await startEngine(home, { args: ['--console', '127.0.0.1:0'] });
  onTestFinished(() => engine.kill9());
  return engine;
}

/** Runs a command that has to succeed; returns what it printed. */
export async function run(engine: EngineProcess, args: readonly string[], input = ''): Promise<string> {
  const { code, stdout, stderr } = await engine.cli(args, input);
  if (code !== 0) throw new Error(`postroom ${args.join(' ')} ended with ${String(code)}:\n${stdout}${stderr}`);
  return stdout;
}

export async function json<T>(engine: EngineProcess, args: readonly string[]): Promise<T> {
  return JSON.parse(await run(engine, [...args, '--json'])) as T;
}

export function patch(engine: EngineProcess, change: object): Promise<string> {
  return run(engine, ['config', 'patch', '-'], JSON.stringify(change));
}

/** Messages in a mailbox folder, oldest first; a folder that is not there is an empty one. */
export async function mailbox(folder: string, name: string): Promise<Buffer[]> {
  const path = join(folder, 'mailboxes', name);
  const names = await readdir(path).catch(() => []);
  const messages = names.filter((file) => file.endsWith('.eml')).sort();
  return Promise.all(messages.map((file) => readFile(join(path, file))));
}

/** Waits for so many messages in a mailbox folder. */
export async function delivered(folder: string, name: string, count = 1): Promise<Buffer[]> {
  await eventually(
    `${count} message(s) lie in the mailbox folder ${name}`,
    async () => (await mailbox(folder, name)).length >= count,
  );
  return mailbox(folder, name);
}

/** Sends with swaks, `--data -` being the message; resolves with its exit code and everything the server said. */
export async function swaks(args: readonly string[], input = ''): Promise<{ code: number | null; replies: string[] }> {
  // swaks ends what it is given with a line end of its own.
  const data = input.replace(/\r\n$/, '');
  const { code, stdout, stderr } = await runTool('swaks', ['--timeout', '20', ...args], data);
  const replies = [...`${stdout}\n${stderr}`.matchAll(/^<(?:-|~|\*\*|~\*)\s+(.*)$/gm)].map(([, reply = '']) => reply);
  return { code, replies };
}

let made: Promise<SinkCertificate> | null = null;

/** A certificate nobody vouches for, of the host `smtp.provider.example`. */
export function providerCertificate(): Promise<SinkCertificate> {
  const names = { fqdn: 'smtp.provider.example', serverName: 'PROVIDER', hostname: 'localhost' };
  made ??= createSelfSigned(names, systemClock).then(({ certificate, key }) => ({ cert: certificate, key }));
  return made;
}

/** Lines of a log folder taken apart, without the header lines. */
export async function logRows(folder: string, ...path: readonly string[]): Promise<string[][]> {
  const home = join(folder, 'logs', ...path);
  const files = (await readdir(home).catch(() => [])).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(home, file), 'utf8')));
  const lines = texts.flatMap((text) => text.split(/\r?\n/)).filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map(fields);
}

/** A line of comma-separated values taken apart. */
function fields(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain = '']) =>
    quoted === undefined ? plain : quoted.replaceAll('""', '"'),
  );
}
