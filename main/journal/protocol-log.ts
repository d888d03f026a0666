import type { SessionLine } from '../contract/session-view.ts';
import { createTimestamp, csvField } from './log-text.ts';

/** The protocol log's line. */

export const PROTOCOL_FIELDS =
  'date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context';

/** What stands on every line of one session, made once. */
export interface ProtocolColumns {
  readonly connectorAndId: string;
  readonly endpoints: string;
}

export interface ProtocolRecord {
  readonly columns: ProtocolColumns;
  readonly line: SessionLine;
}

export function protocolColumns(session: {
  id: string;
  connector: string;
  localEndpoint: string;
  remoteEndpoint: string;
}): ProtocolColumns {
  return {
    connectorAndId: `${csvField(session.connector)},${csvField(session.id)}`,
    endpoints: `${csvField(session.localEndpoint)},${csvField(session.remoteEndpoint)}`,
  };
}

export function createProtocolFormat(): (record: ProtocolRecord) => string {
  const timestamp = createTimestamp();
  return ({ columns, line }) =>
    `${timestamp(line.atMs)},${columns.connectorAndId},${String(line.sequence)},${columns.endpoints},${line.event},` +
    `${csvField(line.data)},${csvField(line.context)}`;
}
