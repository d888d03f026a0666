import { messages } from '../messages.ts';
import { formatDate } from '../format.ts';
import { makerFields } from './makers.ts';
import type { Maker } from './makers.ts';
import type { PrinterValues } from './printer-values.ts';

/** The five values as rows of a card: in Postroom's words, and in those of the maker. */

export interface CardRow {
  readonly field: 'server' | 'port' | 'encryption' | 'login' | 'sender';
  /** What the maker calls it, or Postroom's word for it. */
  readonly label: string;
  readonly value: string;
  /** What to know about it; empty where it speaks for itself. */
  readonly hint: string;
}

const words = messages.printer;

export function cardRows(values: PrinterValues, server: string, maker: Maker | null): readonly CardRow[] {
  const { port, encryption, login, sender } = values;
  const row = (field: CardRow['field'], value: string, hint = ''): CardRow => ({
    field,
    label: maker === null ? words.fields[field] : maker.words[field],
    value,
    hint,
  });
  return [
    row('server', server),
    row('port', String(port)),
    row('encryption', encryptionWord(values, maker), words.encryptionHint[encryption]),
    row('login', loginWord(values, maker), login === 'required' ? words.loginHint : ''),
    row('sender', sender, words.senderHint),
  ];
}

/** Where the words of a maker come from. */
export function sourceLine({ sources }: Maker): string {
  const [first] = sources;
  if (first === undefined) return words.unchecked;
  const date = formatDate(Date.parse(first.checked));
  const found = makerFields.filter((field) => sources.some((source) => source.words.includes(field)));
  if (found.length === makerFields.length) return words.checked(date);
  return words.partlyChecked(
    date,
    found.map((field) => words.fields[field]),
  );
}

function encryptionWord({ encryption }: PrinterValues, maker: Maker | null): string {
  if (maker === null) return words.encryption[encryption];
  // Offered is not needed: the setting that fails least is the one to type.
  if (encryption === 'none' || encryption === 'offered') return maker.choices.none;
  return encryption === 'required' ? maker.choices.startTls : maker.choices.implicit;
}

function loginWord({ login }: PrinterValues, maker: Maker | null): string {
  if (login === 'required') return words.login.required;
  return maker === null ? words.login.none : maker.noLogin;
}
