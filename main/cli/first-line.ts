import { PostroomError } from '../errors.ts';

/** The first line of standard input without its line end: what `echo`, `printf` and a file give alike. */
export async function firstLine(readInput: () => Promise<string>): Promise<string> {
  const [line = ''] = (await readInput()).split(/\r?\n/, 1);
  if (line === '')
    throw new PostroomError(
      'usage',
      'Nothing came from standard input. Pipe the value in: printf %s VALUE | postroom …',
    );
  return line;
}
