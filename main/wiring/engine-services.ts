import type { ServicesControl } from '../api/parts.ts';
import type { Frontend } from '../frontend/frontend.ts';
import { MAILBOX_QUEUE } from '../transport/routing.ts';
import type { Transport } from '../transport/transport.ts';
import type { PickupService } from './pickup-service.ts';
import { createServices } from './services.ts';

export interface ServiceParts {
  readonly frontend: Frontend;
  readonly transport: Pick<Transport, 'running' | 'start' | 'stop' | 'suspendQueue' | 'resumeQueue'>;
  readonly pickup: PickupService;
  /** How long sessions in DATA, and deliveries under way, may take to finish. */
  readonly stopSessionsMs: number;
  readonly stopDeliveryMs: number;
}

/** The four services over the parts of this engine. None of them remembers over a restart that it was stopped. */
export function createEngineServices(parts: ServiceParts): ServicesControl {
  const { frontend, transport, pickup, stopSessionsMs, stopDeliveryMs } = parts;
  let mailboxDelivery = true;
  return createServices({
    'Frontend Transport': {
      running: () => frontend.running,
      start: () => frontend.start(),
      stop: () => frontend.stop(stopSessionsMs),
    },
    Transport: {
      running: () => transport.running,
      start: () => transport.start(),
      stop: () => transport.stop(stopDeliveryMs),
    },
    'Mailbox Transport Delivery': {
      running: () => mailboxDelivery,
      async start() {
        mailboxDelivery = true;
        await transport.resumeQueue(MAILBOX_QUEUE);
      },
      async stop() {
        mailboxDelivery = false;
        await transport.suspendQueue(MAILBOX_QUEUE, 'until-restart');
      },
    },
    'Mailbox Transport Submission': {
      running: () => pickup.running,
      start: () => pickup.start(),
      stop: () => pickup.stop(),
    },
  });
}
