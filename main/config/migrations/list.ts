import type { Migration } from './migrate.ts';

/** Every step, oldest first. Version 1 is the first format. */
export const migrations: readonly Migration[] = [];
