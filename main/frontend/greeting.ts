import type { ReceiveConnector } from '../connectors/model.ts';

/** Banner, EHLO list and trace header: the texts that carry names, addresses and dates. */

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

let cachedSecond = -1;
let cachedDate = '';

/** Local time as `Mon, 7 Oct 2013 23:49:54 +1000`: the banner's form, and a valid RFC 5322 date. */
export function mailDate(nowMs: number): string {
  const second = Math.floor(nowMs / 1000);
  if (second === cachedSecond) return cachedDate;
  const date = new Date(nowMs);
  const two = (n: number): string => String(n).padStart(2, '0');
  const offset = -date.getTimezoneOffset();
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`;
  const day = `${WEEKDAYS[date.getDay()] ?? ''}, ${date.getDate()} ${MONTHS[date.getMonth()] ?? ''} ${date.getFullYear()}`;
  cachedDate = `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())} ${zone}`;
  cachedSecond = second;
  return cachedDate;
}

/** The 220 line: the connector's Banner verbatim, else Exchange's. */
export function greeting(connector: ReceiveConnector, nowMs: number): string {
  return connector.banner ?? `220 ${connector.fqdn} Microsoft ESMTP MAIL Service ready at ${mailDate(nowMs)}`;
}

/** The EHLO keywords in Exchange's order, only those that work here. */
export function extensions(connector: ReceiveConnector, session: { secure: boolean; tlsAvailable: boolean }): string[] {
  const list: string[] = [];
  if (connector.sizeAdvertised === 'Enabled') list.push(`SIZE ${connector.maxMessageBytes}`);
  if (connector.sizeAdvertised === 'EnabledWithoutValue') list.push('SIZE');
  if (connector.pipelining) list.push('PIPELINING');
  if (connector.deliveryStatusNotification) list.push('DSN');
  if (connector.enhancedStatusCodes) list.push('ENHANCEDSTATUSCODES');
  if (offersStartTls(connector, session)) list.push('STARTTLS');
  if (offersAuth(connector, session.secure)) list.push('AUTH LOGIN PLAIN');
  if (connector.eightBitMime) list.push('8BITMIME');
  if (connector.smtpUtf8) list.push('SMTPUTF8');
  return list;
}

/** STARTTLS is offered with Tls, a certificate and no TLS yet. */
export function offersStartTls(
  connector: ReceiveConnector,
  session: { secure: boolean; tlsAvailable: boolean },
): boolean {
  return !session.secure && session.tlsAvailable && connector.authMechanism.has('Tls');
}

/** AUTH is offered with BasicAuth, and with BasicAuthRequireTLS only inside TLS. */
export function offersAuth(connector: ReceiveConnector, secure: boolean): boolean {
  return connector.authMechanism.has('BasicAuth') && (secure || !connector.authMechanism.has('BasicAuthRequireTLS'));
}

export interface TraceFacts {
  readonly helo: string | null;
  readonly remoteAddress: string;
  readonly fqdn: string;
  readonly localAddress: string;
  /** RFC 3848 keyword. */
  readonly protocol: string;
  readonly id: number;
  readonly date: string;
}

/** The Received header (RFC 5321 4.4), folded, with CRLF. A HELO name that is no name is not repeated. */
export function receivedHeader(facts: TraceFacts): string {
  const from = facts.helo !== null && HELO_NAME.test(facts.helo) ? facts.helo : 'unknown';
  const literal = facts.remoteAddress.includes(':') ? `IPv6:${facts.remoteAddress}` : facts.remoteAddress;
  return `Received: from ${from} ([${literal}])\r\n by ${facts.fqdn} ([${facts.localAddress}]) with ${facts.protocol}\r\n id ${facts.id}; ${facts.date}\r\n`;
}

const HELO_NAME = /^(?:[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?|\[[0-9a-f.:]{2,60}\])$/i;
