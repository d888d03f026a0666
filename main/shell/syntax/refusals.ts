/** What PowerShell has and this shell has not, by the word that begins it. */

const keywords = [
  ...['if', 'else', 'elseif', 'switch', 'for', 'while', 'do', 'until', 'function', 'filter', 'param', 'return'],
  ...['try', 'catch', 'finally', 'throw', 'trap', 'begin', 'process', 'end', 'class', 'enum', 'using', 'break'],
  ...['continue', 'exit', 'data', 'workflow', 'configuration', 'dynamicparam'],
];
const refused = new Set(keywords);

/** The sentence that refuses a keyword, or null where the word may be a command. */
export function refusedKeyword(word: string): string | null {
  return refused.has(word.toLowerCase())
    ? `"${word}" is part of PowerShell, but not of this shell: it has pipelines, simple variables and cmdlets.`
    : null;
}

export const refusedForms = {
  type: 'Types in brackets ([...]) belong to .NET, which this shell does not have.',
  index: 'An index in brackets is not part of this shell. Use Select-Object -First 1.',
  method: 'Methods belong to .NET, which this shell does not have.',
  splatting: 'Splatting (@name) is not part of this shell. Write the parameters out.',
  hereString: 'A here-string (@" or @\') is not part of this shell. Use ordinary quotes.',
  redirection: 'Redirection (>) is not part of this shell. Use | Out-File.',
  chain: '"&" is not part of this shell. Write one command per line.',
  arithmetic: 'Arithmetic is not part of this shell.',
  compound: 'Only "=" assigns in this shell.',
  dotSource: 'Running scripts with "." is not part of this shell.',
} as const;
