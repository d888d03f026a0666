import { readdir } from 'node:fs/promises';
import { dataFolder, removeFolder, startEngine, type EngineProcess } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';

/** The shipped program with a connector for everybody, one that relays for 127.0.0.2, and a smart host. */
export interface RelayEngine {
  readonly engine: EngineProcess;
  readonly port: number;
  /** File descriptors the process holds now. */
  fds(): Promise<number>;
  stop(): Promise<void>;
}

export async function startRelay(smartHostPort: number, connector: Record<string, unknown> = {}): Promise<RelayEngine> {
  const port = await freePort();
  const common = {
    bindings: [`127.0.0.1:${port}`],
    authMechanism: ['Tls'],
    permissionGroups: ['AnonymousUsers'],
    tarpitInterval: '00:00:00',
    protocolLoggingLevel: 'Verbose',
  };
  const folder = await dataFolder({
    server: { name: 'OFFICE', fqdn: 'relay.office.example' },
    receiveConnectors: [
      { ...common, name: 'Default Frontend OFFICE', remoteIPRanges: ['0.0.0.0-255.255.255.255'], ...connector },
      {
        ...common,
        name: 'Relay OFFICE',
        remoteIPRanges: ['127.0.0.2'],
        extendedRights: [{ user: 'NT AUTHORITY\\ANONYMOUS LOGON', right: 'ms-Exch-SMTP-Accept-Any-Recipient' }],
      },
    ],
    transport: { minimumFreeDisk: '0B' },
    acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
    sendConnectors: [
      { name: 'Smart host', addressSpaces: ['SMTP:*;1'], smartHosts: ['127.0.0.1'], port: smartHostPort },
    ],
  });
  const engine = await startEngine(folder);
  return {
    engine,
    port,
    fds: async () => (await readdir(`/proc/${engine.pid}/fd`)).length,
    async stop() {
      await engine.stop();
      await removeFolder(folder);
    },
  };
}
