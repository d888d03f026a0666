import { compile } from '../../main/config/compile.ts';
import { defaultDocument } from '../../main/config/defaults.ts';
import type { Snapshot } from '../../main/config/snapshot.ts';
import { documentSchema, type ConfigDocument } from '../../main/contract/document.ts';

/** The server of the Exchange 2013 guide: a fresh Mailbox server with or without its relay connector for one device. */

/** The device that the guide lets relay. */
export const GUIDE_DEVICE = '192.168.0.181';
/** Its neighbour, which may not. */
export const GUIDE_NEIGHBOUR = '192.168.0.180';
/** The server's own address. */
export const GUIDE_SERVER = '192.168.0.10';
export const GUIDE_DOMAIN = 'exchange2013demo.com';

export interface GuideOptions {
  readonly dialect?: '2013' | '2016';
  /** False: as it is before `Relay E15MB1` has been made. */
  readonly relay?: boolean;
  /** Sections that replace those of the guide. */
  readonly sections?: Readonly<Partial<Record<keyof ConfigDocument, unknown>>>;
}

const relayConnector = {
  name: 'Relay E15MB1',
  transportRole: 'FrontendTransport',
  bindings: ['0.0.0.0:25'],
  remoteIPRanges: [GUIDE_DEVICE],
  authMechanism: ['Tls'],
  permissionGroups: ['AnonymousUsers'],
  extendedRights: [{ user: 'NT AUTHORITY\\ANONYMOUS LOGON', right: 'ms-Exch-SMTP-Accept-Any-Recipient' }],
} as const;

/** The five connectors of a first run, open to anonymous for the accepted domain, and `Relay E15MB1` for one device. */
export function guideDocument({ dialect = '2013', relay = true, sections = {} }: GuideOptions = {}): ConfigDocument {
  const fresh = defaultDocument({ hostname: 'E15MB1.exchange2013demo.com', ports: { smtp: 25, submission: 587 } });
  return documentSchema.parse({
    ...fresh,
    server: { name: 'E15MB1', fqdn: 'E15MB1.exchange2013demo.com', replyDialect: dialect },
    receiveConnectors: [...fresh.receiveConnectors, ...(relay ? [relayConnector] : [])],
    acceptedDomains: [{ name: 'Demo', domainName: GUIDE_DOMAIN, default: true }],
    sendConnectors: [{ name: 'Internet', addressSpaces: ['SMTP:*;1'], smartHosts: ['smtp.example.com'] }],
    ...sections,
  });
}

/** `guideDocument`, compiled. */
export function guideSnapshot(options: GuideOptions = {}, revision = 1): Snapshot {
  return compile(guideDocument(options), revision);
}
