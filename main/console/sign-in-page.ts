/** Shown to a browser that has not signed in, in its own language. It loads one style sheet and nothing else. */

interface SignInWords {
  readonly title: string;
  readonly heading: string;
  /** With the command in its place. */
  readonly how: (command: string) => string;
  readonly token: string;
  readonly button: string;
}

const words: Readonly<Record<'en' | 'de', SignInWords>> = {
  en: {
    title: 'Postroom: sign in',
    heading: 'Sign in to Postroom',
    how: (command) => `Run ${command} on this computer and paste what it prints.`,
    token: 'Token',
    button: 'Sign in',
  },
  de: {
    title: 'Postroom: Anmeldung',
    heading: 'Bei Postroom anmelden',
    how: (command) => `Auf diesem Rechner ${command} ausführen und einfügen, was es ausgibt.`,
    token: 'Token',
    button: 'Anmelden',
  },
};

/** Where the page finds its style sheet: it is served to those who have not signed in, too. */
export const signInStylePath = '/sign-in.css';

/** `acceptLanguage`: what the browser asks for (RFC 9110, 12.5.4). */
export function signInPage(acceptLanguage: string | undefined): string {
  const language = preferred(acceptLanguage ?? '');
  const { title, heading, how, token, button } = words[language];
  return `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title}</title>
    <link rel="stylesheet" href="${signInStylePath}">
  </head>
  <body>
    <main>
      <h1>${heading}</h1>
      <p>${how('<code>postroom token</code>')}</p>
      <form method="post" action="/session">
        <label>${token} <input name="token" type="password" autocomplete="off" required autofocus></label>
        <button>${button}</button>
      </form>
    </main>
  </body>
</html>
`;
}

/** The colours of the interface, in as few rules as one form needs. */
export const signInStyle = `:root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f4f6f8, #12151a); color: light-dark(#1b2027, #e6e9ee); }
main { width: min(380px, 100vw - 80px); padding: 28px 32px; border: 1px solid light-dark(#dbe0e6, #2b313a); border-radius: 12px; background: light-dark(#fff, #1a1e25); }
h1 { margin: 0 0 8px; font-size: 20px; }
p { margin: 0 0 20px; }
code { font: 13px ui-monospace, monospace; }
label { display: grid; gap: 4px; margin-bottom: 16px; font-weight: 600; }
input { font: inherit; padding: 7px 10px; border: 1px solid light-dark(#8a929c, #69727e); border-radius: 6px; background: light-dark(#fff, #12151a); color: inherit; }
button { font: 600 14px system-ui, sans-serif; padding: 7px 16px; border: 0; border-radius: 6px; background: light-dark(#2b5fd0, #7ba3f4); color: light-dark(#fff, #0d1117); cursor: pointer; }
:focus-visible { outline: 2px solid light-dark(#2b5fd0, #7ba3f4); outline-offset: 2px; }
`;

/** The first of ours that the list names, by weight and then by place; English where there is none. */
function preferred(acceptLanguage: string): keyof typeof words {
  const wanted = acceptLanguage
    .slice(0, MAX_HEADER)
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
      const weight = Number(
        parameters
          .map((text) => text.trim())
          .find((text) => text.startsWith('q='))
          ?.slice(2) ?? 1,
      );
      return { language: tag.split('-')[0], weight };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight);
  for (const { language } of wanted) if (language === 'en' || language === 'de') return language;
  return 'en';
}

/** Nobody speaks more languages than fit. */
const MAX_HEADER = 500;
