/** Light, dark, or what the system says. The choice stays in this browser. */

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const KEY = 'postroom-theme';
const darkSystem = window.matchMedia('(prefers-color-scheme: dark)');

function stored(): Theme {
  const value = localStorage.getItem(KEY);
  return themes.find((theme) => theme === value) ?? 'system';
}

let chosen = $state<Theme>(stored());

export function currentTheme(): Theme {
  return chosen;
}

export function chooseTheme(theme: Theme): void {
  chosen = theme;
  localStorage.setItem(KEY, theme);
  applyTheme();
}

/** Writes the effective theme on the document; called once at start and whenever it changes. */
export function applyTheme(): void {
  const dark = chosen === 'dark' || (chosen === 'system' && darkSystem.matches);
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
}

darkSystem.addEventListener('change', applyTheme);
