import { tick } from 'svelte';

/**
 * Gives the focus back to what had it, where an action took it away: a button that was disabled meanwhile, or a dialog
 * whose opener was. Where that is gone, `instead` has it. Focus that went elsewhere by itself stays there.
 */
export async function returnFocus(before: Element | null, instead: HTMLElement | null): Promise<void> {
  await tick();
  const isFree = (): boolean => document.activeElement === null || document.activeElement === document.body;
  if (isFree() && before instanceof HTMLElement) before.focus();
  if (isFree()) instead?.focus();
}
