import { expect, test } from 'vitest';
import { signInPage } from '../../../main/console/sign-in-page.ts';

test.each([
  [undefined, 'en', 'Sign in to Postroom'],
  ['de-AT,de;q=0.9,en;q=0.8', 'de', 'Bei Postroom anmelden'],
  ['fr-FR, de;q=0.5, en;q=0.7', 'en', 'Sign in'],
  ['fr', 'en', 'Sign in'],
  ['de;q=0, en', 'en', 'Sign in'],
  ['"><script>alert(1)</script>', 'en', 'Sign in'],
  [`${'x,'.repeat(100_000)}de`, 'en', 'Sign in'],
])('asks in the language of the browser: %j', (accepted, language, text) => {
  const page = signInPage(accepted);
  expect(page).toContain(`<html lang="${language}">`);
  expect(page).toContain(text);
  expect(page).not.toContain('<script');
});
