import { lookup, Resolver } from 'node:dns/promises';
import type { Clock } from '../clock.ts';
import type { SendConnector, Snapshot } from '../config/snapshot.ts';
import type { AttachmentPlace } from '../delivery/attachments/save-attachments.ts';
import { createMailboxFolderTarget } from '../delivery/mailbox-folder.ts';
import { createMxTarget, type MxDeps } from '../delivery/mx.ts';
import { createRewritingTarget } from '../delivery/rewriting-target.ts';
import { createSigningTarget, type SigningDeps } from '../delivery/signing-target.ts';
import { createSmartHostTarget, type SmartHostDeps } from '../delivery/smart-host.ts';
import type { OwnCertificates } from '../delivery/smtp-connect.ts';
import type { SmtpTimeouts } from '../delivery/smtp-transaction.ts';
import type { TokenSource } from '../delivery/token-source.ts';
import type { ListenerView } from '../frontend/frontend.ts';
import type { Journal } from '../journal/journal.ts';
import type { Target } from '../delivery/target.ts';
import type { TargetFactory } from '../transport/routing.ts';
import { isOwnListener } from './own-listeners.ts';

export interface TargetParts {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly snapshot: () => Snapshot;
  readonly mailboxesFolder: string;
  readonly getSecret: (name: string) => Promise<string>;
  readonly tokens: TokenSource;
  readonly certificates: OwnCertificates;
  readonly signing: SigningDeps;
  readonly listeners: () => readonly ListenerView[];
  /** 16 hex digits, unique. */
  readonly sessionId: () => string;
  /** How long to wait for a peer, where that is not as long as RFC 5321 says. */
  readonly timeouts?: Partial<SmtpTimeouts>;
}

/** What delivery over SMTP needs of the machine: its resolver and its network. */
export function createDeliveryDeps(
  parts: Pick<
    TargetParts,
    'clock' | 'journal' | 'sessionId' | 'getSecret' | 'tokens' | 'certificates' | 'timeouts' | 'listeners'
  >,
): SmartHostDeps & MxDeps {
  const { clock, journal, sessionId, getSecret, tokens, certificates } = parts;
  const resolver = new Resolver();
  return {
    ...{ clock, journal, sessionId, getSecret, tokens, certificates },
    ...(parts.timeouts === undefined ? {} : { timeouts: parts.timeouts }),
    isOwnListener: (address, port) => isOwnListener(parts.listeners(), address, port),
    lookup: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
    resolveRecords: (name, type) => resolver.resolve(name, type) as Promise<unknown[]>,
  };
}

/** The next hops of the real world: the machine's resolver, its network, its disk. */
export function createTargets(parts: TargetParts): TargetFactory {
  const { snapshot } = parts;
  const deps = createDeliveryDeps(parts);
  return {
    smartHost: (connector) => asSent(connector, createSmartHostTarget(connector, deps), parts.signing),
    mx: (connector, domain) => asSent(connector, createMxTarget(connector, domain, deps), parts.signing),
    mailboxFolder: () =>
      createMailboxFolderTarget({
        root: parts.mailboxesFolder,
        clock: parts.clock,
        folderOf: (address) =>
          snapshot().mailboxOf.get(address.toLowerCase()) ?? address.slice(0, address.lastIndexOf('@')).toLowerCase(),
        attachmentsOf: (folder) => attachmentPlace(snapshot(), folder),
        deviceOf: (address) => nameOfDevice(snapshot(), address),
      }),
  };
}

/** Mail as the next hop sees it: with the sender that the connector sets, and signed behind that. */
function asSent({ rewriting, signDkim }: SendConnector, plain: Target, signing: SigningDeps): Target {
  const target = signDkim ? createSigningTarget(plain, signing) : plain;
  return rewriting === null ? target : createRewritingTarget(target, rewriting);
}

function attachmentPlace({ document }: Snapshot, folder: string): AttachmentPlace | null {
  const mailbox = document.mailboxes.find(({ name }) => name.toLowerCase() === folder.toLowerCase());
  if (mailbox === undefined || mailbox.attachmentFolder === null) return null;
  return { folder: mailbox.attachmentFolder, pattern: mailbox.attachmentPattern };
}

function nameOfDevice({ document }: Snapshot, address: string | null): string {
  return document.devices.find((device) => device.address === address)?.name ?? address ?? '';
}
