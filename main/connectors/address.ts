/** Strict reading and printing of IP addresses. IPv4 means four decimal numbers without leading zeros, nothing else. */

export interface IpAddress {
  readonly family: 4 | 6;
  readonly value: bigint;
}

const OCTET = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = new RegExp(`^${OCTET}\\.${OCTET}\\.${OCTET}\\.${OCTET}$`);
const DOT = 46;
const COLON = 58;
/** `0:0:0:0:0:ffff`, the 96 bits in front of an IPv4-mapped address (RFC 4291 2.5.5.2). */
const MAPPED_PREFIX = 0xffffn;
const LONGEST_IPV6 = 45;

/** The address as a number 0..2^32-1, or -1. */
export function parseIpv4(text: string): number {
  const octets = IPV4.exec(text);
  if (!octets) return -1;
  return ((Number(octets[1]) * 256 + Number(octets[2])) * 256 + Number(octets[3])) * 256 + Number(octets[4]);
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

/** An IPv6 address in numbers that compare at once, which bigints do not: 48, 48 and 32 bits. */
export interface Ipv6Parts {
  readonly high: number;
  readonly middle: number;
  readonly low: number;
}

/** The 16-bit groups of the address that is being read, and how many there are. */
const groups = new Uint16Array(8);
let count = 0;

function push(group: number): boolean {
  if (count === 8) return false;
  groups[count] = group;
  count += 1;
  return true;
}

/** A dotted IPv4 tail counts as two groups. */
function pushIpv4(text: string): boolean {
  const ipv4 = parseIpv4(text);
  return ipv4 >= 0 && push(Math.floor(ipv4 / 65_536)) && push(ipv4 % 65_536);
}

/** Reads the group of hex digits at `from`; returns where it ends, or -1 where there is none of one to four digits. */
function readGroup(text: string, from: number): number {
  let value = 0;
  let at = from;
  for (; at < text.length; at += 1) {
    const digit = hexDigit(text.charCodeAt(at));
    if (digit < 0) break;
    value = value * 16 + digit;
    if (at - from === 4) return -1;
  }
  if (text.charCodeAt(at) === DOT) return pushIpv4(text.slice(from)) ? text.length : -1;
  return at > from && push(value) ? at : -1;
}

/** Length of the separator behind a group: 1 for `:`, 2 for `::`, 0 where there is no valid one. */
function separatorAt(text: string, at: number): 0 | 1 | 2 {
  if (text.charCodeAt(at) !== COLON) return 0;
  if (text.charCodeAt(at + 1) === COLON) return 2;
  return at + 1 === text.length ? 0 : 1;
}

/** Reads the groups; returns the place of `::` among them, 8 where it is missing, or -1 where this is no address. */
function readGroups(text: string): number {
  count = 0;
  let gap = text.startsWith('::') ? 0 : 8;
  let at = gap === 0 ? 2 : 0;
  while (at < text.length) {
    const end = readGroup(text, at);
    if (end < 0) return -1;
    if (end === text.length) break;
    const separator = separatorAt(text, end);
    if (separator === 0 || (separator === 2 && gap < 8)) return -1;
    if (separator === 2) gap = count;
    at = end + separator;
  }
  return gap;
}

function joined(from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) value = value * 65_536 + (groups[at] ?? 0);
  return value;
}

/** The IPv6 address without zone (RFC 4291 2.2), or null. Runs for every connection: no regular expressions, no bigint. */
export function parseIpv6Parts(text: string): Ipv6Parts | null {
  if (text.length < 2 || text.length > LONGEST_IPV6) return null;
  const gap = readGroups(text);
  if (gap < 0 || (gap === 8) !== (count === 8)) return null;
  if (gap < 8) {
    groups.copyWithin(8 - (count - gap), gap, count);
    groups.fill(0, gap, gap + 8 - count);
  }
  return { high: joined(0, 3), middle: joined(3, 6), low: joined(6, 8) };
}

export function partsOf(value: bigint): Ipv6Parts {
  return {
    high: Number(value >> 80n),
    middle: Number((value >> 32n) & 0xffff_ffff_ffffn),
    low: Number(value & 0xffff_ffffn),
  };
}

/** The IPv4 address that an IPv4-mapped one stands for (RFC 4291 2.5.5.2), or -1. */
export function mappedIpv4({ high, middle, low }: Ipv6Parts): number {
  return high === 0 && middle === 0xffff ? low : -1;
}

/** The 128-bit value of an IPv6 address without zone, or null. */
export function parseIpv6(text: string): bigint | null {
  const parts = parseIpv6Parts(text);
  if (parts === null) return null;
  return (BigInt(parts.high) << 80n) | (BigInt(parts.middle) << 32n) | BigInt(parts.low);
}

/** IPv4-mapped IPv6 is the IPv4 address it stands for. */
export function canonicalIpv6(value: bigint): IpAddress {
  return value >> 32n === MAPPED_PREFIX ? { family: 4, value: value & 0xffff_ffffn } : { family: 6, value };
}

/** Any spelling of a peer address: IPv4-mapped becomes IPv4, the zone id (`%12`) is dropped. Null where it is none. */
export function parseAddress(text: string): IpAddress | null {
  const ipv4 = parseIpv4(text);
  if (ipv4 >= 0) return { family: 4, value: BigInt(ipv4) };
  const percent = text.indexOf('%');
  if (percent >= 0 && percent === text.length - 1) return null;
  const value = parseIpv6(percent < 0 ? text : text.slice(0, percent));
  return value === null ? null : canonicalIpv6(value);
}

function formatIpv6(value: bigint): string {
  const groups: string[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(((value >> shift) & 0xffffn).toString(16));
  // RFC 5952 4.2: the longest run of at least two zero groups, the first of equals.
  let start = 0;
  let length = 0;
  for (let from = 0; from < 8; from += 1) {
    let to = from;
    while (groups[to] === '0') to += 1;
    if (to - from > length) [start, length] = [from, to - from];
  }
  if (length < 2) return groups.join(':');
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`;
}

/** Dotted decimal, or IPv6 as RFC 5952 prints it. */
export function formatAddress({ family, value }: IpAddress): string {
  if (family === 6) return formatIpv6(value);
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join('.');
}
