import type { Api, CallResult } from '../contract/calls.ts';
import { createAlertCalls } from './alerts.ts';
import { createCertificateCalls } from './certificates.ts';
import { createCheckCalls } from './checks.ts';
import { createConfigurationCalls } from './configuration.ts';
import { createConnectorCalls } from './connectors.ts';
import { createDesktopCalls } from './desktop.ts';
import { createDeviceCalls } from './devices.ts';
import { createExplainCalls } from './explain.ts';
import { createImportCalls } from './import.ts';
import { createLearningCalls } from './learning.ts';
import { createLiveCalls } from './live.ts';
import { createArrivalCalls } from './arrival.ts';
import { createOAuthCalls } from './oauth.ts';
import type { ApiParts } from './parts.ts';
import { createQueueCalls } from './queue.ts';
import { createDeliveryCalls } from './delivery.ts';
import { createSessionCalls, keptSession } from './sessions.ts';
import { invoke } from './serve.ts';
import { shellOnDemand } from './shell-on-demand.ts';
import { createStartCalls } from './start.ts';
import { createSurgeryCalls } from './surgery.ts';
import { createStatusCalls } from './status.ts';
import { createSystemCalls } from './system.ts';
import { createTesterCalls } from './tester.ts';
import { createTrackingCalls } from './tracking.ts';
import { createTopics } from './topics.ts';

/** What the engine offers to every client: plain functions that know no transport. */
export function createApi(parts: ApiParts): Api {
  const devices = () => parts.journal.devices();
  const api: Api = {
    calls: {
      ...createStatusCalls(parts),
      ...createSystemCalls(parts),
      ...createAlertCalls(parts),
      ...createTrackingCalls(parts),
      ...createSessionCalls(parts),
      ...createDesktopCalls(parts),
      ...createDeviceCalls(parts),
      ...createStartCalls(parts),
      ...createLearningCalls(parts),
      ...createSurgeryCalls(parts),
      ...createQueueCalls(parts),
      ...createConfigurationCalls({ ...parts, devices }),
      ...createConnectorCalls(parts),
      ...createImportCalls(parts.configuration),
      ...createDeliveryCalls(parts),
      ...createOAuthCalls(parts),
      ...createArrivalCalls(parts),
      ...createCertificateCalls(parts),
      ...createExplainCalls(parts),
      ...createTesterCalls({
        ...parts,
        devices,
        session: (id) => keptSession(parts.journal, id),
      }),
      ...createCheckCalls(parts),
      ...createLiveCalls(parts.live),
      ...shellOnDemand({
        clock: parts.clock,
        // The contract's types say that the result belongs to the name.
        call: async (name, input, caller) => (await invoke(api, name, input, caller)) as CallResult<typeof name>,
      }),
    },
    topics: createTopics(parts),
  };
  return api;
}
