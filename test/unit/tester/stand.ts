import { compile } from '../../../main/config/compile.ts';
import { applyMergePatch } from '../../../main/config/merge-patch.ts';
import type { Snapshot } from '../../../main/config/snapshot.ts';
import { toSparse } from '../../../main/config/sparse.ts';
import { documentSchema, type SparseDocument } from '../../../main/contract/document.ts';
import type { DeviceCard, DeviceEnvelope } from '../../../main/contract/session-view.ts';
import { blankCard } from '../../../main/journal/blank-card.ts';
import { createReplayer, type Replayer } from '../../../main/tester/replayer.ts';
import { manualClock } from '../../support/manual-clock.ts';

/** What tests of checks, changes and audits stand on. */

export const relayRight = [
  { user: 'NT AUTHORITY\\ANONYMOUS LOGON', right: 'ms-Exch-SMTP-Accept-Any-Recipient' },
] as const;

export function makeReplayer(): Replayer {
  let last = 0;
  return createReplayer({
    clock: manualClock(Date.UTC(2026, 10, 22)),
    newGuid: () => `00000000-0000-4000-8000-${String((last += 1)).padStart(12, '0')}`,
  });
}

/** A replayer that counts. */
export function countingReplayer(): Replayer & { count: number } {
  const replayer = makeReplayer();
  return {
    count: 0,
    replay(...question) {
      this.count += 1;
      return replayer.replay(...question);
    },
  };
}

/** The snapshot that a merge patch makes of another. */
export function patched({ document, revision }: Snapshot, patch: SparseDocument | null): Snapshot {
  return compile(documentSchema.parse(applyMergePatch({ ...toSparse(document) }, patch)), revision + 1);
}

export function snapshotOf(sections: Readonly<Record<string, unknown>>): Snapshot {
  return compile(documentSchema.parse(sections), 1);
}

/** A receive connector that takes mail for the accepted domains, without waits; with `extendedRights` it relays. */
export function connector(properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return {
    bindings: ['0.0.0.0:25'],
    remoteIPRanges: ['0.0.0.0-255.255.255.255'],
    permissionGroups: ['AnonymousUsers'],
    ...properties,
  };
}

/** What the journal knows of an address. */
export function device(
  address: string,
  accepted: Partial<DeviceEnvelope> | null,
  refused: Partial<DeviceEnvelope> | null = null,
  more: Partial<DeviceCard> = {},
): DeviceCard {
  const envelope = (change: Partial<DeviceEnvelope> | null): DeviceEnvelope | null =>
    change && {
      atMs: 0,
      localAddress: '192.168.0.10',
      localPort: 25,
      helo: 'scanner',
      tls: 'none',
      account: null,
      mailFrom: 'scanner@exchange2013demo.com',
      recipients: ['someone@gmail.com'],
      reply: '',
      ...change,
    };
  return {
    ...blankCard(address),
    sessions: 1,
    accepted: 1,
    lastAccepted: envelope(accepted),
    lastRefused: envelope(refused),
    ...more,
  };
}
