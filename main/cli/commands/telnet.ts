import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Client } from '../../contract/client.ts';
import type { LiveDialogue } from '../../contract/live-view.ts';
import { PostroomError } from '../../errors.ts';
import { onItsOwn } from '../action.ts';
import type { CommandDeps } from '../action.ts';
import type { CommandContext } from '../context.ts';
import { resolveTyped } from '../data-folder.ts';
import { LiveTerminal } from '../live-terminal.ts';

/** `telnet`: a live dialogue of the engine, typed here. Reads lines from the terminal or from a pipe. */

interface TelnetOptions {
  readonly tls: boolean;
  readonly starttls: boolean;
  readonly auth?: string;
  readonly allowData: boolean;
  readonly anyHost: boolean;
  readonly save?: string;
}

export function addTelnetCommand(program: Command, deps: CommandDeps): void {
  onItsOwn<TelnetOptions>(
    program
      .command('telnet')
      .argument('<host:port>', 'a listener of this Postroom, or a smart host of a send connector')
      .option('--tls', 'TLS from the first byte', false)
      .option('--starttls', 'say EHLO and STARTTLS first', false)
      .option('--auth <connector>', 'sign in with the stored credential of this send connector')
      .option('--allow-data', 'allow DATA: without, the dialogue stops before a message', false)
      .option('--any-host', 'the host need not be one that the configuration names', false)
      .option('--save <file>', 'write the dialogue to a file that the tester reads')
      .description('talk SMTP to a server, line by line'),
    deps,
    async ({ context, args, options }) => {
      const request = { ...target(args[0] ?? ''), ...openOptions(options) };
      const client = await deps.watchEngine(context);
      try {
        const dialogue = await client.call('live.open', request);
        const isFine = await converse(context, client, dialogue, options);
        const { text } = await client.call('live.transcript', { id: dialogue.id });
        if (context.json) context.output.result(JSON.stringify(await kept(client, dialogue.id), null, 2));
        if (options.save !== undefined) await save(options.save, text);
        if (!isFine) context.answerNo();
      } finally {
        client.close();
      }
    },
  );
}

/** Whether what was asked for by options was granted, and the dialogue did not break. */
async function converse(
  context: CommandContext,
  client: Client,
  { id, fqdn, tls }: LiveDialogue,
  { starttls, auth }: TelnetOptions,
): Promise<boolean> {
  const terminal = new LiveTerminal(context, client, id);
  try {
    const isReady = await terminal.prepare(fqdn, { starttls: starttls && tls === null, auth });
    return isReady && (await terminal.typeLines());
  } finally {
    await client.call('live.close', { id });
    terminal.close();
  }
}

function openOptions({ tls, auth, allowData, anyHost }: TelnetOptions) {
  return {
    tls: tls ? ('implicit' as const) : ('none' as const),
    connector: auth ?? null,
    anyHost,
    allowData,
  };
}

function target(text: string): { readonly host: string; readonly port: number } {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  if (match !== null) return { host: match[1] ?? match[2] ?? '', port: Number(match[3]) };
  throw new PostroomError(
    'usage',
    'Give the server as HOST:PORT, for example 127.0.0.1:25, smtp.example.com:587 or [::1]:25.',
  );
}

async function kept(client: Client, id: string): Promise<LiveDialogue | undefined> {
  return (await client.call('live.list', {})).find((dialogue) => dialogue.id === id);
}

async function save(name: string, text: string): Promise<void> {
  try {
    await writeFile(resolveTyped(name), text);
  } catch (cause) {
    throw new PostroomError('usage', `${name} cannot be written. Check the path and its permissions.`, { cause });
  }
}
