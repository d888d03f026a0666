import { formatCount, joinWords, plural } from '../../format.ts';

/** Every text of the connectors page. */

export const connectorMessages = {
  title: 'Receive connectors',
  summary: 'Who may hand in mail, and how far it may go. The narrowest network that contains the client answers.',
  loading: 'Reading the connectors …',
  failed: 'The connectors could not be read.',
  tryAgain: 'Try again',
  list: {
    label: 'Receive connectors',
    filter: 'Filter connectors',
    filterHint: 'Name, address, port',
    empty: 'There is no receive connector, so nothing can hand in mail.',
    noneMatch: 'No connector matches the filter.',
    shown: (shown: number, all: number) => `${formatCount(shown)} of ${plural(all, 'connector', 'connectors')}`,
    roles: { FrontendTransport: 'Frontend', HubTransport: 'Hub' },
    place: (role: string, ports: readonly number[]) =>
      `${role} · ${ports.length === 1 ? 'port' : 'ports'} ${joinWords(ports.map(String), 'and')}`,
    enabled: 'on',
    disabled: 'off',
    notListening: 'not listening',
    takesNothing: 'takes mail from nobody',
    trusted: 'externally secured',
    deviceFriendly: 'device-friendly',
    implicitTls: 'TLS from the first byte',
    oldTls: 'old TLS',
    portClosed: (port: number) => `port ${String(port)} is not open`,
    today: (accepted: number, refused: number) =>
      [
        accepted === 0 ? 'none today' : `${formatCount(accepted)} today`,
        ...(refused === 0 ? [] : [`${formatCount(refused)} refused`]),
      ].join(', '),
    todayTitle: 'Messages since midnight, or since Postroom was started where that was later',
  },
  map: {
    title: 'Who answers whom',
    strip: (port: number, family: 4 | 6, address: string | null) =>
      `Port ${String(port)} · ${address ?? (family === 4 ? 'IPv4' : 'IPv6')}`,
    label: (strip: string, connectors: number) => `${strip}: ${plural(connectors, 'connector', 'connectors')}`,
    several: (count: number) => `${formatCount(count)} connectors`,
    ranges: (name: string, count: number) => `${name} · ${plural(count, 'range', 'ranges')}`,
    named: (name: string, range: string) => `${name} · ${range}`,
    everywhere: (name: string) => `${name} · everywhere`,
    nobody: 'Nobody answers here.',
    fallsBack: 'Any other client is answered as on all addresses.',
    empty: 'No connector is switched on, so nobody is answered.',
    legend: {
      plain: 'to the accepted domains, or after login',
      relay: 'relays without login',
      trusted: 'externally secured',
    },
  },
  tryOut: {
    title: 'Try an address',
    address: 'Client address',
    addressExample: '192.168.0.42',
    at: 'Arrives at',
    recipient: 'Writes to',
    recipientExample: 'somebody@gmail.com',
    hint: 'Type the address of a device and see where it lands, and why.',
    notYet: 'This is not a whole IP address yet.',
    noStrip: 'No connector listens for addresses of this kind.',
    signs: { yes: 'Yes', no: 'No', note: 'Note' },
    elsewhere: (count: number) =>
      `${plural(count, 'other connector does', 'other connectors do')} not come into question.`,
    steps: 'Step by step',
  },
} as const;
