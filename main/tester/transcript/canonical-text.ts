import type { TranscriptHints } from '../../contract/tester-view.ts';
import type { StepKind } from './expected-kind.ts';

/** The words of the text that printTranscript writes and parseTranscript reads back to the letter. */

/** First row: what follows is read strictly, with nothing mended or guessed. */
export const CANONICAL_HEADER = '*** Postroom transcript';
export const CLIENT_MARK = 'C: ';
export const SERVER_MARK = 'S: ';
export const REMARK_MARK = '*** ';

/** Said where the client did something else than SMTP would have it do there. */
export const NEXT_KIND: Readonly<Record<StepKind, string>> = {
  command: `${REMARK_MARK}Next: a command`,
  'auth-answer': `${REMARK_MARK}Next: an answer to AUTH`,
  body: `${REMARK_MARK}Next: a message`,
};

const CLIENT = `${REMARK_MARK}Client: `;
const SERVER = `${REMARK_MARK}Server: `;
const SERVER_PORT = `${REMARK_MARK}Server port: `;
const CONNECTOR = `${REMARK_MARK}Connector: `;
const IMPLICIT_TLS = `${REMARK_MARK}TLS from the first byte`;

export function hintRows(hints: TranscriptHints): readonly string[] {
  return [
    ...(hints.remoteAddress === null ? [] : [CLIENT + hints.remoteAddress]),
    ...(hints.localAddress === null ? [] : [SERVER + hints.localAddress]),
    ...(hints.localPort === null ? [] : [SERVER_PORT + String(hints.localPort)]),
    ...(hints.connector === null ? [] : [CONNECTOR + hints.connector]),
    ...(hints.implicitTls ? [IMPLICIT_TLS] : []),
  ];
}

/** The hint that a row gives, or null. */
export function readHintRow(row: string): Partial<TranscriptHints> | null {
  if (row === IMPLICIT_TLS) return { implicitTls: true };
  if (row.startsWith(CLIENT)) return { remoteAddress: row.slice(CLIENT.length) };
  if (row.startsWith(SERVER)) return { localAddress: row.slice(SERVER.length) };
  if (row.startsWith(CONNECTOR)) return { connector: row.slice(CONNECTOR.length) };
  const port = row.startsWith(SERVER_PORT) ? Number(row.slice(SERVER_PORT.length)) : Number.NaN;
  return Number.isInteger(port) && port > 0 && port <= 65_535 ? { localPort: port } : null;
}
