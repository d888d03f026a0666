/** What commands print: results on standard output, as text for people or JSON for programs. */

export interface Output {
  /** Result, one line or several. */
  result(text: string): void;
  /** Message for the person; never part of a result. */
  message(text: string): void;
}

/** Prints a value: as JSON where asked for, else by the command's own text. */
export function printer(output: Output, json: boolean): <Value>(value: Value, text: (value: Value) => string) => void {
  return (value, text) => {
    const shown = json ? JSON.stringify(value, null, 2) : text(value);
    if (shown !== '') output.result(shown);
  };
}

// C0, DEL and C1: a name from the network must not steer the terminal.
// eslint-disable-next-line no-control-regex -- these are what it replaces
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Text from outside with control characters made visible. */
export function plain(text: string): string {
  return text.replace(CONTROL, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** Columns aligned by their widest cell; numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (cell === null ? '-' : plain(String(cell)).replace(/\s+/g, ' '))));
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (texts: readonly string[], source?: readonly (string | number | null)[]): string =>
    texts
      .map((text, column) => {
        const width = widths[column] ?? 0;
        return typeof source?.[column] === 'number' ? text.padStart(width) : text.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [line(head), ...cells.map((row, index) => line(row, rows[index]))].join('\n');
}
