import type { changeDialogMessages as english } from '../en/change-dialog.ts';
import type { Translation } from '../translation.ts';

/** Texte des Dialogs, der vor einer Änderung über sie berichtet. */

export const changeDialogMessages: Translation<typeof english> = {
  title: 'Konfiguration ändern?',
  apply: 'Übernehmen',
  saving: 'Wird übernommen …',
};
