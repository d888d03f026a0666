/** Texts of the dialog that reports on a change before it is made. */

export const changeDialogMessages = {
  title: 'Change the configuration?',
  apply: 'Apply',
  saving: 'Applying …',
} as const;
