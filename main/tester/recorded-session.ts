import type { SessionDetail } from '../contract/session-view.ts';
import type { RecordedTranscript, ReplayConditions } from '../contract/tester-view.ts';
import { parseTranscript } from './transcript/parse-transcript.ts';
import { printTranscript } from './transcript/print-transcript.ts';

/** A session that took place, as a transcript that can be replayed, and as whom and where it was held. */
export function recordedTranscript(session: SessionDetail): RecordedTranscript {
  const transcript = parseTranscript(JSON.stringify(session, null, 1));
  return { text: printTranscript(transcript), conditions: conditionsOf(session) };
}

/** null where Postroom was the client: there is nothing to ask of the configuration. */
function conditionsOf({ direction, remoteEndpoint, localEndpoint, tls, account, lines }: SessionDetail) {
  if (direction === 'send') return null;
  const local = splitEndpoint(localEndpoint);
  const saidStartTls = lines.some(({ event, data }) => event === '<' && /^\s*STARTTLS\b/i.test(data));
  const conditions: ReplayConditions = {
    remoteAddress: splitEndpoint(remoteEndpoint).address,
    localAddress: local.address,
    localPort: local.port,
    implicitTls: tls !== null && !saidStartTls,
    userName: account,
  };
  return conditions;
}

/** `192.168.0.1:25`, `[::1]:25`. */
function splitEndpoint(endpoint: string): { readonly address: string; readonly port: number } {
  const [, bracketed, plain, port] = /^(?:\[(.+)\]|(.+)):(\d+)$/.exec(endpoint) ?? [];
  return { address: bracketed ?? plain ?? endpoint, port: Number(port ?? 0) };
}
