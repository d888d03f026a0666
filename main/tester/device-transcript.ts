import { isIP } from 'node:net';
import type { DeviceCard, DeviceEnvelope } from '../contract/session-view.ts';
import type { ReplayConditions, Transcript } from '../contract/tester-view.ts';
import { dialogue, opening } from './probe.ts';

/** What a device did last, as a dialogue that can be held again. Its message is not kept, so it ends before DATA. */

export interface DeviceReplay {
  readonly transcript: Transcript;
  readonly conditions: ReplayConditions;
}

/** The last envelope that was accepted and the last that was refused; none where the addresses cannot be read. */
export function replaysOf(device: DeviceCard): readonly DeviceReplay[] {
  return [device.lastAccepted, device.lastRefused].flatMap((envelope) =>
    envelope === null || isIP(device.address) === 0 || isIP(envelope.localAddress) === 0
      ? []
      : [replayOf(device, envelope)],
  );
}

function replayOf({ address, deviations }: DeviceCard, envelope: DeviceEnvelope): DeviceReplay {
  const { helo, tls, account, mailFrom, recipients, localAddress, localPort } = envelope;
  // These two liberties are taken only where the connector is tolerant, so they can make the difference.
  const name = deviations.includes('helo-with-blanks') ? `${helo ?? ''} device` : (helo ?? '');
  const display = deviations.includes('display-name') ? '"Device" ' : '';
  const commands = [
    ...opening(name.trim(), tls),
    ...(account === null ? [] : [`AUTH PLAIN ${Buffer.from(`\0${account}\0-`).toString('base64')}`]),
    `MAIL FROM:${mailFrom === '' ? '' : display}<${mailFrom}>`,
    ...recipients.map((recipient) => `RCPT TO:${display}<${recipient}>`),
  ];
  return {
    transcript: dialogue(commands.map((command) => command.trimEnd())),
    conditions: {
      remoteAddress: address,
      localAddress,
      localPort,
      implicitTls: tls === 'implicit',
      userName: account,
    },
  };
}
