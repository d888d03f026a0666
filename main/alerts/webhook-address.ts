import { BlockList, isIPv4 } from 'node:net';
import { parseAddress } from '../connectors/address.ts';

/**
 * Addresses a webhook never goes to: what a machine or its cloud keeps for itself. The loopback and the
 * office's own network are allowed: chat servers and home automation stand there, and only an administrator sets the
 * address.
 */
const forbidden = new BlockList();
forbidden.addSubnet('0.0.0.0', 8, 'ipv4');
// Cloud metadata services answer here.
forbidden.addSubnet('169.254.0.0', 16, 'ipv4');
forbidden.addSubnet('224.0.0.0', 4, 'ipv4');
forbidden.addSubnet('240.0.0.0', 4, 'ipv4');
forbidden.addAddress('::', 'ipv6');
forbidden.addAddress('fd00:ec2::254', 'ipv6');
forbidden.addSubnet('fe80::', 10, 'ipv6');
forbidden.addSubnet('ff00::', 8, 'ipv6');
// Teredo: the IPv4 address in it is somebody's router.
forbidden.addSubnet('2001::', 32, 'ipv6');

/** How far from its end an IPv6 address of a prefix carries an IPv4 address. */
const DISGUISES = [
  { prefix: disguise('::', 96), shift: 0n },
  { prefix: disguise('64:ff9b::', 96), shift: 0n },
  { prefix: disguise('64:ff9b:1::', 48), shift: 0n },
  { prefix: disguise('2002::', 16), shift: 80n },
] as const;

function disguise(net: string, prefix: number): BlockList {
  const list = new BlockList();
  list.addSubnet(net, prefix, 'ipv6');
  return list;
}

/** What is no IP address is forbidden. */
export function isForbiddenAddress(address: string): boolean {
  const bare = address.replace(/%.*$/, '');
  if (bare === '::1') return false;
  const parsed = parseAddress(bare);
  if (parsed === null) return true;
  if (parsed.family === 4) return forbidden.check(isIPv4(bare) ? bare : dotted(parsed.value), 'ipv4');
  if (forbidden.check(bare, 'ipv6')) return true;
  return DISGUISES.some(
    ({ prefix, shift }) => prefix.check(bare, 'ipv6') && forbidden.check(dotted(parsed.value >> shift), 'ipv4'),
  );
}

function dotted(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join('.');
}
