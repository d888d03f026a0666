/** Strict reading and printing of IP addresses. IPv4 means four decimal numbers without leading zeros, nothing else. */

export interface IpAddress {
  readonly family: 4 | 6;
  readonly value: bigint;
}

const OCTET = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = new RegExp(`^${OCTET}\\.${OCTET}\\.${OCTET}\\.${OCTET}$`);
const IPV6_GROUP = /^[0-9a-f]{1,4}$/i;
/** `0:0:0:0:0:ffff`, the 96 bits in front of an IPv4-mapped address (RFC 4291 2.5.5.2). */
const MAPPED_PREFIX = 0xffffn;
const LONGEST_IPV6 = 45;

/** The address as a number 0..2^32-1, or -1. */
export function parseIpv4(text: string): number {
  const octets = IPV4.exec(text);
  if (!octets) return -1;
  return ((Number(octets[1]) * 256 + Number(octets[2])) * 256 + Number(octets[3])) * 256 + Number(octets[4]);
}

/** The 16-bit groups of one side of `::`; a dotted IPv4 tail counts as two. */
function parseGroups(text: string, mayEndInIpv4: boolean): number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (IPV6_GROUP.test(part)) {
      groups.push(Number.parseInt(part, 16));
      continue;
    }
    const embedded = mayEndInIpv4 && index === parts.length - 1 ? parseIpv4(part) : -1;
    if (embedded < 0) return null;
    groups.push(Math.floor(embedded / 65_536), embedded % 65_536);
  }
  return groups;
}

/** The 128-bit value of an IPv6 address without zone (RFC 4291 2.2), or null. */
export function parseIpv6(text: string): bigint | null {
  if (text.length > LONGEST_IPV6) return null;
  const [left = '', right, tooMany] = text.split('::');
  if (tooMany !== undefined) return null;
  const head = parseGroups(left, right === undefined);
  const tail = parseGroups(right ?? '', true);
  if (!head || !tail) return null;
  const missing = 8 - head.length - tail.length;
  if (right === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array<number>(missing).fill(0), ...tail];
  return groups.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
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
