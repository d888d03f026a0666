import type { DeviceCard } from '../contract/session-view.ts';

/** What is known of an address before it has done anything. */
export function blankCard(address: string): DeviceCard {
  return {
    address,
    firstSeenMs: 0,
    lastSeenMs: 0,
    connector: '',
    tls: null,
    helo: null,
    hostName: null,
    sessions: 0,
    accepted: 0,
    refused: 0,
    deviations: [],
    lastError: null,
    lastErrorMs: null,
    lastAccepted: null,
    lastRefused: null,
    localEndpoint: null,
    login: null,
    repeat: null,
    knock: null,
    days: [],
  };
}
