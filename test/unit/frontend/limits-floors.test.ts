import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { SMTPServer } from 'smtp-server';
import { SMTPConnection } from 'smtp-server/lib/smtp-connection.js';
import { SMTPStream } from 'smtp-server/lib/smtp-stream.js';

/** Versions below which known attacks work, and the inner parts of smtp-server that sessions are built on. */

const atLeast = (version: string, floor: string): boolean =>
  version.localeCompare(floor, 'en', { numeric: true, sensitivity: 'base' }) >= 0;

function installed(name: string): string {
  const path = new URL(`../../../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

describe('floors', () => {
  it.each([
    // Below: a flood of pipelined commands ends the process, a first DATA line of ".." ends DATA.
    ['smtp-server', '3.21.6'],
    // Below 10.0.12: a bare CR leaves as it is.
    ['nodemailer', '10.6.0'],
    // Below: cross-site WebSocket denial of service by many headers.
    ['ws', '8.17.1'],
  ])('%s is %s or newer', (name, floor) => {
    expect(atLeast(installed(name), floor)).toBe(true);
    expect(atLeast('3.9.10', '3.21.6')).toBe(false);
  });

  it('the dependencies are pinned to one version each', () => {
    const { dependencies } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    for (const [name, version] of Object.entries(dependencies))
      expect(`${name} ${version}`).toMatch(/^\S+ \d+\.\d+\.\d+$/);
  });

  it('SQLite is 3.51.3 or newer: older ones can damage a WAL that two connections share', () => {
    const database = new DatabaseSync(':memory:');
    const row = database.prepare('SELECT sqlite_version() AS version').get();
    database.close();
    expect(atLeast(String(row?.['version']), '3.51.3')).toBe(true);
  });
});

/** Sessions override or call these; a release that moves one has to fail here, not in a session. */
describe('smtp-server inside', () => {
  const options = { secure: true, needsUpgrade: true, logger: false as const, disableReverseLookup: true };

  class Probe extends SMTPConnection {
    created = 0;
    override _createParser(): SMTPStream {
      this.created = (this.created || 0) + 1;
      return super._createParser();
    }
  }

  it('a connection has the members that sessions use', () => {
    const server = new SMTPServer(options);
    const socket = new Socket();
    const connection = new Probe(server, socket, {});
    const methods = [
      '_setListeners',
      '_armTimeout',
      '_whenWritable',
      '_resetSession',
      '_createParser',
      '_onCommand',
      '_onTimeout',
      '_onError',
      '_onClose',
      'close',
      'init',
      'upgrade',
    ] as const;
    for (const name of methods) expect(typeof SMTPConnection.prototype[name], name).toBe('function');
    expect(connection._parser).toBeInstanceOf(SMTPStream);
    expect(connection._socket).toBe(socket);
    expect(connection).toMatchObject({
      _upgrading: false,
      _closing: false,
      _ready: false,
      needsUpgrade: true,
      secure: true,
      hostNameAppearsAs: false,
      openingCommand: false,
    });
    expect(server.connections).toBeInstanceOf(Set);
    expect(typeof SMTPServer.prototype.onSecure).toBe('function');
    server.connections.add(connection);
    connection.close();
    expect(connection._closing).toBe(true);
    expect(server.connections.size).toBe(0);
    socket.destroy();
  });

  it('the upgrade retires the parser and asks for a new one', async () => {
    const server = new SMTPServer(options);
    const socket = new Socket();
    const connection = new Probe(server, socket, {});
    const before = connection._parser;
    await new Promise<void>((resolve) => {
      connection.upgrade(resolve);
    });
    expect(connection._upgrading).toBe(true);
    expect(connection._parser).not.toBe(before);
    expect(before).toMatchObject({ isClosed: true });
    expect(connection.created).toBeGreaterThan(0);
    socket.destroy();
  });

  it('the parser is a stream with a line limit that can be closed', () => {
    const parser = new SMTPStream({ maxCommandLength: 64 });
    expect(parser).toMatchObject({ _maxCommandLength: 64, _dataMode: false, isClosed: false });
    expect(parser._commandTooLong()).toBeInstanceOf(Error);
    expect(parser).toHaveProperty('oncommand');
  });
});
