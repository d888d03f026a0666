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

/** End of the group of hex digits at `from`. */
function skipGroup(text: string, from: number): number {
  let end = from;
  while (end < text.length && hexDigit(text.charCodeAt(end)) >= 0) end += 1;
  return end;
}

function pushIpv4(groups: number[], text: string): boolean {
  const ipv4 = parseIpv4(text);
  groups.push(Math.floor(ipv4 / 65_536), ipv4 % 65_536);
  return ipv4 >= 0;
}

/** Length of the separator behind a group: 1 for `:`, 2 for `::`, 0 where there is no valid one. */
function separatorAt(text: string, at: number): 0 | 1 | 2 {
  if (text.charCodeAt(at) !== COLON) return 0;
  if (text.charCodeAt(at + 1) === COLON) return 2;
  return at + 1 === text.length ? 0 : 1;
}

/** The 16-bit groups and the place of `::` among them (-1 without); a dotted IPv4 tail counts as two groups. */
function readGroups(text: string): { groups: number[]; gap: number } | null {
  const groups: number[] = [];
  let gap = text.startsWith('::') ? 0 : -1;
  let at = (gap + 1) * 2;
  while (at < text.length) {
    const end = skipGroup(text, at);
    if (text.charCodeAt(end) === DOT) return pushIpv4(groups, text.slice(at)) ? { groups, gap } : null;
    if (end === at || end > at + 4) return null;
    groups.push(Number.parseInt(text.slice(at, end), 16));
    if (end === text.length) break;
    const separator = separatorAt(text, end);
    if (separator === 0 || (separator === 2 && gap >= 0)) return null;
    if (separator === 2) gap = groups.length;
    at = end + separator;
  }
  return { groups, gap };
}

/** The 128-bit value of an IPv6 address without zone (RFC 4291 2.2), or null. Runs for every connection: no regular expressions. */
export function parseIpv6(text: string): bigint | null {
  if (text.length < 2 || text.length > LONGEST_IPV6) return null;
  const read = readGroups(text);
  if (!read) return null;
  const { groups, gap } = read;
  if (gap < 0 ? groups.length !== 8 : groups.length > 7) return null;
  if (gap >= 0) groups.splice(gap, 0, ...Array<number>(8 - groups.length).fill(0));
  const half = (from: number): bigint => {
    const [a = 0, b = 0, c = 0, d = 0] = groups.slice(from, from + 4);
    return (BigInt(a * 65_536 + b) << 32n) | BigInt(c * 65_536 + d);
  };
  return (half(0) << 64n) | half(4);
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
