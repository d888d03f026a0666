/** Shown to a browser that has not signed in. Plain, because nothing may be loaded yet. */
export const signInPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Postroom: sign in</title>
  </head>
  <body>
    <main>
      <h1>Sign in to Postroom</h1>
      <p>Run <code>postroom token</code> on this computer and paste what it prints.</p>
      <form method="post" action="/session">
        <label>Token <input name="token" type="password" autocomplete="off" required autofocus></label>
        <button>Sign in</button>
      </form>
    </main>
  </body>
</html>
`;
