import { en } from '../en/index.ts';
import type { Messages } from '../translation.ts';

/** German. */
export const de: Messages = en;
