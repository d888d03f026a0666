import { z } from 'zod';
import { call, shape } from './declaration.ts';
import type { LearningView } from './learning-view.ts';

export const learningCalls = {
  /** Who knocked since learning mode was switched on last, and what would let them in. It is switched by the configuration. */
  'learning.get': call('view', z.strictObject({}), shape<LearningView>()),
} as const;
