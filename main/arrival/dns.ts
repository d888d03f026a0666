import { Resolver } from 'node:dns/promises';

/** DNS as the checks ask it: nothing there is an empty list, no answer an error. */
export interface Dns {
  /** Each record whole, its strings joined. */
  txt(name: string): Promise<readonly string[]>;
  /** Best first. */
  mx(name: string): Promise<readonly { readonly exchange: string; readonly priority: number }[]>;
  /** Of one family. */
  addresses(name: string, family: 4 | 6): Promise<readonly string[]>;
  /** Names of an address. */
  names(address: string): Promise<readonly string[]>;
}

const NOTHING = new Set(['ENOTFOUND', 'ENODATA']);
const TIMEOUT_MS = 4000;
const TRIES = 2;

/** The machine's resolver, or the given servers (`127.0.0.1:53`). */
export function createDns(servers: readonly string[] = []): Dns {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  if (servers.length > 0) resolver.setServers(servers);
  return {
    txt: async (name) => (await orNone(resolver.resolveTxt(name))).map((strings) => strings.join('')),
    mx: async (name) =>
      (await orNone(resolver.resolveMx(name))).toSorted((one, other) => one.priority - other.priority),
    addresses: (name, family) => orNone(family === 4 ? resolver.resolve4(name) : resolver.resolve6(name)),
    names: (address) => orNone(resolver.reverse(address)),
  };
}

async function orNone<T>(query: Promise<T[]>): Promise<T[]> {
  try {
    return await query;
  } catch (error) {
    if (error instanceof Error && 'code' in error && NOTHING.has(String(error.code))) return [];
    throw error;
  }
}
