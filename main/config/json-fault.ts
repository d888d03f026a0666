/** Pure: where a text stops being JSON, in words for whoever edited it by hand. Only asked once JSON.parse() has refused. */

type Expected = 'value' | 'value-or-end' | 'name' | 'name-or-end' | 'colon' | 'comma-or-end' | 'nothing';

interface State {
  readonly open: ('{' | '[')[];
  expected: Expected;
}

const TOKEN =
  // eslint-disable-next-line no-control-regex -- JSON has no control characters in its strings
  /([{}[\],:])|("(?:[^"\\\u0000-\u001f]+|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|((?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.]))/y;
const BLANKS = /[ \t\r\n]*/y;

/** `in line 5, column 61: there is a comma too many`, or null where the whole text is JSON. */
export function describeJsonFault(text: string): string | null {
  const state: State = { open: [], expected: 'value' };
  for (let at = skipBlanks(text, 0); ; at = skipBlanks(text, TOKEN.lastIndex)) {
    if (at >= text.length) return state.expected === 'nothing' ? null : placed(text, at, 'the text ends too early');
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text);
    const why = token === null ? strangeText(text, at) : step(state, token[1] ?? (token[2] === undefined ? 'a' : '"'));
    if (why !== null) return placed(text, at, why);
  }
}

/** What is wrong with this token here, or null where it may stand here. `a` stands for numbers and words. */
function step(state: State, token: string): string | null {
  if (token === '}' || token === ']') return close(state, token);
  const { expected } = state;
  if (token === ',' || token === ':') return separate(state, token);
  if (expected === 'comma-or-end') return 'a comma is missing in front of this';
  if (expected === 'colon') return 'a colon is missing in front of this';
  if (expected === 'nothing') return 'there is more behind the end';
  if (expected === 'name' || expected === 'name-or-end') {
    if (token !== '"') return 'the name of a property in quotation marks is missing';
    state.expected = 'colon';
  } else begin(state, token);
  return null;
}

function begin(state: State, token: string): void {
  if (token === '{' || token === '[') state.open.push(token);
  if (token === '{') state.expected = 'name-or-end';
  else if (token === '[') state.expected = 'value-or-end';
  else state.expected = afterValue(state);
}

function close(state: State, token: '}' | ']'): string | null {
  const { expected, open } = state;
  const opener = token === '}' ? '{' : '[';
  if (open.at(-1) !== opener) return 'this bracket closes none that is open';
  if (expected === 'value' && opener === '[') return 'there is a comma too many in front of this';
  if (expected === 'name') return 'there is a comma too many in front of this';
  if (expected === 'value' || expected === 'colon') return 'a value is missing in front of this';
  open.pop();
  state.expected = afterValue(state);
  return null;
}

function separate(state: State, token: ',' | ':'): string | null {
  if (token === ':') {
    if (state.expected !== 'colon') return 'there is a colon too many';
    state.expected = 'value';
    return null;
  }
  if (state.expected === 'colon') return 'a colon and a value are missing in front of this';
  if (state.expected !== 'comma-or-end') return 'there is a comma too many';
  state.expected = state.open.at(-1) === '{' ? 'name' : 'value';
  return null;
}

const afterValue = ({ open }: State): Expected => (open.length === 0 ? 'nothing' : 'comma-or-end');

function strangeText(text: string, at: number): string {
  if (text[at] === '"') return 'this text has no quotation mark at its end, or a lone \\ in it (write \\\\)';
  if (text.startsWith('//', at) || text.startsWith('/*', at)) return 'comments cannot stand in JSON';
  return 'this has to stand in straight quotation marks (")';
}

function skipBlanks(text: string, at: number): number {
  BLANKS.lastIndex = at;
  BLANKS.exec(text);
  return BLANKS.lastIndex;
}

function placed(text: string, at: number, what: string): string {
  const lines = text.slice(0, at).split('\n');
  return `in line ${String(lines.length)}, column ${String((lines.at(-1) ?? '').length + 1)}: ${what}`;
}
