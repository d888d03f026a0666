import { PostroomError } from '../errors.ts';
import { canonicalIpv6, formatAddress, parseAddress, parseIpv4, parseIpv6 } from './address.ts';
import type { IpAddress } from './address.ts';
import type { Binding, IpRange } from './model.ts';

export { parseAddress } from './address.ts';

/** RemoteIPRanges and Bindings in every notation Exchange takes (docs of Set-ReceiveConnector), read without guessing. */

interface Zoned extends IpAddress {
  readonly zone: string | null;
}

const ZONE = /^[\w.-]{1,64}$/;

function refuse(message: string): never {
  throw new PostroomError('config-invalid', message);
}

/** Says which of the forms that other programs read differently this is; they are refused by name. */
function explainBadAddress(text: string): string {
  const parts = text.split('.');
  if (/^0x/i.test(text) || parts.some((part) => /^0x[0-9a-f]*$/i.test(part)))
    return `"${text}" has a hexadecimal part; write the four numbers in decimal, such as 10.0.0.1.`;
  if (parts.every((part) => /^\d+$/.test(part))) {
    if (parts.length < 4)
      return `"${text}" is a short form with ${parts.length} of 4 numbers; write all four, such as 10.0.0.1.`;
    const octal = parts.find((part) => /^0\d/.test(part));
    if (octal !== undefined)
      return `"${text}" has a number with a leading zero, "${octal}", which some programs read as octal; write it without the zero.`;
    const large = parts.find((part) => Number(part) > 255);
    if (parts.length === 4 && large !== undefined)
      return `"${text}" has the number ${large}; each of the four can be 0 to 255.`;
  }
  return `"${text}" is not an IP address; write one such as 192.168.1.20 or fe80::1, a range, or a network such as 192.168.1.0/24.`;
}

function readAddress(text: string): Zoned {
  const [plain = '', zone, more] = text.split('%');
  const ipv4 = parseIpv4(text);
  if (ipv4 >= 0) return { family: 4, value: BigInt(ipv4), zone: null };
  const ipv6 = parseIpv6(plain);
  if (ipv6 === null) refuse(explainBadAddress(text));
  if (more !== undefined || (zone !== undefined && !ZONE.test(zone)))
    refuse(`"${text}" has no usable scope id; write it as fe80::1%11 or leave it out.`);
  return { ...canonicalIpv6(ipv6), zone: zone ?? null };
}

/** Bits of a dotted netmask, or null where it is none (holes, or a host mask such as 0.0.0.255). */
function prefixOfMask(mask: number): number | null {
  const hostBits = 32 - (mask === 0 ? 0 : mask.toString(2).replace(/0+$/, '').length);
  return mask === 2 ** 32 - 2 ** hostBits ? 32 - hostBits : null;
}

function network(text: string, address: Zoned, prefix: number): IpRange {
  const hostBits = BigInt((address.family === 4 ? 32 : 128) - prefix);
  const low = (address.value >> hostBits) << hostBits;
  return { text, family: address.family, low, high: low | ((1n << hostBits) - 1n), scopeId: address.zone };
}

function readMasked(text: string, base: string, maskText: string): IpRange {
  const address = readAddress(base);
  const mask = parseIpv4(maskText);
  if (mask < 0) refuse(`"${maskText}" in "${text}" is not a netmask such as 255.255.255.0.`);
  const prefix = prefixOfMask(mask);
  if (prefix === null)
    refuse(
      `"${maskText}" in "${text}" is not a netmask: its one bits must stand in front without a gap, as in 255.255.255.0.`,
    );
  if (address.family === 6) refuse(`"${text}" gives a netmask with an IPv6 address; write a prefix such as /64.`);
  return network(text, address, prefix);
}

function readPrefixed(text: string, base: string, prefixText: string): IpRange {
  if (prefixText.includes('.')) return readMasked(text, base, prefixText);
  const address = readAddress(base);
  const isMapped = address.family === 4 && base.includes(':');
  const bits = address.family === 6 || isMapped ? 128 : 32;
  if (!/^(?:0|[1-9]\d{0,8})$/.test(prefixText))
    refuse(`"/${prefixText}" in "${text}" is not a prefix length; write a number such as /${bits === 32 ? 24 : 64}.`);
  const prefix = Number(prefixText);
  if (prefix > bits)
    refuse(`"/${prefixText}" in "${text}" is out of range: the prefix of this address can be 0 to ${bits}.`);
  if (!isMapped) return network(text, address, prefix);
  // Peers behind ::ffff:0:0/96 count as IPv4, so only a network inside it means anything.
  if (prefix < 96)
    refuse(`"${text}" reaches beyond the IPv4-mapped addresses; write the IPv4 and the IPv6 network as two ranges.`);
  return network(text, address, prefix - 96);
}

function readLowHigh(text: string, lowText: string, highText: string): IpRange {
  const low = readAddress(lowText);
  const high = readAddress(highText);
  if (low.family !== high.family) refuse(`"${text}" mixes IPv4 and IPv6; both ends must be of the same kind.`);
  if (low.value > high.value) refuse(`"${text}" runs backwards; write the lower address first.`);
  return { text, family: low.family, low: low.value, high: high.value, scopeId: low.zone ?? high.zone };
}

/**
 * One entry of RemoteIPRanges: an address, `low-high`, `address/prefix` (host bits may be set), `address(netmask)`,
 * `address netmask` or `address/netmask`. Throws 'config-invalid' with a sentence that says what is wrong.
 */
export function parseRange(input: string): IpRange {
  const text = input.trim();
  if (text.length > 128) refuse('An IP address range is longer than any address can be; check the list.');
  const masked = /^([^\s()]+)(?:\s*\(\s*([^\s()]+)\s*\)|\s+([^\s()-]+))$/.exec(text);
  if (masked) return readMasked(text, masked[1] ?? '', masked[2] ?? masked[3] ?? '');
  // A zone may hold a hyphen, an address never does: split at a hyphen only where both sides can be addresses.
  const lowHigh = /^([^\s-]+(?:%[^\s-]+)?)\s*[-\u2013]\s*(\S+)$/.exec(text);
  if (lowHigh) return readLowHigh(text, lowHigh[1] ?? '', lowHigh[2] ?? '');
  const slash = text.indexOf('/');
  if (slash >= 0) return readPrefixed(text, text.slice(0, slash), text.slice(slash + 1));
  const single = readAddress(text);
  return { text, family: single.family, low: single.value, high: single.value, scopeId: single.zone };
}

/** `10.1.1.1:25`, `0.0.0.0:25` or `[::]:25`. Throws 'config-invalid'. */
export function parseBinding(input: string): Binding {
  const text = input.trim();
  const match = /^(?:\[([^[\]]+)\]|([^[\]:]+)):(\d{1,6})$/.exec(text);
  if (!match)
    refuse(`"${text}" is not a binding; write an address and a port such as 192.168.1.10:25, 0.0.0.0:25 or [::]:25.`);
  const address = readAddress(match[1] ?? match[2] ?? '');
  const port = Number(match[3]);
  if (port < 1 || port > 65_535) refuse(`"${text}" has the port ${match[3] ?? ''}; a port can be 1 to 65535.`);
  const plain = formatAddress(address);
  return {
    text,
    family: address.family,
    address: address.zone === null || address.family === 4 ? plain : `${plain}%${address.zone}`,
    port,
    wildcard: address.value === 0n,
  };
}

/** The range as Exchange displays it: `low-high`, or the one address. */
export function formatRange(range: IpRange): string {
  const low = formatAddress({ family: range.family, value: range.low });
  if (range.low === range.high) return low;
  return `${low}-${formatAddress({ family: range.family, value: range.high })}`;
}

/** Number of addresses: the measure of "most specific". */
export function rangeSize(range: IpRange): bigint {
  return range.high - range.low + 1n;
}

export function rangeContains(range: IpRange, address: IpAddress): boolean {
  return range.family === address.family && range.low <= address.value && address.value <= range.high;
}

/** Addresses that no stranger on the Internet can have: RFC 1918, 6598, 3927, 4193, link-local, loopback. In order. */
const privateRanges: Readonly<Record<4 | 6, readonly IpRange[]>> = {
  4: ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'].map(
    parseRange,
  ),
  6: ['::1', 'fc00::/7', 'fe80::/10'].map(parseRange),
};

/** True where the range contains any address outside the private ones. */
export function isPublic(range: IpRange): boolean {
  let uncovered = range.low;
  for (const block of privateRanges[range.family]) {
    if (block.high < uncovered) continue;
    if (block.low > uncovered) return true;
    uncovered = block.high + 1n;
    if (uncovered > range.high) return false;
  }
  return true;
}

/** True for one address that no stranger on the Internet can have. */
export function isPrivateAddress(text: string): boolean {
  const address = parseAddress(text);
  if (address === null) return false;
  const { family, value } = address;
  return privateRanges[family].some((range) => rangeContains(range, { family, value }));
}

/** True where one range of the list holds every address of the family. */
export function coversEverything(ranges: readonly IpRange[], family: 4 | 6): boolean {
  const last = family === 4 ? 0xffff_ffffn : (1n << 128n) - 1n;
  return ranges.some((range) => range.family === family && range.low === 0n && range.high === last);
}

/** The canonical address behind any spelling, for logs; the text itself where it is none. */
export function displayAddress(text: string): string {
  const address = parseAddress(text);
  return address ? formatAddress(address) : text;
}
