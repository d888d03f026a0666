import type { Api } from '../contract/calls.ts';
import { createConfigurationCalls } from './configuration.ts';
import { createExplainCalls } from './explain.ts';
import type { ApiParts } from './parts.ts';
import { createQueueCalls } from './queue.ts';
import { createSessionCalls } from './sessions.ts';
import { createStatusCalls } from './status.ts';
import { createTopics } from './topics.ts';

/** What the engine offers to every client: plain functions that know no transport. */
export function createApi(parts: ApiParts): Api {
  return {
    calls: {
      ...createStatusCalls(parts),
      ...createSessionCalls(parts),
      ...createQueueCalls(parts),
      ...createConfigurationCalls(parts),
      ...createExplainCalls(parts),
    },
    topics: createTopics(parts),
  };
}
