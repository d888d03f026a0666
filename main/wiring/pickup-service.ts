import { createPickup } from '../delivery/pickup.ts';
import { PostroomError } from '../errors.ts';
import { submitMessage, type SubmissionParts } from './submission.ts';

export interface PickupServiceParts extends SubmissionParts {
  readonly folder: string;
  readonly report: (error: unknown, doing: string) => void;
}

export interface PickupService {
  readonly running: boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Mailbox Transport Submission: what programs drop into the pickup folder goes the way of every other message. */
export function createPickupService(parts: PickupServiceParts): PickupService {
  const pickup = createPickup({
    folder: parts.folder,
    clock: parts.clock,
    submit: async (message, envelope) => {
      await submitMessage({ message, envelope, way: 'pickup folder' }, parts);
    },
    onBad: (name, reason) =>
      parts.report(
        new PostroomError('internal', `The pickup file ${name} was not sent: ${reason}`),
        'reading the pickup folder',
      ),
  });
  let running = false;
  return {
    get running() {
      return running;
    },
    async start() {
      running = true;
      await pickup.start();
    },
    async stop() {
      running = false;
      await pickup.stop();
    },
  };
}
