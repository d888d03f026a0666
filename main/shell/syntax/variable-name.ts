import { isNameCharacter } from './characters.ts';
import type { Source } from './source.ts';

/** The only one of the environment that guides need: the name of this server. */
export const COMPUTER_NAME = 'env:computername';
const BRACES = /\{((?:env:)?\w{1,128})\}/iy;

/** The name behind a dollar sign: `a`, `{a}`, `env:COMPUTERNAME`. '' where none begins here, and nothing is taken. */
export function readVariableName(source: Source): string {
  BRACES.lastIndex = source.at;
  const braces = BRACES.exec(source.text);
  if (braces !== null) {
    const name = braces[1] ?? '';
    refuseEnvironment(source, name);
    source.advance(braces[0].length);
    return name;
  }
  const start = source.at;
  const name = source.takeWhile(isNameCharacter);
  if (name.toLowerCase() !== 'env' || source.here !== ':' || !isNameCharacter(source.next)) return name;
  source.advance();
  const whole = `${name}:${source.takeWhile(isNameCharacter)}`;
  refuseEnvironment(source, whole, start);
  return whole;
}

function refuseEnvironment(source: Source, name: string, at = source.at): void {
  if (name.includes(':') && name.toLowerCase() !== COMPUTER_NAME)
    source.fail(`"$${name}" reaches outside this shell; it has plain variables, and $env:COMPUTERNAME.`, at);
}
