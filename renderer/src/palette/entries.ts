import type { ConnectorView } from '../../../main/contract/connector-view.ts';
import type { QueueRow } from '../../../main/contract/queue-view.ts';
import type { Device, SessionSummary } from '../../../main/contract/session-view.ts';
import type { ServiceName, Status } from '../../../main/contract/status-view.ts';
import { fullNameOf, namesOf } from '../devices/device-names.ts';
import { formatTime } from '../format.ts';
import { messages } from '../messages.ts';
import { pages } from '../routes.ts';
import { isRunning } from '../sentence.ts';
import { addressOf } from '../sessions.ts';
import { shortConnector } from '../sessions/log-text.ts';

/** Everything that the palette can open or run. */

export const themes = ['system', 'light', 'dark'] as const;

export type Choice =
  | { readonly do: 'go'; readonly hash: string }
  | { readonly do: 'service'; readonly service: ServiceName; readonly verb: 'start' | 'stop' }
  | { readonly do: 'retry'; readonly queue: string }
  | { readonly do: 'theme'; readonly theme: (typeof themes)[number] }
  | { readonly do: 'keys' };

export interface Entry {
  /** The same over time, for what was chosen last. */
  readonly id: string;
  readonly kind: keyof typeof messages.frame.palette.kinds;
  readonly text: string;
  /** Further words to know it by, and to find it with. */
  readonly detail: string;
  readonly choice: Choice;
}

export interface Known {
  readonly status: Status | null;
  readonly connectors: readonly Pick<ConnectorView, 'name'>[];
  readonly devices: readonly Pick<Device, 'address' | 'name' | 'helo' | 'connector'>[];
  readonly queues: readonly Pick<QueueRow, 'identity' | 'messageCount'>[];
  readonly sessions: readonly SessionSummary[];
}

const words = messages.frame.palette;
const hashOf = (page: string, part: string): Choice => ({ do: 'go', hash: `#${page}:${encodeURIComponent(part)}` });

/** Pages and actions first, then what there is of each kind, as it was given. */
export function entriesOf(known: Known): readonly Entry[] {
  const names = namesOf(known.devices);
  return [
    ...pages.map((page): Entry => ({
      ...{ id: `page ${page}`, kind: 'page', text: messages.navigation[page], detail: '' },
      choice: { do: 'go', hash: `#${page}` },
    })),
    ...actionsOf(known),
    ...known.connectors.map(({ name }): Entry => ({
      ...{ id: `connector ${name}`, kind: 'connector', text: name, detail: '' },
      choice: hashOf('connectors', name),
    })),
    ...known.devices.map(({ address, name, helo, connector }): Entry => ({
      ...{ id: `device ${address}`, kind: 'device', text: name ?? address },
      detail: [name === null ? null : address, helo, shortConnector(connector)]
        .filter((text) => text !== null)
        .join(' · '),
      choice: hashOf('devices', address),
    })),
    ...known.queues.map(({ identity, messageCount }): Entry => ({
      ...{ id: `queue ${identity}`, kind: 'queue', text: identity },
      detail: messages.overview.queue.messages(messageCount),
      choice: hashOf('queue', identity),
    })),
    ...known.sessions.map((session): Entry => ({
      ...{ id: `session ${session.id}`, kind: 'session' },
      text: fullNameOf(names, addressOf(session.remoteEndpoint)),
      detail: [
        formatTime(session.startedMs, Date.now()),
        messages.sessions.verdict[session.verdict],
        session.helo,
        session.id,
      ]
        .filter((text) => text !== null)
        .join(' · '),
      choice: hashOf('sessions', session.id),
    })),
  ];
}

function actionsOf({ status, queues }: Known): readonly Entry[] {
  const action = (id: string, text: string, choice: Choice): Entry => ({
    ...{ id: `action ${id}`, kind: 'action', text, detail: '', choice },
  });
  const toggle = (service: ServiceName, stop: string, start: string): Entry[] => {
    if (status === null) return [];
    const verb = isRunning(status, service) ? 'stop' : 'start';
    return [action(service, verb === 'stop' ? stop : start, { do: 'service', service, verb })];
  };
  return [
    ...toggle('Transport', messages.actions.pauseSending, messages.actions.resumeSending),
    ...toggle('Frontend Transport', messages.actions.stopReceiving, messages.actions.startReceiving),
    ...queues
      .filter(({ messageCount }) => messageCount > 0)
      .map(({ identity }) => action(`retry ${identity}`, words.retry(identity), { do: 'retry', queue: identity })),
    ...themes.map((theme) => action(`theme ${theme}`, words.appearance(messages.theme[theme]), { do: 'theme', theme })),
    action('guide', words.guide, { do: 'go', hash: '#start' }),
    action('keys', words.keys, { do: 'keys' }),
  ];
}
