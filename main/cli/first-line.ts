import { PostroomError } from '../errors.ts';

/** The first line of standard input without its line end: what `echo`, `printf` and a file give alike. */
export async function firstLine(readInput: () => Promise<string>): Promise<string> {
  return lineOf(await readInput());
}

/** A secret from standard input: a key file (PEM, or JSON as Google gives it) whole, and of everything else the first line. */
export async function secretText(readInput: () => Promise<string>): Promise<string> {
  const text = await readInput();
  return text.startsWith('-----BEGIN ') || isJsonObject(text) ? text.trimEnd() : lineOf(text);
}

function isJsonObject(text: string): boolean {
  if (!text.startsWith('{')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    // A password may begin with a brace.
    return false;
  }
}

function lineOf(text: string): string {
  const [line = ''] = text.split(/\r?\n/, 1);
  if (line === '')
    throw new PostroomError(
      'usage',
      'Nothing came from standard input. Pipe the value in: printf %s VALUE | postroom …',
    );
  return line;
}
