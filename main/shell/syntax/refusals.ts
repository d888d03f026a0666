import { methodList } from './methods.ts';

/** What PowerShell has and this shell has not, by the word that begins it. */

const keywords = [
  ...['if', 'else', 'elseif', 'switch', 'for', 'while', 'do', 'until', 'function', 'filter', 'param', 'return'],
  ...['try', 'catch', 'finally', 'throw', 'trap', 'begin', 'process', 'end', 'class', 'enum', 'using', 'break'],
  ...['continue', 'exit', 'data', 'workflow', 'configuration', 'dynamicparam'],
];
const refused = new Set(keywords);

const instead: Readonly<Record<string, string>> = {
  if: 'Choose with Where-Object { }, or leave errors out with -ErrorAction SilentlyContinue.',
  switch: 'Choose with Where-Object { }.',
  for: 'Use foreach ($one in $list) { }.',
  while: 'Use foreach ($one in $list) { }.',
  do: 'Use foreach ($one in $list) { }.',
  function: 'Write its commands out.',
  filter: 'Write its commands out.',
  param: 'Assign the values instead: $name = "value".',
  try: 'Leave errors out with -ErrorAction SilentlyContinue.',
};

/** The sentence that refuses a keyword, or null where the word may be a command. */
export function refusedKeyword(word: string): string | null {
  const keyword = word.toLowerCase();
  if (!refused.has(keyword)) return null;
  const other = Object.hasOwn(instead, keyword) ? ` ${instead[keyword] ?? ''}` : '';
  return `"${word}" is part of PowerShell, but not of this shell: it has pipelines, simple variables and cmdlets.${other}`;
}

export function refusedMethod(name: string): string {
  const other = /^(?:Add|Remove)$/i.test(name)
    ? 'Lists are changed with += or with @{Add=…; Remove=…}.'
    : `Of its methods only these are understood: ${methodList}.`;
  return `.${name}(): methods belong to .NET, which this shell does not have. ${other}`;
}

const operatorsInstead = [
  { known: /^[ic]?replace$/, use: " Use .Replace('old', 'new')." },
  { known: /^[ic]?split$/, use: " Use .Split(',')." },
  { known: /^f$/, use: ' Put the values into the text: "$name on $(Get-Date)".' },
  { known: /^c(?:eq|ne|like|match|contains)$/, use: ' Comparisons never regard case: leave the "c" out.' },
] as const;

export function refusedOperator(word: string): string {
  const other = operatorsInstead.find(({ known }) => known.test(word))?.use ?? '';
  return `"-${word}" is not an operator of this shell.${other}`;
}

export const refusedForms = {
  type: 'Types in brackets ([...]) belong to .NET, which this shell does not have.',
  index: 'An index in brackets is not part of this shell. Use Select-Object -First 1.',
  range: 'A range (1..5) is not part of this shell. Write the numbers out: 1, 2, 3.',
  splatting: 'Splatting (@name) is not part of this shell. Write the parameters out.',
  hereString: 'A here-string (@" or @\') is not part of this shell. Use ordinary quotes.',
  redirection: 'Redirection (>) is not part of this shell. Use | Out-File.',
  chain: '"&" is not part of this shell. Write one command per line.',
  arithmetic: 'Arithmetic is not part of this shell, save for + on texts, lists and numbers.',
  compound: 'Only "=" and "+=" assign in this shell.',
  dotSource: 'Running scripts with "." is not part of this shell.',
} as const;
