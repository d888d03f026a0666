import { isReply } from './smtp-line.ts';
import { isBlank } from './source-text.ts';
import type { Utterance } from './utterance.ts';

/** What comes behind a row; found once for the whole text, so that reading stays linear. */
export interface MessageEnds {
  /** Index behind the message that goes on at `index` where no dot ends it; infinite where a dot does. */
  withoutDot(index: number): number;
  /** The row behind `index`, not counting blank ones, if it is a reply. */
  nextReply(index: number): string | null;
}

// What servers say to a message, and to what may come after it.
const AFTER_MESSAGE =
  /^(?:250[ -]2\.\d\.\d |250[ -].*\b(?:queued|accepted|delivery)\b|[45]\d\d[ -]\d\.\d{1,3}\.\d{1,3} |221[ -])/i;

export function findMessageEnds(said: readonly Utterance[]): MessageEnds {
  const lastDot = said.findLastIndex(({ side, text }) => side !== 'server' && text.trim() === '.');
  const lastRow = said.findLastIndex(({ text }) => !isBlank(text));
  const quit = /^quit$/i.test(said[lastRow]?.text.trim() ?? '') ? lastRow : -1;
  const next: (string | null)[] = [];
  let behind: string | null = null;
  for (let index = said.length - 1; index >= 0; index -= 1) {
    const { text = '', side } = said[index] ?? {};
    next[index] = behind;
    if (!isBlank(text)) behind = side !== 'aside' && side !== 'client' && isReply(text.trim()) ? text.trim() : null;
  }
  return {
    withoutDot(index) {
      if (index <= lastDot) return Number.POSITIVE_INFINITY;
      for (let at = index; at < said.length; at += 1) if (AFTER_MESSAGE.test(said[at]?.text ?? '')) return at;
      return quit >= index ? quit : Number.POSITIVE_INFINITY;
    },
    nextReply: (index) => next[index] ?? null,
  };
}
