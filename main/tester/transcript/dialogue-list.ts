import { Dialogue } from './dialogue.ts';
import { createRemarks, type Remarks } from './reading.ts';

/** A session of the text with what was remarked while it was read. */
export interface ReadDialogue {
  readonly dialogue: Dialogue;
  readonly remarks: Remarks;
}

/** The sessions of one text in the order of their beginnings, and whose each row is. */
export class DialogueList {
  readonly all: ReadDialogue[] = [];
  /** By row. */
  private readonly owners: (ReadDialogue | undefined)[] = [];

  begin(id: string, row: number): ReadDialogue {
    const remarks = createRemarks();
    const read = { dialogue: new Dialogue(id, row, remarks), remarks };
    this.all.push(read);
    return read;
  }

  /** Says that a row was read as part of a session. */
  own(row: number, read: ReadDialogue): void {
    this.owners[row] = read;
  }

  /** Rows of other sessions, as runs. */
  others(chosen: ReadDialogue): readonly { readonly id: string; readonly first: number; readonly last: number }[] {
    const runs: { id: string; first: number; last: number }[] = [];
    let before: ReadDialogue | null = null;
    for (const [row, owner] of this.owners.entries()) {
      if (owner === undefined) continue;
      const run = runs.at(-1);
      if (owner === chosen || !owner.dialogue.begun) before = null;
      else if (owner === before && run !== undefined) run.last = row;
      else {
        runs.push({ id: owner.dialogue.id, first: row, last: row });
        before = owner;
      }
    }
    return runs;
  }
}
