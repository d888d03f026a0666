import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { ApiParts } from '../api/parts.ts';
import { exampleNames, tryFolder } from '../delivery/attachments/try-folder.ts';
import { explainReply } from '../delivery/classify.ts';
import { listMailboxes } from '../delivery/mailbox-list.ts';
import { createLastAttempts } from '../transport/last-attempts.ts';
import type { TargetFactory } from '../transport/routing.ts';
import { createConnectorChecks } from './connector-checks.ts';
import { tryConnector } from './connector-trial.ts';
import { createDeliveryDeps, createTargets, type TargetParts } from './targets.ts';

/** The next hops of a running engine, and what is told about them. */
export interface EngineDelivery extends Pick<
  ApiParts,
  'lastAttempt' | 'tryConnector' | 'connectorChecks' | 'mailboxes' | 'attachments'
> {
  readonly targets: TargetFactory;
}

export interface EngineDeliveryParts extends Omit<TargetParts, 'mailboxesFolder' | 'sessionId' | 'timeouts'> {
  readonly dataFolder: string;
}

/** A person waits for a trial; mail may wait longer. */
const TRIAL_TIMEOUTS = { connectMs: 15_000, greetingMs: 30_000, commandMs: 30_000, blockMs: 30_000, finalMs: 60_000 };

export function createEngineDelivery({ dataFolder, ...parts }: EngineDeliveryParts): EngineDelivery {
  const mailboxesFolder = join(dataFolder, 'mailboxes');
  const sessionId = (): string => randomBytes(8).toString('hex').toUpperCase();
  const attempts = createLastAttempts(() => parts.clock.now());
  const make = (more: Pick<TargetParts, 'sessionId' | 'timeouts'>): TargetFactory =>
    attempts.watch(createTargets({ ...parts, ...more, mailboxesFolder }));
  const trials = (sessionOpened: (id: string) => void): TargetFactory =>
    make({
      timeouts: TRIAL_TIMEOUTS,
      sessionId: () => {
        const id = sessionId();
        sessionOpened(id);
        return id;
      },
    });
  return {
    targets: make({ sessionId }),
    lastAttempt: (connector) => attempts.of(connector),
    tryConnector: (mail) => tryConnector({ ...parts, targets: trials, explainReply, newGuid: randomUUID }, mail),
    connectorChecks: createConnectorChecks({
      ...{ clock: parts.clock, snapshot: parts.snapshot, explainReply, newId: randomUUID },
      deps: createDeliveryDeps({ ...parts, sessionId, timeouts: TRIAL_TIMEOUTS }),
    }),
    attachments: {
      exampleNames: (pattern, device) => exampleNames(pattern, device, parts.clock.now()),
      tryFolder: (folder) => tryFolder(folder, process.platform),
    },
    mailboxes: async () => ({ folder: mailboxesFolder, mailboxes: await listMailboxes(mailboxesFolder) }),
  };
}
