import { Readable } from 'node:stream';
import { PartWalker } from './part-walker.ts';
import { planRepair, type RepairNeeds, type RepairPlan } from './repair-plan.ts';
import { Rewriter } from './rewriter.ts';
import { Survey } from './survey.ts';

/** Repair of whole messages: one walk to see what is the matter, a second one only where something is. */

/** A body in memory, or chunk by chunk; chunks are given back for new use. */
export type Content = Buffer | (Readable & { recycle?(chunk: Buffer): void });

/** Looks through the message and plans. Rejects with what the stream fails with. */
export async function surveyRepair(content: Content, needs: RepairNeeds): Promise<RepairPlan> {
  const survey = new Survey();
  const walker = new PartWalker(survey);
  if (Buffer.isBuffer(content)) {
    walker.push(content);
  } else {
    for await (const chunk of content as AsyncIterable<Buffer>) {
      walker.push(chunk);
      content.recycle?.(chunk);
      // It is passed on as it is: what else it holds is of no interest.
      if (survey.tooManyParts) break;
    }
  }
  walker.end();
  return planRepair(survey, needs);
}

/** The message as planned; a stream becomes a stream. */
export function repaired(content: Content, { repairs }: RepairPlan): Content {
  const rewriter = new Rewriter(repairs);
  const walker = new PartWalker(rewriter);
  if (!Buffer.isBuffer(content)) return Readable.from(rewrite(content, walker, rewriter));
  walker.push(content);
  walker.end();
  return rewriter.take();
}

async function* rewrite(
  content: Exclude<Content, Buffer>,
  walker: PartWalker,
  rewriter: Rewriter,
): AsyncGenerator<Buffer> {
  for await (const chunk of content as AsyncIterable<Buffer>) {
    walker.push(chunk);
    const out = rewriter.take();
    content.recycle?.(chunk);
    if (out.length > 0) yield out;
  }
  walker.end();
  yield rewriter.take();
}
