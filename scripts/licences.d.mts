import type { Plugin } from 'vite';

export interface Licence {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}
export const rendererLibraries: readonly string[];
export function licencesOf(root: string): readonly Licence[];
export function packageOf(id: string): string | null;
export function licencesPlugin(root: string): Plugin;
