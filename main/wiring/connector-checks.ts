import type { ApiParts } from '../api/parts.ts';
import { providerIds } from '../api/provider-ids.ts';
import type { Clock } from '../clock.ts';
import type { SendConnector, Snapshot } from '../config/snapshot.ts';
import type { DoctorStep } from '../contract/doctor-view.ts';
import { examineConnector, type DoctorDeps } from '../delivery/doctor/examine.ts';
import type { FoundStep } from '../delivery/doctor/step-recorder.ts';
import { PostroomError } from '../errors.ts';

/** Checks of send connectors that are under way or just over, for whoever looks on. */

interface ConnectorChecksParts {
  readonly clock: Clock;
  readonly snapshot: () => Snapshot;
  readonly deps: DoctorDeps;
  readonly explainReply: ApiParts['explainReply'];
  readonly newId: () => string;
}

type CheckRequest = Parameters<ApiParts['connectorChecks']['start']>[0];

interface Check {
  readonly steps: DoctorStep[];
  isDone: boolean;
  waiting: (() => void)[];
}

const MOST_KEPT = 20;

export function createConnectorChecks(parts: ConnectorChecksParts): ApiParts['connectorChecks'] {
  const checks = new Map<string, Check>();
  return {
    start(request) {
      const { connector, sender, recipient } = completed(request, parts.snapshot());
      const id = parts.newId();
      const check: Check = { steps: [], isDone: false, waiting: [] };
      const tell = (): void => check.waiting.splice(0).forEach((resolve) => resolve());
      checks.set(id, check);
      for (const old of [...checks.keys()].slice(0, -MOST_KEPT)) checks.delete(old);
      void examineConnector(connector, { sender, recipient }, parts.deps, (step) => {
        check.steps.push(explained(step, connector, sender, parts));
        tell();
      }).then(() => {
        check.isDone = true;
        tell();
      });
      return { id, sender, recipient };
    },
    async steps(id, known) {
      const check = checks.get(id);
      if (check === undefined) throw new PostroomError('not-found', 'This check is over for long; start another one.');
      if (check.steps.length <= known && !check.isDone) {
        await new Promise<void>((resolve) => {
          check.waiting.push(resolve);
        });
      }
      return { steps: check.steps.slice(known), isDone: check.isDone };
    },
  };
}

function completed(
  { name, sender, recipient }: CheckRequest,
  { sendConnectors, transport }: Snapshot,
): { readonly connector: SendConnector; readonly sender: string; readonly recipient: string } {
  const connector = sendConnectors.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (connector === undefined) throw new PostroomError('not-found', `There is no send connector "${name}" any more.`);
  const account = connector.userName?.includes('@') === true ? connector.userName : null;
  const from = sender ?? account ?? transport.postmaster;
  if (recipient === undefined && connector.smartHosts.length === 0) {
    const sentence = 'Give a recipient: this send connector looks up the mail servers of the recipient’s domain.';
    throw new PostroomError('usage', sentence, { path: 'recipient' });
  }
  return { connector, sender: from, recipient: recipient ?? from };
}

/** What a refusal means, with what to paste filled in. */
function explained(
  step: FoundStep,
  connector: SendConnector,
  sender: string,
  { explainReply }: ConnectorChecksParts,
): DoctorStep {
  if (step.isGood) return { ...step, hint: null, known: null };
  const { category, hint, known } = explainReply(step.said, { ...providerIds(connector), sender });
  return { ...step, hint: category === 'other' || step.said.includes(hint) ? null : hint, known };
}
