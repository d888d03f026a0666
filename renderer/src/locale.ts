/** The language of the interface: chosen in this browser, else the first of the reader's languages that there is. */

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

const KEY = 'postroom-language';

function known(tag: string): Language | undefined {
  return languages.find((language) => tag.toLowerCase().split('-')[0] === language);
}

/** The first of the reader's languages that there is; English where there is none. */
export function firstKnown(tags: readonly string[]): Language {
  for (const tag of tags) {
    const found = known(tag);
    if (found) return found;
  }
  return 'en';
}

/** What was chosen here; null where the reader's own languages decide. Nothing is stored outside a browser. */
export function chosenLanguage(): Language | null {
  return typeof window === 'undefined' ? null : (known(localStorage.getItem(KEY) ?? '') ?? null);
}

/** The language this page was opened in; a choice counts from the next opening. */
export const language: Language = chosenLanguage() ?? firstKnown(navigator.languages);

/** For Intl: the reader's own region where it speaks the language of the page. */
export const locale: string = navigator.languages.find((tag) => known(tag) === language) ?? language;

/** Keeps the choice and opens the page again, in that language; null goes back to the reader's own languages. */
export function chooseLanguage(choice: Language | null): void {
  if (choice === null) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, choice);
  location.reload();
}
