/** A line as it was meant: what was rubbed out while typing into telnet is gone. */
export interface TypedLine {
  readonly text: string;
  /** Keys that were rubbed out. */
  readonly rubbedOut: number;
}

// eslint-disable-next-line no-control-regex -- control characters are what this finds
const RUB_OUT = /[\u0008\u007f\u0015]|\^[H?U]/;

/** Applies backspace, delete and Ctrl+U, as characters or as `^H`, `^?`, `^U`. */
export function asMeant(typed: string): TypedLine {
  if (!RUB_OUT.test(typed)) return { text: typed, rubbedOut: 0 };
  const kept: string[] = [];
  let rubbedOut = 0;
  // A terminal echoes one backspace as back, blank, back.
  const keys = typed
    .replaceAll('\b \b', '\b')
    .replace(/\^[H?]/g, '\b')
    .replaceAll('\u007f', '\b')
    .replaceAll('^U', '\u0015');
  for (const key of keys) {
    if (key === '\b') {
      rubbedOut += 1;
      kept.pop();
    } else if (key === '\u0015') {
      rubbedOut += kept.length;
      kept.length = 0;
    } else kept.push(key);
  }
  return { text: kept.join(''), rubbedOut };
}
