import type { ConnectorView } from '../../../main/contract/connector-view.ts';
import type { ListenerState } from '../../../main/contract/status-view.ts';
import { messages } from '../messages.ts';
import { said } from '../said.ts';
import type { BadgeText, Tone } from '../tone.ts';

/** A receive connector as a line of the list: sentence, state and badges. */

export interface ConnectorLine {
  readonly name: string;
  readonly sentence: string;
  readonly tone: Tone;
  /** What the dot says. */
  readonly state: string;
  readonly badges: readonly BadgeText[];
  readonly today: BadgeText;
}

const words = messages.connectors.list;

const portsOf = ({ bindings }: ConnectorView): readonly number[] =>
  [...new Set(bindings.map(({ port }) => port))].sort((a, b) => a - b);

function stateOf(connector: ConnectorView, failed: readonly ListenerState[]): Pick<ConnectorLine, 'tone' | 'state'> {
  if (!connector.enabled) return { tone: 'plain', state: words.disabled };
  if (failed.length > 0) return { tone: 'bad', state: words.notListening };
  if (connector.submits === 'nobody') return { tone: 'warn', state: words.takesNothing };
  return connector.externallySecured ? { tone: 'warn', state: words.trusted } : { tone: 'good', state: words.enabled };
}

function badgesOf(connector: ConnectorView, failed: readonly ListenerState[]): readonly BadgeText[] {
  const badges: (BadgeText | false)[] = [
    { tone: 'plain', text: words.place(words.roles[connector.transportRole], portsOf(connector)) },
    !connector.enabled && { tone: 'plain', text: words.disabled },
    connector.externallySecured && { tone: 'warn', text: words.trusted },
    connector.tolerance === 'DeviceFriendly' && { tone: 'accent', text: words.deviceFriendly },
    connector.implicitTls && { tone: 'plain', text: words.implicitTls },
    connector.oldTls && { tone: 'warn', text: words.oldTls },
    ...[...new Set(failed.map(({ port }) => port))].map((port): BadgeText => ({
      tone: 'bad',
      text: words.portClosed(port),
    })),
  ];
  return badges.filter((badge) => badge !== false);
}

export function connectorLine(connector: ConnectorView, listeners: readonly ListenerState[]): ConnectorLine {
  const failed = listeners.filter(
    ({ connector: identity, state }) => identity === connector.identity && state === 'failed',
  );
  const { name, sentence, acceptedToday, refusedToday } = connector;
  return {
    name,
    sentence: said(connector.enabled ? sentence : sentence.replace(/^Disabled: /, '')),
    ...stateOf(connector, failed),
    badges: badgesOf(connector, failed),
    today: { tone: acceptedToday > 0 ? 'good' : 'plain', text: words.today(acceptedToday, refusedToday) },
  };
}

/** Connectors in whose line every word of the filter stands. Without a filter no line is made: a list draws few of them. */
export function filterConnectors(
  connectors: readonly ConnectorView[],
  listeners: readonly ListenerState[],
  filter: string,
): readonly ConnectorView[] {
  const wanted = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (wanted.length === 0) return connectors;
  return connectors.filter((connector) => {
    const line = connectorLine(connector, listeners);
    const text = [line.name, line.sentence, line.state, ...line.badges.map((badge) => badge.text)]
      .join(' ')
      .toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
