import type { SendConnectorDocument } from '../contract/send-connector.ts';
import { signInAlike } from '../contract/sign-in-alike.ts';
import type { Secrets } from './configuration.ts';

/**
 * Secrets are kept under the name of their send connector. Where a change gives one another name they go with it, and
 * only there: a password is never handed to a connector that would show it to somebody else.
 */

type Connectors = readonly SendConnectorDocument[];

/** Old name to new name. */
export type Renames = ReadonlyMap<string, string>;

const KINDS = ['send-connector', 'oauth-client', 'oauth-tokens'] as const;

/**
 * Connectors that are the same under another name: they sign in at the same place as the same account. One that kept
 * name and place is itself, so two that swap their names swap their secrets too.
 */
export function findRenames(before: Connectors, after: Connectors): Renames {
  const left = new Set(before);
  const open: SendConnectorDocument[] = [];
  for (const now of after) {
    const itself = before.find((one) => one.name === now.name && signInAlike(one, now));
    if (itself === undefined) open.push(now);
    else left.delete(itself);
  }
  const renames = new Map<string, string>();
  for (const now of open) {
    const candidates = [...left].filter((one) => one.smartHostAuthMechanism !== 'None' && signInAlike(one, now));
    const at = after.indexOf(now);
    const old = candidates.find((one) => before.indexOf(one) === at) ?? candidates[0];
    if (old === undefined) continue;
    left.delete(old);
    renames.set(old.name, now.name);
  }
  return renames;
}

/** The names of the secrets as they are once the renames are made. */
export function renamedSecrets(names: readonly string[], renames: Renames): ReadonlySet<string> {
  return new Set(names.map((name) => movedTo(name, renames) ?? name));
}

/** Moves what is kept. All are read before the first is written, since two may take each other's name. */
export async function moveSecrets(secrets: Secrets, renames: Renames): Promise<void> {
  if (renames.size === 0) return;
  const moves = secrets.names().flatMap((from) => {
    const to = movedTo(from, renames);
    return to === null ? [] : [{ from, to }];
  });
  const values = await Promise.all(moves.map(({ from }) => secrets.get(from)));
  const targets = new Set(moves.map(({ to }) => to));
  for (const [at, { to }] of moves.entries()) await secrets.set(to, values[at] ?? '');
  for (const { from } of moves) if (!targets.has(from)) await secrets.remove(from);
}

function movedTo(secret: string, renames: Renames): string | null {
  const kind = KINDS.find((one) => secret.startsWith(`${one}/`));
  const name = kind === undefined ? undefined : renames.get(secret.slice(kind.length + 1));
  return kind === undefined || name === undefined ? null : `${kind}/${name}`;
}
