import type { SessionLine, SessionSummary } from '../../../../main/contract/session-view.ts';

/** Sessions and lines to try things on. */

export function line(session: string, sequence: number, data = '', changes: Partial<SessionLine> = {}): SessionLine {
  return { session, sequence, atMs: sequence, event: '>', data, context: '', ...changes };
}

export function summary(id: string, changes: Partial<SessionSummary> = {}): SessionSummary {
  return {
    id,
    number: 1,
    direction: 'receive',
    connector: 'OFFICE\\Default Frontend OFFICE',
    localEndpoint: '192.168.0.1:25',
    remoteEndpoint: '192.168.0.180:40000',
    startedMs: 0,
    endedMs: null,
    endedBy: null,
    tls: null,
    account: null,
    helo: null,
    accepted: 0,
    refused: 0,
    verdict: 'open',
    lastError: null,
    deviations: [],
    ...changes,
  };
}
