import type { AlertList } from '../contract/alert-view.ts';
import { oneLine } from '../transport/mime-text.ts';

const LONGEST_TITLE = 160;

interface TitleParts {
  readonly problems: AlertList;
  readonly recovered: AlertList;
  readonly failedMessages: number;
}

/** One sentence for the subject of a mail and the head of a toast. */
export function titleOf({ problems, recovered, failedMessages }: TitleParts): string {
  const open = headline(problems, 'things need you');
  const over = recovered.items.length === 0 ? null : `Over: ${headline(recovered, 'problems') ?? ''}`;
  const failed =
    failedMessages === 0
      ? null
      : `${String(failedMessages)} ${failedMessages === 1 ? 'message' : 'messages'} could not be delivered.`;
  return [open, failed, over].filter((part) => part !== null).join(' ');
}

/** The sentence itself where it is one, else how many. */
function headline({ items, more }: AlertList, many: string): string | null {
  const count = items.length + more;
  const [first] = items;
  if (first === undefined) return null;
  return count === 1 ? oneLine(first.text, LONGEST_TITLE) : `${String(count)} ${many}.`;
}
