import { isDeepStrictEqual } from 'node:util';
import type { ConfigDocument } from '../contract/document.ts';

/** What separates two documents, in plain sentences: for the dry run and for the history. */

const SUMMARY_CHANGES = 3;

type ListName =
  | 'receiveConnectors'
  | 'sendConnectors'
  | 'acceptedDomains'
  | 'recipients'
  | 'accounts'
  | 'mailboxes'
  | 'checks'
  | 'devices';

interface NamedList {
  readonly list: ListName;
  readonly word: string;
  readonly key: string;
}

const namedLists: readonly NamedList[] = [
  { list: 'receiveConnectors', word: 'Receive connector', key: 'name' },
  { list: 'sendConnectors', word: 'Send connector', key: 'name' },
  { list: 'acceptedDomains', word: 'Accepted domain', key: 'name' },
  { list: 'recipients', word: 'Recipient', key: 'address' },
  { list: 'accounts', word: 'Account', key: 'userName' },
  { list: 'mailboxes', word: 'Mailbox folder', key: 'name' },
  { list: 'checks', word: 'Check', key: 'name' },
  { list: 'devices', word: 'Device', key: 'address' },
];
const propertySections = {
  server: 'Server',
  transport: 'Transport settings',
  journal: 'Log settings',
  alerts: 'Alerts',
} as const;

/** Every difference: what was added, removed or changed, and which addresses start or stop listening. */
export function describeEffects(before: ConfigDocument, after: ConfigDocument): readonly string[] {
  const listeningBefore = listeners(before);
  const listeningAfter = listeners(after);
  return [
    ...describeChanges(before, after),
    ...[...listeningAfter]
      .filter((binding) => !listeningBefore.has(binding))
      .map((binding) => `Starts listening on ${binding}`),
    ...[...listeningBefore]
      .filter((binding) => !listeningAfter.has(binding))
      .map((binding) => `Stops listening on ${binding}`),
  ];
}

/** One line for the history. */
export function summarize(before: ConfigDocument, after: ConfigDocument): string {
  const changes = describeChanges(before, after);
  if (changes.length === 0) return 'Saved without a change';
  const rest = changes.length - SUMMARY_CHANGES;
  const shown = changes.slice(0, SUMMARY_CHANGES).join('; ');
  return rest > 0 ? `${shown}; and ${String(rest)} more ${rest === 1 ? 'change' : 'changes'}` : shown;
}

function describeChanges(before: ConfigDocument, after: ConfigDocument): string[] {
  const sections = Object.entries(propertySections).flatMap(([section, word]) => {
    const changed = changedProperties(
      properties(before[section as keyof typeof propertySections]),
      properties(after[section as keyof typeof propertySections]),
    );
    return changed.length > 0 ? [`${word} changed (${changed.join(', ')})`] : [];
  });
  return [...namedLists.flatMap((named) => describeList(before, after, named)), ...sections];
}

function describeList(before: ConfigDocument, after: ConfigDocument, { list, word, key }: NamedList): string[] {
  const old = byName(before[list], key);
  const fresh = byName(after[list], key);
  const sentences: string[] = [];
  for (const [id, entry] of fresh) {
    const title = `${word} "${String(entry[key])}"`;
    const previous = old.get(id);
    if (previous === undefined) sentences.push(`${title} added`);
    else sentences.push(...describeEntry(title, previous, entry));
  }
  for (const [id, entry] of old) {
    if (!fresh.has(id)) sentences.push(`${word} "${String(entry[key])}" removed`);
  }
  return sentences;
}

function describeEntry(title: string, before: Properties, after: Properties): string[] {
  const changed = changedProperties(before, after);
  const rest = changed.filter((property) => property !== 'enabled');
  return [
    ...(rest.length < changed.length ? [`${title} switched ${after['enabled'] === true ? 'on' : 'off'}`] : []),
    // A hash says nothing to a reader of the history.
    ...(rest.length > 0
      ? [`${title} changed (${rest.map((name) => (name === 'passwordHash' ? 'password' : name)).join(', ')})`]
      : []),
  ];
}

type Properties = Readonly<Record<string, unknown>>;

function properties(value: object): Properties {
  return Object.fromEntries(Object.entries(value));
}

function byName(list: readonly object[], key: string): ReadonlyMap<string, Properties> {
  return new Map(
    list.map((entry) => {
      const values = properties(entry);
      return [String(values[key]).toLowerCase(), values];
    }),
  );
}

function changedProperties(before: Properties, after: Properties): string[] {
  return Object.keys({ ...before, ...after }).filter((name) => !isDeepStrictEqual(before[name], after[name]));
}

function listeners(document: ConfigDocument): ReadonlySet<string> {
  return new Set(
    document.receiveConnectors.filter((connector) => connector.enabled).flatMap((connector) => connector.bindings),
  );
}
