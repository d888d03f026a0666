import { comparable } from './accepted-domains.ts';

/** Aliases: addresses whose mail goes to others, and those perhaps to others again. Followed once, when compiled. Pure. */

interface Alias {
  readonly address: string;
  readonly deliverTo: readonly string[];
}

/** A ring of aliases that send mail to one another, the first one repeated at the end. */
export type AliasCycle = readonly string[];

/**
 * The last addresses behind each alias, by its comparable form; each of them once. An address that stands in its own
 * list keeps its mail. In a ring every address met again is a last one, so that this ends whatever is asked.
 */
export function expandAliases(aliases: readonly Alias[]): ReadonlyMap<string, readonly string[]> {
  const direct = new Map(aliases.map(({ address, deliverTo }) => [comparable(address), deliverTo]));
  return new Map([...direct.keys()].map((key) => [key, lastOf(key, direct)]));
}

function lastOf(start: string, direct: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const last = new Map<string, string>();
  const seen = new Set([start]);
  const open = [...(direct.get(start) ?? [])].reverse();
  for (let address = open.pop(); address !== undefined; address = open.pop()) {
    const key = comparable(address);
    const further = direct.get(key);
    if (further === undefined || key === start) {
      if (!last.has(key)) last.set(key, address);
    } else if (!seen.has(key)) {
      seen.add(key);
      // What keeps its mail is a last address too.
      if (further.some((one) => comparable(one) === key)) last.set(key, address);
      open.push(...further.filter((one) => comparable(one) !== key).reverse());
    }
  }
  return Object.freeze([...last.values()]);
}

/** A ring for each alias that comes back to itself by way of others; each ring once. */
export function aliasCycles(aliases: readonly Alias[]): readonly AliasCycle[] {
  const direct = new Map(aliases.map(({ address, deliverTo }) => [comparable(address), deliverTo.map(comparable)]));
  const cycles: AliasCycle[] = [];
  const done = new Set<string>();
  for (const start of direct.keys()) {
    if (done.has(start)) continue;
    const path: { readonly key: string; readonly next: string[] }[] = [];
    const enter = (key: string): void => {
      done.add(key);
      path.push({ key, next: [...(direct.get(key) ?? [])].reverse() });
    };
    enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const key = top.next.pop();
      if (key === undefined) {
        path.pop();
        continue;
      }
      if (key === top.key || !direct.has(key)) continue;
      const at = path.findIndex((one) => one.key === key);
      if (at >= 0) cycles.push([...path.slice(at).map((one) => one.key), key]);
      else if (!done.has(key)) enter(key);
    }
  }
  return cycles;
}
