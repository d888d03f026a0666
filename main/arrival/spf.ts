import { BlockList, isIP } from 'node:net';
import type { Dns } from './dns.ts';

/** SPF as a receiver evaluates it (RFC 7208). */

export type SpfVerdict = 'pass' | 'fail' | 'softfail' | 'neutral' | 'none' | 'permerror' | 'temperror';

export interface SpfResult {
  readonly verdict: SpfVerdict;
  readonly record: string | null;
  /** Mechanisms and modifiers that asked DNS, includes and all. */
  readonly lookups: number;
  /** Domains whose records were read, the first one's own included. */
  readonly domains: readonly string[];
  /** What is wrong with it, for permerror. */
  readonly fault: 'too-many-lookups' | 'too-many-void' | 'several-records' | 'syntax' | 'include-missing' | null;
}

export interface SpfQuestion {
  readonly domain: string;
  readonly address: string;
  readonly sender: string;
  readonly helo: string;
}

export const MOST_LOOKUPS = 10;
const MOST_VOID = 2;
const MOST_MX = 10;
const MOST_PTR = 10;
const MOST_DEPTH = 20;
const qualifiers: Readonly<Record<string, SpfVerdict>> = { '+': 'pass', '-': 'fail', '~': 'softfail', '?': 'neutral' };

class SpfStop extends Error {
  readonly verdict: 'permerror' | 'temperror';
  readonly fault: SpfResult['fault'];

  constructor(verdict: 'permerror' | 'temperror', fault: SpfResult['fault']) {
    super(verdict);
    this.verdict = verdict;
    this.fault = fault;
  }
}

/** Never rejects: trouble with DNS is temperror. */
export async function evaluateSpf(question: SpfQuestion, dns: Dns): Promise<SpfResult> {
  const run = new SpfRun(question, dns);
  let record: string | null = null;
  try {
    record = await run.recordOf(question.domain);
    const verdict = record === null ? 'none' : await run.evaluate(question.domain, record, 0);
    return { verdict, record, ...run.counted(), fault: null };
  } catch (error) {
    const stop = error instanceof SpfStop ? error : new SpfStop('temperror', null);
    return { verdict: stop.verdict, record, ...run.counted(), fault: stop.fault };
  }
}

class SpfRun {
  readonly #question: SpfQuestion;
  readonly #dns: Dns;
  readonly #family: 4 | 6;
  readonly #domains: string[] = [];
  #lookups = 0;
  #void = 0;

  constructor(question: SpfQuestion, dns: Dns) {
    this.#question = question;
    this.#dns = dns;
    this.#family = isIP(question.address) === 6 ? 6 : 4;
  }

  counted(): Pick<SpfResult, 'lookups' | 'domains'> {
    return { lookups: this.#lookups, domains: this.#domains };
  }

  async recordOf(domain: string): Promise<string | null> {
    const records = (await this.#dns.txt(domain)).filter((text) => /^v=spf1(?: |$)/i.test(text));
    if (records.length > 1) throw new SpfStop('permerror', 'several-records');
    return records[0] ?? null;
  }

  async evaluate(domain: string, record: string, depth: number): Promise<SpfVerdict> {
    if (depth > MOST_DEPTH) throw new SpfStop('permerror', 'too-many-lookups');
    this.#domains.push(domain.toLowerCase());
    const terms = record
      .split(/ +/)
      .slice(1)
      .filter((term) => term !== '');
    const redirect = terms.map((term) => /^redirect=(.+)$/i.exec(term)?.[1]).find((target) => target !== undefined);
    for (const term of terms) {
      if (/^[a-z][\w.-]*=/i.test(term)) continue;
      const read = readTerm(term);
      if (await this.#matches(read, domain, depth)) return read.verdict;
    }
    return redirect === undefined ? 'neutral' : this.#redirected(this.#expand(redirect, domain), depth);
  }

  async #redirected(target: string, depth: number): Promise<SpfVerdict> {
    this.#count();
    const record = await this.recordOf(target);
    if (record === null) throw new SpfStop('permerror', 'include-missing');
    return this.evaluate(target, record, depth + 1);
  }

  async #matches(term: Term, domain: string, depth: number): Promise<boolean> {
    const { name, value, suffix } = term;
    switch (name) {
      case 'all':
        return true;
      case 'ip4':
      case 'ip6':
        return this.#inNetwork(`${value}${suffix}`, name === 'ip4' ? 4 : 6);
      case 'include':
        return this.#included(this.#expand(value, domain), depth);
      case 'exists':
        this.#count();
        return (await this.#addresses(this.#expand(value, domain), 4)).length > 0;
      case 'a':
        this.#count();
        return this.#among(await this.#addresses(this.#target(value, domain), this.#family), suffix);
      case 'mx':
        return this.#byMx(this.#target(value, domain), suffix);
      case 'ptr':
        return this.#byPtr(this.#target(value, domain));
      default:
        throw new SpfStop('permerror', 'syntax');
    }
  }

  #target(value: string, domain: string): string {
    return value === '' ? domain : this.#expand(value, domain);
  }

  async #included(target: string, depth: number): Promise<boolean> {
    this.#count();
    const record = await this.recordOf(target);
    if (record === null) throw new SpfStop('permerror', 'include-missing');
    return (await this.evaluate(target, record, depth + 1)) === 'pass';
  }

  async #byMx(target: string, suffix: string): Promise<boolean> {
    this.#count();
    const exchangers = await this.#dns.mx(target);
    if (exchangers.length === 0) this.#countVoid();
    if (exchangers.length > MOST_MX) throw new SpfStop('permerror', 'too-many-lookups');
    for (const { exchange } of exchangers) {
      if (this.#among(await this.#dns.addresses(exchange, this.#family), suffix)) return true;
    }
    return false;
  }

  async #byPtr(target: string): Promise<boolean> {
    this.#count();
    const names = (await this.#dns.names(this.#question.address)).slice(0, MOST_PTR);
    for (const name of names) {
      const plain = name.toLowerCase();
      if (plain !== target.toLowerCase() && !plain.endsWith(`.${target.toLowerCase()}`)) continue;
      if (this.#among(await this.#dns.addresses(name, this.#family), '')) return true;
    }
    return false;
  }

  async #addresses(name: string, family: 4 | 6): Promise<readonly string[]> {
    const found = await this.#dns.addresses(name, family);
    if (found.length === 0) this.#countVoid();
    return found;
  }

  /** `/24`, or `/24//64` for both families. */
  #among(addresses: readonly string[], suffix: string): boolean {
    const [four, six] = /^(?:\/(\d+))?(?:\/\/(\d+))?$/.exec(suffix)?.slice(1) ?? [];
    const length = this.#family === 4 ? (four ?? '32') : (six ?? '128');
    return addresses.some((address) => this.#inNetwork(`${address}/${length}`, this.#family));
  }

  #inNetwork(network: string, family: 4 | 6): boolean {
    const [address = '', length = family === 4 ? '32' : '128'] = network.split('/');
    if (isIP(address) !== family || !/^\d{1,3}$/.test(length) || Number(length) > (family === 4 ? 32 : 128))
      throw new SpfStop('permerror', 'syntax');
    if (family !== this.#family) return false;
    const list = new BlockList();
    list.addSubnet(address, Number(length), family === 4 ? 'ipv4' : 'ipv6');
    return list.check(this.#question.address, family === 4 ? 'ipv4' : 'ipv6');
  }

  #count(): void {
    this.#lookups += 1;
    if (this.#lookups > MOST_LOOKUPS) throw new SpfStop('permerror', 'too-many-lookups');
  }

  #countVoid(): void {
    this.#void += 1;
    if (this.#void > MOST_VOID) throw new SpfStop('permerror', 'too-many-void');
  }

  /** Macros (RFC 7208 7): `%{i}`, `%{d2}`, `%{ir}`; the letters that only an explanation may use are not for here. */
  #expand(text: string, domain: string): string {
    const { address, sender, helo } = this.#question;
    const at = sender.lastIndexOf('@');
    const values: Readonly<Record<string, string>> = {
      ...{ s: sender, l: sender.slice(0, at), o: sender.slice(at + 1), d: domain, i: address, h: helo },
      v: this.#family === 4 ? 'in-addr' : 'ip6',
    };
    return text.replace(
      /%(?:\{([a-z])(\d*)(r?)([.+,/_=-]*)\}|([%_-]))/gi,
      (_all, letter, digits, reverse, cuts, plain) => {
        if (plain !== undefined) return plain === '%' ? '%' : plain === '_' ? ' ' : '%20';
        const value = values[String(letter).toLowerCase()];
        if (value === undefined) throw new SpfStop('permerror', 'syntax');
        const separators = cuts === '' ? '.' : String(cuts);
        const parts = split(value, separators);
        const ordered = reverse === '' ? parts : parts.toReversed();
        return (digits === '' ? ordered : ordered.slice(-Number(digits))).join('.');
      },
    );
  }
}

interface Term {
  /** Where it matches. */
  readonly verdict: SpfVerdict;
  readonly name: string;
  readonly value: string;
  readonly suffix: string;
}

function split(value: string, separators: string): readonly string[] {
  return value.split(new RegExp(`[${separators.replaceAll('-', '\\-')}]`));
}

/** `~include:other.example`, `a:web.example/24//64`. */
function readTerm(term: string): Term {
  const parts = /^([+?~-]?)([a-z0-9]+)(?::([^/]+|[^/]*:[^/]*))?((?:\/.*)?)$/i.exec(term);
  if (parts === null) throw new SpfStop('permerror', 'syntax');
  const [, sign = '', name = '', value = '', suffix = ''] = parts;
  return { verdict: qualifiers[sign] ?? 'pass', name: name.toLowerCase(), value, suffix };
}
