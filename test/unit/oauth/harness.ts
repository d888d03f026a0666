import { onTestFinished } from 'vitest';
import { compileSendConnector } from '../../../main/config/compile-send-connector.ts';
import type { Secrets } from '../../../main/config/configuration.ts';
import type { SendConnector } from '../../../main/config/snapshot.ts';
import { sendConnectorSchema } from '../../../main/contract/send-connector.ts';
import { createOAuthService, type OAuthService } from '../../../main/oauth/oauth-service.ts';
import { manualClock, type ManualClock } from '../../support/manual-clock.ts';
import { startIssuer, type OAuthIssuer } from '../../support/oauth-issuer.ts';

/** The service over a real issuer and a box in memory; its clock is turned by hand. */
export interface Bench {
  readonly issuer: OAuthIssuer;
  readonly clock: ManualClock;
  readonly service: OAuthService;
  readonly connector: SendConnector;
  readonly box: Map<string, string>;
  /** Connectors that were signed in, in order. */
  readonly signedIn: string[];
  readonly reports: string[];
  /** A new service over what the box holds, as after a restart. */
  readonly restart: (connector?: SendConnector) => OAuthService;
}

export const HOUR_MS = 3_600_000;

export function connectorFor(issuer: string, oauth: object = {}): SendConnector {
  return compileSendConnector(
    sendConnectorSchema.parse({
      ...{ name: 'Provider', addressSpaces: ['*'], smartHosts: ['smtp.provider.example'], port: 587 },
      ...{ smartHostAuthMechanism: 'OAuth', userName: 'scanner@office.example' },
      oauth: { provider: 'Other', flow: 'ClientCredentials', clientId: 'app-1', issuer, ...oauth },
    }),
    { name: 'OFFICE', fqdn: 'office.example' },
  );
}

/** Its functions need no object. */
export interface MemoryBox {
  readonly names: () => readonly string[];
  readonly get: (name: string) => Promise<string>;
  readonly set: (name: string, value: string) => Promise<void>;
  readonly remove: (name: string) => Promise<boolean>;
}

/** As the SecretBox, without the encryption, which has tests of its own. */
export function memoryBox(box: Map<string, string>): MemoryBox {
  return {
    names: () => [...box.keys()],
    get: (name) => Promise.resolve(box.get(name) ?? ''),
    set: (name, value) => Promise.resolve(void box.set(name, value)),
    remove: (name) => Promise.resolve(box.delete(name)),
  };
}

export async function bench(oauth: object = {}, secrets: (box: MemoryBox) => Secrets = (box) => box): Promise<Bench> {
  const issuer = await startIssuer();
  onTestFinished(() => issuer.close());
  const clock = manualClock();
  const box = new Map([['oauth-client/Provider', 'the client secret']]);
  const connector = connectorFor(issuer.url, oauth);
  const signedIn: string[] = [];
  const reports: string[] = [];
  const restart = (current = connector): OAuthService => {
    const service = createOAuthService({
      clock,
      snapshot: () => ({ sendConnectors: [current] }),
      secrets: secrets(memoryBox(box)),
      signedIn: ({ name }) => signedIn.push(name),
      report: (_error, doing) => reports.push(doing),
    });
    onTestFinished(() => service.close());
    service.configurationChanged();
    return service;
  };
  return { issuer, clock, connector, box, signedIn, reports, restart, service: restart() };
}

/** Signs in by device code, with the person done at once. */
export async function signInByDevice({ issuer, clock, service }: Bench): Promise<void> {
  await service.signIn('Provider');
  issuer.approve();
  await clock.advance(5000);
}
