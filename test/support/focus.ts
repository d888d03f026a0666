import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Waits until the focus is on an element with this text in it: pages put it there a moment after what they did. */
export async function expectFocus(page: Page, text: string): Promise<void> {
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain(text);
}
