import type { Invocation } from '../run/cmdlet.ts';
import { ShellError } from '../shell-error.ts';

/** What a changing cmdlet is about to do, in the two ways it is said. */
export interface Action {
  /** `Removing Receive connector "Relay".` */
  readonly text: string;
  /** Asks even without -Confirm. */
  readonly isRemoval?: boolean;
}

/** Whether the person agrees. Throws a ShellError of category Cancelled where somebody has to be asked and nobody is there. */
export async function confirmed({ bound, shell }: Invocation, { text, isRemoval = false }: Action): Promise<boolean> {
  const asks = bound.flag('Confirm') ?? isRemoval;
  if (!asks || shell.confirmation === 'yesToAll') return true;
  if (shell.confirmation === 'noToAll') return false;
  const answer = await shell.ask({
    kind: 'choice',
    title: 'Confirm',
    text: `Are you sure you want to perform this action?\n${text}`,
    choices: [
      { key: 'Y', label: 'Yes' },
      { key: 'A', label: 'Yes to All' },
      { key: 'N', label: 'No' },
      { key: 'L', label: 'No to All' },
    ],
  });
  if (answer === null)
    throw new ShellError(
      'Cancelled',
      `${text} This has to be confirmed; with -Confirm:$false it is done without asking.`,
    );
  const key = answer.trim().toUpperCase().slice(0, 1);
  if (key === 'A') shell.confirmation = 'yesToAll';
  if (key === 'L') shell.confirmation = 'noToAll';
  return key === 'Y' || key === 'A';
}

/** Has the person type a text, as for an open relay. Throws a ShellError of category Cancelled where it was not typed. */
export async function typedConfirmation({ shell }: Invocation, text: string, expected: string): Promise<void> {
  const answer = await shell.ask({ kind: 'text', title: 'Confirm', text, expected });
  if (answer?.trim() === expected) return;
  throw new ShellError('Cancelled', `${text} Nothing was changed, because "${expected}" was not typed.`);
}
