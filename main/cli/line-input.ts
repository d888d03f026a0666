import { createInterface } from 'node:readline';
import type { LineInput } from './context.ts';

/** Lines of a stream; at a terminal they can be edited, and are echoed. */
export function linesOf(input: NodeJS.ReadStream, output: NodeJS.WriteStream): LineInput {
  const terminal = input.isTTY && output.isTTY;
  const lines = createInterface({ input, terminal, ...(terminal ? { output, prompt: '' } : {}) });
  // At once: a line that comes before anybody listens would be lost.
  const iterator = lines[Symbol.asyncIterator]();
  return {
    isEchoed: input.isTTY,
    async next() {
      const line = await iterator.next();
      return line.done === true ? null : line.value;
    },
    close: () => lines.close(),
  };
}
