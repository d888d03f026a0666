import type { AliasDocument } from '../../../main/contract/rewriting.ts';
import { linesOf } from '../connectors/form.ts';
import { messages } from '../messages.ts';
import type { Line } from './line.ts';

/** Aliases: a line of the list, and the form of the dialog. */

export interface AliasForm {
  readonly address: string;
  /** One a line. */
  readonly deliverTo: string;
}

/** More addresses are counted, not named. */
const MOST_ADDRESSES = 3;

export function aliasLine({ address, deliverTo }: AliasDocument): Line {
  const words = messages.aliases;
  const keeps = deliverTo.some((one) => one.toLowerCase() === address.toLowerCase());
  return {
    key: address,
    name: address,
    tone: 'good',
    state: messages.delivery.on,
    badges: keeps ? [{ tone: 'plain', text: words.keeps }] : [],
    sentence: deliverTo.length > MOST_ADDRESSES ? words.goesToMany(deliverTo.length) : words.goesTo(deliverTo),
    note: null,
  };
}

export function aliasFormOf(alias: AliasDocument | undefined): AliasForm {
  return { address: alias?.address ?? '', deliverTo: alias?.deliverTo.join('\n') ?? '' };
}

/** The aliases with this one in its place; they may not be valid yet. */
export function withAlias(aliases: readonly AliasDocument[], index: number, form: AliasForm): readonly AliasDocument[] {
  const made = { address: form.address.trim(), deliverTo: [...linesOf(form.deliverTo)] };
  return index < aliases.length ? aliases.map((one, at) => (at === index ? made : one)) : [...aliases, made];
}
