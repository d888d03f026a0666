import type { Invocation, ShellContext } from '../run/cmdlet.ts';
import { placeholdersIn } from '../run/bind.ts';
import { leastDifferentName } from '../nearest-name.ts';
import { ShellError } from '../shell-error.ts';
import { isObject, isServer, propertyOf, type ShellValue } from '../values/shell-value.ts';
import { textOf } from '../values/text-of.ts';
import { hasWildcard, matchesWildcard } from '../values/wildcard.ts';
import { objectGuid } from './object-guid.ts';

/** Objects by identity: `SERVER\Name`, Name or Guid, in any case. */

export interface Named {
  readonly name: string;
}

export interface IdentityScope<Entry extends Named> {
  /** Kind of object, as its class is called: `ReceiveConnector`. */
  readonly kind: string;
  readonly entries: readonly Entry[];
  readonly server: { readonly name: string; readonly fqdn: string };
  readonly shell: Pick<ShellContext, 'note'>;
}

/** What the command or its pipeline names; null where neither names anything, or only the server. */
export function givenIdentities({ bound, input }: Invocation): readonly string[] | null {
  const typed = bound.value('Identity');
  if (typed !== undefined) return [textOf(typed as ShellValue)];
  if (input === null || (input.length > 0 && input.every(isServer))) return null;
  return input.map(identityOf);
}

/** An object of the pipeline, or a text. */
export function identityOf(value: ShellValue): string {
  return textOf(isObject(value) ? (propertyOf(value, 'Identity') ?? propertyOf(value, 'Name') ?? value) : value);
}

/** All that an identity with wildcards stands for. Throws a ShellError of category ObjectNotFound where a plain one stands for nothing. */
export function findAll<Entry extends Named>(scope: IdentityScope<Entry>, identity: string): readonly Entry[] {
  if (!hasWildcard(identity)) return [findOne(scope, identity)];
  const name = identity.slice(identity.indexOf('\\') + 1);
  return scope.entries.filter((entry) => matchesWildcard(entry.name, name));
}

/** Throws a ShellError of category ObjectNotFound, with the nearest name. */
export function findOne<Entry extends Named>(scope: IdentityScope<Entry>, identity: string): Entry {
  const { entries, server, shell, kind } = scope;
  const wanted = identity.trim();
  const backslash = wanted.indexOf('\\');
  const name = wanted.slice(backslash + 1);
  const found =
    byName(entries, name) ??
    entries.find((entry) => objectGuid(kind, entry.name) === wanted.toLowerCase().replaceAll(/[{}]/g, ''));
  if (found !== undefined) {
    if (backslash > 0) noteServer(scope, wanted.slice(0, backslash));
    return found;
  }
  const joined = entries.find((entry) => wanted.toLowerCase() === `${server.name}${entry.name}`.toLowerCase());
  if (joined === undefined) throw notFound(scope, wanted);
  shell.note(`'${wanted}' is understood as '${server.name}\\${joined.name}': its backslash was lost.`);
  return joined;
}

/** Receive connectors belong to a server, everything else to the organization. */
export function shownIdentity(kind: string, server: { readonly name: string }, name: string): string {
  return kind === 'ReceiveConnector' ? `${server.name}\\${name}` : name;
}

/** A command from a guide names the guide's server; there is only one here, and that one is meant. */
export function noteServer({ server, shell }: Pick<IdentityScope<Named>, 'server' | 'shell'>, typed: string): void {
  const isOurs = [server.name, server.fqdn, 'localhost', '.'].some((one) => one.toLowerCase() === typed.toLowerCase());
  if (!isOurs) shell.note(`This server is called ${server.name}; '${typed}' is taken for it.`);
}

export function byName<Entry extends Named>(entries: readonly Entry[], name: string): Entry | undefined {
  return entries.find((entry) => entry.name.toLowerCase() === name.toLowerCase());
}

function notFound<Entry extends Named>({ entries, server, kind }: IdentityScope<Entry>, identity: string): ShellError {
  const near = leastDifferentName(
    identity.slice(identity.indexOf('\\') + 1),
    entries.map(({ name }) => name),
  );
  const placeholders = placeholdersIn(identity);
  const hints = [
    ...(placeholders.length === 0
      ? []
      : [
          `${placeholders.join(', ')} is a placeholder of the guide: replace it with SERVER\\Name, with the backslash.`,
        ]),
    near === null ? 'There is none yet.' : `The nearest one is '${shownIdentity(kind, server, near)}'.`,
  ];
  return new ShellError(
    'ObjectNotFound',
    [
      `The operation couldn't be performed because object '${identity}' couldn't be found on '${server.fqdn}'.`,
      ...hints,
    ].join(' '),
  );
}
