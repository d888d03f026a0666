import { comparable } from './accepted-domains.ts';
import { parseAddress } from './address.ts';
import type { DeviceSender, Policy, ReceiveConnector, SenderRule } from './model.ts';
import { rangeContains } from './ranges.ts';

/**
 * Which addresses a message gets instead of those it came with. Rights are decided on what the client said; this comes
 * behind, by the administrator's rule alone. Pure.
 */

/** A sender that replaces another. */
export interface NewSender {
  readonly address: string;
  /** Words of the rule: the range of the device, or null for the connector's fixed sender. */
  readonly device: string | null;
  readonly connector: string;
  readonly keepOriginal: boolean;
}

/**
 * The sender that a message of this client gets, or null where it keeps its own. The null sender stays: nothing may be
 * sent back on a notification (RFC 5321 4.5.5). `remoteAddress` null: it did not come from a client.
 */
export function newSenderOf(rule: SenderRule | null, remoteAddress: string | null, mailFrom: string): NewSender | null {
  if (rule === null || mailFrom === '') return null;
  const { connector, keepOriginal } = rule;
  const device = remoteAddress === null ? null : deviceSenderOf(rule.devices, remoteAddress);
  if (device !== null) return { address: device.sender, device: device.range.text, connector, keepOriginal };
  return rule.fixed === null ? null : { address: rule.fixed, device: null, connector, keepOriginal };
}

function deviceSenderOf(devices: readonly DeviceSender[], remoteAddress: string): DeviceSender | null {
  if (devices.length === 0) return null;
  const address = parseAddress(remoteAddress);
  return (address && devices.find(({ range }) => rangeContains(range, address))) ?? null;
}

/** Who gets the mail for an address instead; null: nobody does. */
export function aliasTargets({ aliases }: Pick<Policy, 'aliases'>, address: string): readonly string[] | null {
  return aliases.size === 0 ? null : (aliases.get(comparable(address)) ?? null);
}

/** The new sender of a session's message. */
export function sessionSender(
  { rewriting }: Pick<ReceiveConnector, 'rewriting'>,
  remoteAddress: string,
  mailFrom: string,
): NewSender | null {
  return rewriting === null ? null : newSenderOf(rewriting.sender, remoteAddress, mailFrom);
}

/** In words, for a trace: what becomes of the sender, and by which rule. */
export function senderSentence({ address, device, connector }: NewSender): string {
  return device === null
    ? `The sender becomes ${address}, in MAIL FROM and From: the connector "${connector}" says so.`
    : `The sender becomes ${address}, in MAIL FROM and From: the connector "${connector}" says so for ${device}.`;
}
