import { messages } from '../messages.ts';
import type { BatchResult } from './batches.ts';

type Kind = keyof typeof messages.queue.result;

/** What an action on many messages came to: `412 messages removed, 3 had gone.` */
export function resultSentence(kind: Kind, { total, done, touched, end }: BatchResult): string {
  const words = messages.queue;
  const untouched = done - touched;
  const parts = [words.result[kind](touched), ...(untouched > 0 ? [words.untouched[kind](untouched)] : [])];
  const sentence = `${parts.join(', ')}.`;
  if (end === 'finished') return sentence;
  return `${end === 'stopped' ? words.stopped(total - done) : words.broken(total - done)}. ${sentence}`;
}
