import type { Api } from '../contract/calls.ts';
import type { Problem } from '../contract/problem-view.ts';
import type { ApiParts } from './parts.ts';
import { problem } from './problem.ts';

/** Who is told of what needs a person. */
type AlertCalls = Pick<Api['calls'], 'alerts.get' | 'alerts.test'>;

export function createAlertCalls({ alerts }: Pick<ApiParts, 'alerts'>): AlertCalls {
  return { 'alerts.get': () => alerts.view(), 'alerts.test': () => alerts.test() };
}

export function createAlertTopic({ alerts }: Pick<ApiParts, 'alerts'>): Api['topics']['alerts'] {
  return (_input, emit) => ({ snapshot: null, close: alerts.watch(emit) });
}

export function alertProblems({ alerts }: Pick<ApiParts, 'alerts'>): readonly Problem[] {
  return alerts
    .failing()
    .map(({ channel, trouble }) =>
      problem(
        'alerts-failing',
        { channel, trouble },
        `Alerts do not arrive: ${trouble}`,
        'Correct the way in the settings, under Alerts, and send a test alert.',
      ),
    );
}
