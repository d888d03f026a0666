import { createSocket } from 'node:dgram';
import { decode, encode, AUTHORITATIVE_ANSWER, type Answer, type Packet } from 'dns-packet';

/** A name server over real UDP on this machine, for names that a test makes up. */
export interface DnsServer {
  /** For a resolver: `127.0.0.1:53535`. */
  readonly address: string;
  /** `TXT office.example`, in the order they were asked. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** `TXT office.example` to its values; `silent` names get no answer at all, `broken` ones SERVFAIL. */
export interface Zone {
  readonly records: Readonly<Record<string, readonly string[]>>;
  readonly broken?: readonly string[];
}

const SERVFAIL = 2;
const NXDOMAIN = 3;
const LONGEST_STRING = 255;

export async function startDnsServer({ records, broken = [] }: Zone): Promise<DnsServer> {
  const asked: string[] = [];
  const names = new Set(Object.keys(records).map((key) => key.slice(key.indexOf(' ') + 1)));
  const socket = createSocket('udp4');
  socket.on('message', (message, { port, address }) => {
    const query = decode(message);
    const question = query.questions?.[0];
    if (question === undefined) return;
    const name = question.name.toLowerCase();
    const key = `${question.type} ${name}`;
    asked.push(key);
    const values = records[key] ?? [];
    const rcode = broken.includes(name) ? SERVFAIL : values.length === 0 && !names.has(name) ? NXDOMAIN : 0;
    const packet: Packet = {
      ...{ type: 'response', id: query.id ?? 0, questions: query.questions ?? [] },
      flags: AUTHORITATIVE_ANSWER | rcode,
      answers: rcode === 0 ? values.map((value) => answerOf(question.type, question.name, value)) : [],
    };
    socket.send(encode(packet), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${String(socket.address().port)}`,
    asked,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

/** For NODE_OPTIONS of a program: its resolvers ask this server in place of those of the machine. */
export function asResolver({ address }: DnsServer): string {
  const code = `
    import dns from 'node:dns/promises';
    import { syncBuiltinESMExports } from 'node:module';
    dns.Resolver = class extends dns.Resolver {
      constructor(options) {
        super(options);
        this.setServers(['${address}']);
      }
    };
    syncBuiltinESMExports();`;
  return `--import data:text/javascript,${encodeURIComponent(code)}`;
}

function answerOf(type: string, name: string, value: string): Answer {
  switch (type) {
    case 'TXT': {
      const pieces = value.match(new RegExp(`[^]{1,${String(LONGEST_STRING)}}`, 'g')) ?? [''];
      return { type, name, ttl: 60, data: pieces };
    }
    case 'MX': {
      const [preference = '0', exchange = ''] = value.split(' ');
      return { type, name, ttl: 60, data: { preference: Number(preference), exchange } };
    }
    case 'A':
    case 'AAAA':
    case 'PTR':
      return { type, name, ttl: 60, data: value };
    default:
      throw new Error(`This server has no ${type} records.`);
  }
}
