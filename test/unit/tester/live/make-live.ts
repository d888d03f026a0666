import { randomBytes } from 'node:crypto';
import { systemClock } from '../../../../main/clock.ts';
import type { Clock } from '../../../../main/clock.ts';
import type { SendConnector, Snapshot } from '../../../../main/config/snapshot.ts';
import type { LiveRequest } from '../../../../main/tester/live/live-target.ts';
import { createLiveDialogues, type LiveDeps, type LiveDialogues } from '../../../../main/tester/live/live-dialogues.ts';
import type { SinkScript } from '../../../support/scripted-sink.ts';
import { certificateFor, later, recordingJournal, sendConnector, sink } from '../../delivery/harness.ts';

/** Live dialogues towards a scripted server that is the smart host of a send connector. */

export const PASSWORD = 'geheim geheim';

export interface LiveSetting {
  readonly script?: SinkScript;
  readonly connector?: Partial<SendConnector>;
  readonly clock?: Clock;
  readonly deps?: Partial<LiveDeps>;
  readonly request?: Partial<LiveRequest>;
}

export async function makeLive({ script = {}, connector = {}, clock = systemClock, deps = {} }: LiveSetting = {}) {
  const server = await sink(script);
  const { journal, lines: logged } = recordingJournal();
  let connectors: readonly SendConnector[] = [
    sendConnector({ smartHosts: ['sink.example'], port: server.port, fqdn: 'relay.example', ...connector }),
  ];
  const live: LiveDialogues = createLiveDialogues({
    clock,
    // What a dialogue looks at of the configuration.
    snapshot: () =>
      ({ sendConnectors: connectors, document: { server: { fqdn: 'postroom.example' } } }) as unknown as Snapshot,
    journal,
    getSecret: () => Promise.resolve(PASSWORD),
    isOwnListener: () => false,
    lookup: () => Promise.resolve(['127.0.0.1']),
    sessionId: () => randomBytes(8).toString('hex').toUpperCase(),
    ...deps,
  });
  later(() => live.stop());
  const request = (changes: Partial<LiveRequest> = {}): LiveRequest => ({
    host: 'sink.example',
    port: server.port,
    tls: 'none',
    connector: null,
    anyHost: false,
    allowData: false,
    ...changes,
  });
  return {
    live,
    server,
    logged,
    request,
    open: (changes: Partial<LiveRequest> = {}) => live.open(request(changes)),
    change: (next: readonly SendConnector[]) => (connectors = next),
    textOf: (id: string) => live.transcript(id),
  };
}

/** A certificate that the dialogues are told to trust. */
export async function trusted(names: readonly string[] = ['sink.example']) {
  const certificate = await certificateFor([...names]);
  return { certificate, deps: { trustedCertificates: [certificate.cert] } };
}
