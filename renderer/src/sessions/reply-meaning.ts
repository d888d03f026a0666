import { messages } from '../messages.ts';

/** What a reply means, in a sentence: the longest beginning in the table that fits. Null for what says it itself. */
export function meaningOf(
  reply: string,
  table: Readonly<Record<string, string>> = messages.sessions.reply,
): string | null {
  let longest = '';
  for (const start of Object.keys(table)) {
    if (start.length > longest.length && reply.startsWith(start)) longest = start;
  }
  return table[longest] ?? null;
}
