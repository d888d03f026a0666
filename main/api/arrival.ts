import type { Api } from '../contract/calls.ts';
import type { ApiParts } from './parts.ts';

export function createArrivalCalls({
  checkArrival,
}: Pick<ApiParts, 'checkArrival'>): Pick<Api['calls'], 'arrival.check'> {
  return { 'arrival.check': (request) => checkArrival(request) };
}
