import type { Command } from 'commander';
import type { Clock } from '../../clock.ts';
import type { OAuthView } from '../../contract/oauth-view.ts';
import { PostroomError } from '../../errors.ts';
import { onEngine } from '../action.ts';
import type { CommandDeps } from '../action.ts';
import type { Caller } from '../context.ts';

/** `oauth`: signs send connectors in at Microsoft, Google and others. */

const ASK_EVERY_MS = 2000;

interface SignInOptions {
  readonly address?: string;
  readonly wait: boolean;
}

export function addOAuthCommands(program: Command, deps: CommandDeps): void {
  const oauth = program.command('oauth').description('sign send connectors in with OAuth');

  onEngine<SignInOptions>(
    oauth
      .command('sign-in')
      .argument('<connector>', 'name of the send connector')
      .option('--address <address>', 'where a browser on another machine was sent back to')
      .option('--no-wait', 'print the link and the code, and end')
      .description('sign in, and wait until it is done'),
    deps,
    async (caller, { context, args, options }) => {
      const connector = args[0] ?? '';
      const view =
        options.address === undefined
          ? await caller.call('oauth.signIn', { connector })
          : await caller.call('oauth.finish', { connector, address: options.address });
      if (view.signIn?.state === 'waiting' && !context.json) context.output.result(invitation(view.signIn));
      const last = options.wait ? await untilEnded(caller, view, context.clock) : view;
      context.print(last, () => (last.signIn?.state === 'waiting' ? '' : sentence(last)));
      if (options.wait && !isSignedIn(last)) context.answerNo();
    },
  );
  onEngine(
    oauth.command('status').argument('[connector]').description('say how the sign-ins stand'),
    deps,
    async (caller, { context, args }) => {
      const all = await caller.call('oauth.status', {});
      const [name] = args;
      const views = name === undefined ? all : all.filter((one) => one.connector.toLowerCase() === name.toLowerCase());
      if (name !== undefined && views.length === 0) throw notFound(name);
      context.print(views, (list) =>
        list.length === 0 ? 'No send connector signs in with OAuth.' : list.map(sentence).join('\n'),
      );
      if (!views.every(isSignedIn)) context.answerNo();
    },
  );
  onEngine(
    oauth.command('forget').argument('<connector>').description('forget the tokens of a send connector'),
    deps,
    async (caller, { context, args }) => {
      const { forgotten } = await caller.call('oauth.forget', { connector: args[0] ?? '' });
      context.print({ forgotten }, () => (forgotten ? 'Forgotten.' : 'There was no sign-in.'));
      if (!forgotten) context.answerNo();
    },
  );
}

function notFound(name: string): PostroomError {
  return new PostroomError('not-found', `There is no send connector "${name}" that signs in with OAuth.`);
}

function invitation({ kind, link, userCode }: NonNullable<OAuthView['signIn']>): string {
  return kind === 'code'
    ? `Open ${link} in any browser and type in this code: ${userCode ?? ''}`
    : `Open this address in a browser on this machine:\n${link}\nFrom another machine, hand the address it ends at to "postroom oauth sign-in NAME --address ADDRESS".`;
}

async function untilEnded(caller: Caller, begun: OAuthView, clock: Clock): Promise<OAuthView> {
  let view = begun;
  while (view.signIn?.state === 'waiting') {
    await new Promise<void>((resolve) => {
      clock.after(ASK_EVERY_MS, resolve);
    });
    const found = (await caller.call('oauth.status', {})).find(({ connector }) => connector === view.connector);
    if (found === undefined) throw notFound(view.connector);
    view = found;
  }
  return view;
}

function isSignedIn({ state, signIn }: OAuthView): boolean {
  return state === 'signed-in' && (signIn === null || signIn.state === 'done' || signIn.state === 'waiting');
}

const states: Readonly<Record<OAuthView['state'], string>> = {
  'signed-in': 'signed in',
  never: 'not signed in yet',
  again: 'has to sign in again',
  failing: 'gets no token',
  retrying: 'gets no token for the moment',
};

function sentence({ connector, state, text, signIn }: OAuthView): string {
  const why = signIn !== null && signIn.text !== '' ? signIn.text : text;
  return `${connector}: ${states[state]}.${why === '' ? '' : ` ${why}`}`;
}
