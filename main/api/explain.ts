import { isIP } from 'node:net';
import type { Snapshot } from '../config/snapshot.ts';
import { authorize, connect, decideMail, decideRcpt } from '../connectors/decision.ts';
import type { Decision, Endpoint } from '../connectors/decision.ts';
import type { Account, SmtpReply } from '../connectors/model.ts';
import type { Api } from '../contract/calls.ts';
import type { ExplainedStage, Explanation } from '../contract/config-view.ts';
import { PostroomError } from '../errors.ts';
import { heardBy, providerIds } from './provider-ids.ts';
import { readEndpoint } from './endpoint.ts';
import type { ApiParts } from './parts.ts';

/** What a session from an address would be answered, and why: the session's own decisions, asked without a session. */
type ExplainCalls = Pick<Api['calls'], 'explain' | 'explainReply'>;
type Question = Parameters<ExplainCalls['explain']>[0];

export function createExplainCalls(parts: Pick<ApiParts, 'configuration' | 'explainReply'>): ExplainCalls {
  return {
    explain: (question) => explain(parts.configuration.current(), question),
    explainReply: ({ text, connector }) =>
      parts.explainReply(text, providerIds(heardBy(parts.configuration.current(), connector))),
  };
}

function explain(snapshot: Snapshot, question: Question): Explanation {
  const { policy, index } = snapshot;
  const endpoint = endpointOf(question);
  const account = accountOf(snapshot, question.userName);
  const connected = connect(index, policy, endpoint);
  const stages = [stage('connect', connected)];
  const { connector } = connected;
  if (connector === null || !connected.accepted)
    return { accepted: false, connector: connector?.identity ?? null, rights: [], stages };

  const credentials = { tls: question.tls, account };
  const authorization = authorize(connector, credentials);
  stages.push({ stage: 'authorize', accepted: true, reply: null, trace: authorization.trace() });
  const session = { connector, policy, endpoint, credentials, authorization };
  if (question.sender !== undefined)
    stages.push(stage('mail', decideMail(session, { address: question.sender, declaredBytes: null })));
  if (question.recipient !== undefined && stages.every(({ accepted }) => accepted)) {
    stages.push(stage('rcpt', decideRcpt(session, { address: question.recipient, acceptedRecipients: 0 })));
  }
  const accepted = stages.every((one) => one.accepted);
  return { accepted, connector: connector.identity, rights: [...authorization.rights], stages };
}

function stage(name: ExplainedStage['stage'], decision: Decision): ExplainedStage {
  return {
    stage: name,
    accepted: decision.accepted,
    reply: decision.reply === null ? null : replyText(decision.reply),
    trace: decision.trace(),
  };
}

function replyText({ code, enhanced, text }: SmtpReply): string {
  return [String(code), enhanced, text].filter((part) => part !== null && part !== '').join(' ');
}

function endpointOf({ from, to }: Question): Endpoint {
  const local = readEndpoint(to);
  if (local === null) {
    throw new PostroomError('usage', 'Give the local address as IP:PORT, for example 192.168.0.10:25 or [::1]:25.', {
      path: 'to',
    });
  }
  if (isIP(from) === 0)
    throw new PostroomError('usage', 'Give the client as an IP address, for example 192.168.0.181.', { path: 'from' });
  return { ...local, remoteAddress: from };
}

function accountOf({ accounts }: Snapshot, userName: string | undefined): Account | null {
  if (userName === undefined) return null;
  const account = accounts.get(userName.toLowerCase());
  if (account === undefined)
    throw new PostroomError('not-found', 'There is no enabled account of that name.', { path: 'userName' });
  return account;
}
