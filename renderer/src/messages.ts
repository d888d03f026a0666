import { language } from './locale.ts';
import { de } from './messages/de/index.ts';
import { en } from './messages/en/index.ts';
import type { Messages } from './messages/translation.ts';

/**
 * Every text of the interface, in the language of this browser. Sentences are functions of what they name, so that a
 * translation can order its words. A new text goes into `messages/en` and `messages/de`; the compiler finds what is missing.
 */
export const messages: Messages = language === 'de' ? de : en;
