/** IP addresses as numbers, for drawing. The engine alone decides what an address means. */

export interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
}

const OCTET = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = new RegExp(`^${OCTET}\\.${OCTET}\\.${OCTET}\\.${OCTET}$`);

/** Null where the text is no whole address yet. A scope id (`%eth0`) does not count. */
export function readAddress(text: string): Address | null {
  const [plain = ''] = text.trim().split('%');
  const octets = IPV4.exec(plain);
  if (octets !== null) {
    return { family: 4, value: octets.slice(1).reduce((sum, octet) => sum * 256n + BigInt(octet), 0n) };
  }
  return plain.includes(':') ? readIpv6(plain) : null;
}

/** The browser's own parser writes IPv6 in one form (RFC 5952), which is easy to read on. */
function readIpv6(text: string): Address | null {
  const url = URL.canParse(`http://[${text}]/`) ? new URL(`http://[${text}]/`) : null;
  if (url === null) return null;
  const [front = '', back] = url.hostname.slice(1, -1).split('::');
  const before = front === '' ? [] : front.split(':');
  const after = back === undefined || back === '' ? [] : back.split(':');
  const groups = [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
  const value = groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
  // A peer behind an IPv4-mapped address is an IPv4 peer (RFC 4291 2.5.5.2).
  return value >> 32n === 0xffffn ? { family: 4, value: value & 0xffff_ffffn } : { family: 6, value };
}
