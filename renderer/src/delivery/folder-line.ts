import type { MailboxView } from '../../../main/contract/delivery-view.ts';
import type { MailboxFolderDocument } from '../../../main/contract/mailbox.ts';
import { formatTime } from '../format.ts';
import { messages } from '../messages.ts';
import { isSame } from './folder-form.ts';
import type { Line } from './line.ts';

/** A mailbox folder as a line: what lies in it, and where its attachments go besides. */

const words = messages.folders;

/** Folders that hold mail and folders that have settings, each once, by name. */
export function folderLines(
  views: readonly MailboxView[],
  mailboxes: readonly MailboxFolderDocument[],
  nowMs: number,
): readonly Line[] {
  const empty = mailboxes.filter(({ name }) => !views.some((view) => isSame(view.name, name)));
  return [...views.map(({ name }) => name), ...empty.map(({ name }) => name)]
    .toSorted((one, other) => one.localeCompare(other))
    .map((name) =>
      folderLine(
        name,
        views.find((view) => isSame(view.name, name)),
        mailboxes.find((settings) => isSame(settings.name, name)),
        nowMs,
      ),
    );
}

function folderLine(
  name: string,
  view: MailboxView | undefined,
  settings: MailboxFolderDocument | undefined,
  nowMs: number,
): Line {
  const saves = settings?.attachmentFolder ?? null;
  const held = view === undefined ? words.nothing : words.holds(view.messages, formatTime(view.changedMs, nowMs));
  return {
    key: name,
    name,
    tone: view === undefined ? 'plain' : 'good',
    state: view === undefined ? words.unused : words.used,
    badges: saves === null ? [] : [{ tone: 'accent', text: words.saves }],
    sentence: saves === null ? held : `${held} ${words.savesTo(saves, settings?.attachmentPattern ?? '')}`,
    note: null,
  };
}
