import type { Command } from 'commander';
import { PostroomError } from '../../errors.ts';
import { onEngine } from '../action.ts';
import type { CommandDeps } from '../action.ts';
import { plain } from '../output.ts';

/** `postroom queue edit|hold|route|resend|forward`: what an administrator changes of messages that wait. */
export function addSurgeryCommands(queue: Command, deps: CommandDeps): void {
  onEngine<{ readonly resend: boolean }>(
    queue
      .command('edit')
      .argument('<id>', 'message number')
      .argument('<recipient...>', 'who shall get it instead of those who wait')
      .option('--resend', 'try it at once, and release it if it was suspended', false)
      .description('change the recipients of a message'),
    deps,
    async (caller, { context, args, options }) => {
      const [id = '', ...recipients] = args;
      const input = { id: messageId(id), recipients, resend: options.resend };
      context.print(
        await caller.call('message.edit', input),
        () => `Message ${plain(id)} is for ${plain(recipients.join(', '))} now.`,
      );
    },
  );

  onEngine<{ readonly reason: string; readonly until?: string }>(
    queue
      .command('hold')
      .argument('<id...>', 'message numbers')
      .option('--reason <text>', 'shown with the message', 'by an administrator')
      .option(
        '--until <time>',
        'released by themselves then, such as 2026-03-01T06:00; left out: when they are resumed',
      )
      .description('hold messages until a time, or until they are resumed'),
    deps,
    async (caller, { context, args, options }) => {
      const untilMs = options.until === undefined ? null : timeGiven(options.until);
      const input = { ids: args.map(messageId), reason: options.reason, untilMs };
      const { count } = await caller.call('message.hold', input);
      context.print({ count }, () => `Held ${String(count)} of ${String(args.length)}.`);
      if (count < args.length) context.answerNo();
    },
  );

  onEngine<{ readonly through?: string }>(
    queue
      .command('route')
      .argument('<id...>', 'message numbers')
      .option('--through <connector>', 'name of a send connector; left out: as routing says')
      .description('send messages through a send connector, whatever routing says'),
    deps,
    async (caller, { context, args, options }) => {
      const input = { ids: args.map(messageId), connector: options.through ?? null };
      const { count } = await caller.call('message.route', input);
      context.print({ count }, () => `Routed ${String(count)} of ${String(args.length)}.`);
      if (count < args.length) context.answerNo();
    },
  );

  onEngine(
    queue
      .command('resend')
      .argument('<id>', 'message number')
      .argument('[recipient...]', 'left out: all it was for')
      .description('send a message once more, as a new one'),
    deps,
    async (caller, { context, args }) => {
      const [id = '', ...recipients] = args;
      const input = { id: messageId(id), recipients: recipients.length === 0 ? null : recipients };
      context.print(await caller.call('message.resend', input), (made) => `It is message ${String(made.id)} now.`);
    },
  );

  onEngine(
    queue
      .command('forward')
      .argument('<id>', 'message number')
      .argument('<recipient...>', 'who gets it')
      .description('send a message to somebody as an attachment'),
    deps,
    async (caller, { context, args }) => {
      const [id = '', ...recipients] = args;
      const made = await caller.call('message.forward', { id: messageId(id), recipients });
      context.print(made, () => `Forwarded as message ${String(made.id)}.`);
    },
  );
}

/** The number of a message as it was typed. Throws 'usage'. */
export function messageId(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new PostroomError('usage', `"${plain(text)}" is not a message number. "queue show QUEUE" lists them.`);
}

/** A date with or without a time of day, of this machine's clock where it names no zone. Throws 'usage'. */
function timeGiven(text: string): number {
  const ms = Date.parse(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00` : text);
  if (/^\d{4}-\d\d-\d\d/.test(text) && ms > 0) return ms;
  throw new PostroomError('usage', `"${plain(text)}" is not a time such as 2026-03-01T06:00.`);
}
