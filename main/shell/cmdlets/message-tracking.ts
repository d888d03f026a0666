import type { TrackingFilter, TrackingRow } from '../../contract/tracking-calls.ts';
import type { Cmdlet, Invocation } from '../run/cmdlet.ts';
import type { Parameter } from '../run/parameters.ts';
import { shellObject, time, type Moment, type ShellValue } from '../values/shell-value.ts';
import { noteServer } from './identity.ts';
import { resultSizeOf, resultSizeParameter } from './result-size.ts';

/** Get-MessageTrackingLog. */

const MOST = 10_000;
const texts = ['EventId', 'Source', 'Sender', 'MessageId', 'InternalMessageId', 'MessageSubject', 'Reference'] as const;
const help: Readonly<Record<(typeof texts)[number], string>> = {
  EventId: 'RECEIVE, SEND, DELIVER, DEFER, FAIL and the like.',
  Source: 'SMTP, ROUTING, QUEUE and the like.',
  Sender: 'Address of the sender.',
  MessageId: 'Message-ID, with or without angle brackets.',
  InternalMessageId: 'The number in the queue.',
  MessageSubject: 'Part of the subject.',
  Reference: 'The message that a report is about.',
};

export const getMessageTrackingLog: Cmdlet = {
  name: 'Get-MessageTrackingLog',
  synopsis: 'Says what became of messages.',
  parameters: [
    { name: 'Start', type: 'time', help: 'Not before: 2026-01-31 08:00.' },
    { name: 'End', type: 'time', help: 'Not after.' },
    ...texts.map((name): Parameter => ({ name, type: 'text', verbatim: true, help: help[name] })),
    { name: 'Recipients', type: 'texts', help: 'Addresses; one of them is enough.' },
    resultSizeParameter,
    { name: 'Server', type: 'text', help: 'There is one server here; any name is taken for it.' },
    ...['NetworkMessageId', 'TransportTrafficType'].map((name): Parameter => ({
      name,
      type: 'any',
      ignored: true,
      help: '',
    })),
  ],
  async run(invocation) {
    const typed = invocation.bound.text('Server');
    if (typed !== undefined) {
      const { server } = (await invocation.shell.call('config.get', {})).document;
      noteServer({ server, shell: invocation.shell }, typed);
    }
    const limit = Math.min(MOST, resultSizeOf(invocation.bound));
    const rows = await invocation.shell.call('tracking.list', { filter: filterOf(invocation), limit });
    if (rows.length === limit)
      invocation.shell.warn(
        `There may be more than these ${String(limit)} results. Narrow the time down, or give -ResultSize.`,
      );
    return rows.map(trackingObject);
  },
};

function filterOf({ bound }: Invocation): TrackingFilter {
  const at = (name: string): number | undefined => (bound.value(name) as Moment | undefined)?.ms;
  const [startMs, endMs, recipients] = [at('Start'), at('End'), bound.texts('Recipients')];
  const given = texts.flatMap((name) => {
    const value = bound.text(name);
    return value === undefined ? [] : [[name.charAt(0).toLowerCase() + name.slice(1), value] as const];
  });
  return {
    ...Object.fromEntries(given),
    ...(startMs === undefined ? {} : { startMs }),
    ...(endMs === undefined ? {} : { endMs }),
    ...(recipients === undefined ? {} : { recipients: [...recipients] }),
  };
}

/** Exchange's names: those of the log without dashes. */
function trackingObject(row: TrackingRow): ShellValue {
  return shellObject('MessageTrackingEvent', {
    Timestamp: time(row.atMs),
    ClientIp: row.clientIp,
    ClientHostname: row.clientHostname,
    ServerIp: row.serverIp,
    ServerHostname: row.serverHostname,
    SourceContext: row.sourceContext,
    ConnectorId: row.connectorId,
    Source: row.source,
    EventId: row.eventId,
    InternalMessageId: row.internalMessageId,
    MessageId: row.messageId,
    Recipients: row.recipients,
    RecipientStatus: row.recipientStatus,
    TotalBytes: row.totalBytes,
    RecipientCount: row.recipientCount,
    RelatedRecipientAddress: row.relatedRecipientAddress,
    Reference: row.reference,
    MessageSubject: row.messageSubject,
    Sender: row.sender,
    ReturnPath: row.returnPath,
    Directionality: row.directionality,
  });
}
