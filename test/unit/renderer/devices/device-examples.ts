import { blankCard } from '../../../../main/journal/blank-card.ts';
import type { Device, DeviceEnvelope } from '../../../../main/contract/session-view.ts';

/** Devices to try things on. */

export function envelope(changes: Partial<DeviceEnvelope> = {}): DeviceEnvelope {
  return {
    atMs: 1000,
    localAddress: '192.168.0.1',
    localPort: 25,
    helo: 'HP-MFP-2',
    tls: 'none',
    account: null,
    mailFrom: 'scanner@office.example',
    recipients: ['someone@elsewhere.example'],
    reply: '250 2.6.0 Queued mail for delivery',
    ...changes,
  };
}

export const unableToRelay = '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain';

export function device(address: string, changes: Partial<Device> = {}): Device {
  return {
    ...blankCard(address),
    name: null,
    note: '',
    holdMessages: false,
    expectedEvery: null,
    pauseDays: null,
    silentSinceMs: null,
    answeredBy: 'Default Frontend OFFICE',
    firstSeenMs: 1000,
    lastSeenMs: 1000,
    connector: 'OFFICE\\Default Frontend OFFICE',
    tls: null,
    helo: 'HP-MFP-2',
    sessions: 1,
    accepted: 0,
    refused: 0,
    deviations: [],
    lastError: null,
    lastErrorMs: null,
    lastAccepted: null,
    lastRefused: null,
    localEndpoint: '192.168.0.1:25',
    days: [],
    ...changes,
  };
}
