import type { Api } from '../contract/calls.ts';
import type { SessionDetail } from '../contract/session-view.ts';
import { PostroomError } from '../errors.ts';
import type { LiveJournal } from '../journal/journal.ts';
import type { ApiParts } from './parts.ts';

/** Recent sessions, and who was turned away today. */
type SessionCalls = Pick<Api['calls'], 'sessions.list' | 'sessions.get' | 'devices.refused'>;

export function createSessionCalls({ journal }: ApiParts): SessionCalls {
  return {
    'sessions.list': ({ filter, before, limit }) => journal.sessions(filter, before, limit),
    'sessions.get': ({ id }) => keptSession(journal, id),
    'devices.refused': () => journal.refusedDevices(),
  };
}

/** Throws 'not-found'. */
export function keptSession(journal: Pick<LiveJournal, 'session'>, id: string): SessionDetail {
  const session = journal.session(id);
  if (session === null)
    throw new PostroomError('not-found', 'This session is no longer kept. Its lines may be in the protocol log.');
  return session;
}
