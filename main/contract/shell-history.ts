/** What a client keeps of the commands that were typed. */

/** Whether a password may stand in the text in the open: it belongs into no history. */
export function holdsPlainPassword(text: string): boolean {
  return /AsPlainText|ConvertTo-SecureString/i.test(text);
}
