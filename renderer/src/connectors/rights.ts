import { extendedRights } from '../../../main/contract/extended-rights.ts';
import type { ReceiveConnectorDocument } from '../../../main/contract/receive-connector.ts';

/** Access control entries of a receive connector (Add-ADPermission): one stands behind the check box, the others in a list. */

export type Entry = ReceiveConnectorDocument['extendedRights'][number];

/** Whom Exchange's own groups stand for. An account of one's own is typed by its name. */
export const principalChoices = [
  'NT AUTHORITY\\ANONYMOUS LOGON',
  'NT AUTHORITY\\Authenticated Users',
  'MS Exchange\\Partner Servers',
  'MS Exchange\\Externally Secured Servers',
] as const;

const [ANONYMOUS] = principalChoices;
const RELAY = 'ms-Exch-SMTP-Accept-Any-Recipient';
const anonymousNames = new Set([ANONYMOUS.toLowerCase(), 'anonymous logon', 's-1-5-7']);

export const newEntry: Entry = { user: ANONYMOUS, right: extendedRights[0], deny: false };

/** An entry about the right that the check box stands for. */
const isRelayEntry = ({ user, right }: Entry): boolean =>
  anonymousNames.has(user.trim().toLowerCase()) && right.trim().toLowerCase() === RELAY.toLowerCase();

/** Whether anonymous clients may relay. A denial outweighs a grant. */
export function relaysIn(entries: readonly Entry[]): boolean {
  const relay = entries.filter(isRelayEntry);
  return relay.length > 0 && relay.every(({ deny }) => !deny);
}

/** The entries that no check box stands for. */
export function otherEntries(entries: readonly Entry[]): readonly Entry[] {
  return entries.filter((entry) => !isRelayEntry(entry));
}

/** The entries as they are to be saved: in their order, where nothing was changed. */
export function entriesOf(
  form: { readonly relay: boolean; readonly others: readonly Entry[] },
  base: readonly Entry[],
): readonly Entry[] {
  const others = form.others.map(({ user, right, deny }) => ({ user: user.trim(), right, deny }));
  const isSame = JSON.stringify(form.others) === JSON.stringify(otherEntries(base));
  if (form.relay === relaysIn(base)) return isSame ? base : [...others, ...base.filter(isRelayEntry)];
  const kept = isSame ? otherEntries(base) : others;
  return form.relay ? [...kept, { user: ANONYMOUS, right: RELAY, deny: false }] : kept;
}
