import { isIP } from 'node:net';
import type { LearntHints } from './reading.ts';

/** What rows outside the dialogue tell about the connection. The local side is the server's. */

interface Endpoint {
  readonly address: string | null;
  readonly port: number | null;
}

/** `192.168.0.110:25` or `[::1]:25`, the port may be missing; nulls where it is no address. */
export function readEndpoint(text: string): Endpoint {
  if (isIP(text) !== 0) return { address: text, port: null };
  const [, address = '', port = ''] = /^\[?([\da-fA-F.:]+?)\]?:(\d{1,5})$/.exec(text.trim()) ?? [];
  return isIP(address) === 0 ? { address: null, port: null } : { address, port: Number(port) || null };
}

const SERVER_ADDRESS: readonly RegExp[] = [
  /^(?:=== |\* +)?Trying \[?([\da-fA-F.:]{2,45}?)\]?(?::(\d{1,5}))?(?:\.\.\.|$)/i,
  /^(?:=== |\* )?Connected to (?:\S{1,255} \()?\[?([\da-fA-F.:]{2,45}?)\]?\)?\.?(?: port (\d{1,5}).*)?$/i,
  /^host += ([\da-fA-F.:]{2,45})$/,
  /\bconnect: (?:to )?\('([\da-fA-F.:]{2,45})', (\d{1,5})/,
  /\bConnection established to \[?([\da-fA-F.:]{2,45}?)\]?:(\d{1,5})$/,
  /\btelnet(?: .{0,200})? ([\da-fA-F.:]{2,45}) +(\d{1,5})$/i,
  / -connect +\[?([\da-fA-F.:]{2,45}?)\]?:(\d{1,5})\b/,
];
const SERVER_PORT: readonly RegExp[] = [
  /\btelnet(?: .{0,200})? [\w.:-]{1,255} +(\d{1,5})$/i,
  /\bopen +[\w.-]{1,255} +(\d{1,5})$/i,
  /^port += (\d{1,5})$/,
  / -connect +[\w.-]{1,255}:(\d{1,5})\b/,
  /^\* Connected to \S{1,255} \([^)]{1,45}\) port (\d{1,5})/,
];
const TLS_BEGAN =
  /TLS started with cipher|SSL connection using|^TLS session parameters|TLS protocol .{1,40} negotiation succeeded/;

// Words that one of the patterns has: most rows need no closer look.
const MAY_TELL = /trying |connect|telnet|open |host |port |tls/i;

/** Keeps what is learnt first. */
export function learnFromRow(hints: LearntHints, text: string, greeted: boolean): void {
  if (!MAY_TELL.test(text)) return;
  learnServer(hints, text);
  if (!greeted && TLS_BEGAN.test(text)) hints.implicitTls = true;
}

function learnServer(hints: LearntHints, text: string): void {
  for (const pattern of SERVER_ADDRESS) {
    const [, address = '', port] = pattern.exec(text) ?? [];
    if (address === '' || isIP(address) === 0) continue;
    hints.localAddress ??= address;
    if (port !== undefined) learnPort(hints, port);
  }
  for (const pattern of SERVER_PORT) {
    const port = pattern.exec(text)?.[1];
    if (port !== undefined) learnPort(hints, port);
  }
}

function learnPort(hints: LearntHints, port: string): void {
  const number = Number(port);
  if (number > 0 && number <= 65_535) hints.localPort ??= number;
}

/** Exchange greets the client with the address it sees: `250 server Hello [192.168.0.181]`. */
export function learnFromHello(hints: LearntHints, reply: readonly string[] | undefined): void {
  const address = /^250[ -].{0,300} Hello \[([\da-fA-F.:]{2,45})\]/.exec(reply?.[0] ?? '')?.[1];
  if (address !== undefined && isIP(address) !== 0) hints.remoteAddress ??= address;
}
