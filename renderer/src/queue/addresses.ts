/** Addresses as a person types or pastes them: one a line, or with commas, with names or without. */

export interface AddressFault {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

export interface ReadAddresses {
  /** Each once, as it was first written. */
  readonly addresses: readonly string[];
  readonly faults: readonly AddressFault[];
}

/** As the contract has it; the strict grammar is applied by the engine. */
const ADDRESS = /^[^\s@<>\p{Cc}]+@[^\s@<>\p{Cc}]+$/u;
const LONGEST = 320;

export function readAddresses(text: string): ReadAddresses {
  const addresses = new Map<string, string>();
  const faults: AddressFault[] = [];
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    for (const part of partsOf(line)) {
      const key = part.toLowerCase();
      if (!ADDRESS.test(part) || part.length > LONGEST) faults.push({ line: index + 1, text: part });
      else if (!addresses.has(key)) addresses.set(key, part);
    }
  }
  return { addresses: [...addresses.values()], faults };
}

/** `"Berg, Anna" <anna@office.example>, bob@office.example` as mail programs copy it. */
function partsOf(line: string): readonly string[] {
  return line
    .replaceAll(/(?:"[^"]*"|[^<>",;])*<([^<>]*)>/g, ',$1,')
    .split(/[,;\s]+/)
    .filter((part) => part !== '');
}

/** What becomes of those who wait when these shall get a message instead. */
export interface RecipientChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly kept: number;
}

export function recipientChange(before: readonly string[], after: readonly string[]): RecipientChange {
  const had = new Set(before.map((address) => address.toLowerCase()));
  const has = new Set(after.map((address) => address.toLowerCase()));
  const added = after.filter((address) => !had.has(address.toLowerCase()));
  return {
    added,
    removed: before.filter((address) => !has.has(address.toLowerCase())),
    kept: after.length - added.length,
  };
}
