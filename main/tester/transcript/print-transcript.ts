import type { RecordedReply, Transcript, TranscriptStep } from '../../contract/tester-view.ts';
import { CANONICAL_HEADER, CLIENT_MARK, NEXT_KIND, SERVER_MARK, hintRows } from './canonical-text.ts';
import { expectedKind } from './expected-kind.ts';
import { hiddenAnswer, withoutSecret } from './smtp-line.ts';

/**
 * A transcript as text that reads like one and parses to the same: greeting, steps and hints. Messages are
 * dot-stuffed again; credentials are never printed, whoever made the transcript.
 */
export function printTranscript(transcript: Transcript): string {
  const rows = [CANONICAL_HEADER, ...hintRows(transcript.hints), ...replyRows(transcript.greeting)];
  for (const [index, step] of transcript.steps.entries()) {
    // AUTH and its answers are all that is looked back at.
    if (expectedKind(transcript.steps.slice(Math.max(0, index - LOOK_BACK), index)) !== step.kind)
      rows.push(NEXT_KIND[step.kind]);
    for (const line of clientLines(step)) rows.push(CLIENT_MARK + line);
    for (const line of replyRows(step.reply)) rows.push(line);
  }
  return `${rows.join('\n')}\n`;
}

const LOOK_BACK = 8;

function replyRows(reply: RecordedReply | null): readonly string[] {
  return (reply?.lines ?? []).map((line) => SERVER_MARK + line);
}

function clientLines({ kind, text }: TranscriptStep): readonly string[] {
  if (kind === 'body') return [...text.map((line) => (line.startsWith('.') ? `.${line}` : line)), '.'];
  return [kind === 'command' ? withoutSecret(text[0] ?? '') : hiddenAnswer(text[0] ?? '')];
}
