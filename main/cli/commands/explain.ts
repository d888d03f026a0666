import type { Command } from 'commander';
import type { Explanation, KnownFailureView, ReplyExplanation } from '../../contract/config-view.ts';
import { onConfiguration } from '../action.ts';
import type { CommandDeps } from '../action.ts';
import { plain } from '../output.ts';

/** `explain`, `explain-reply`: why a session would be answered as it would, and what a reply means. */

interface ExplainOptions {
  readonly from: string;
  readonly to: string;
  readonly sender?: string;
  readonly recipient?: string;
  readonly tls: boolean;
  readonly user?: string;
}

export function addExplainCommands(program: Command, deps: CommandDeps): void {
  onConfiguration<ExplainOptions>(
    program
      .command('explain')
      .requiredOption('--from <ip>', 'address of the client')
      .requiredOption('--to <ip:port>', 'local address and port it connects to')
      .option('--sender <address>', 'MAIL FROM')
      .option('--recipient <address>', 'RCPT TO')
      .option('--tls', 'as if the session were encrypted', false)
      .option('--user <name>', 'as if this account had signed in')
      .description('say which connector would answer a client, and why'),
    deps,
    async (caller, { context, options }) => {
      const explanation = await caller.call('explain', {
        from: options.from,
        to: options.to,
        tls: options.tls,
        userName: options.user,
        sender: options.sender,
        recipient: options.recipient,
      });
      context.print(explanation, explanationText);
      if (!explanation.accepted) context.answerNo();
    },
  );

  onConfiguration<{ readonly connector?: string }>(
    program
      .command('explain-reply')
      .argument('<text...>', 'reply of a server, as it came')
      .option('--connector <name>', 'send connector that heard it')
      .description('say what the reply of another server means'),
    deps,
    async (caller, { context, args, options }) => {
      const explained = await caller.call('explainReply', { text: args.join(' '), connector: options.connector });
      context.print(explained, replyExplanationText);
    },
  );
}

/** What a reply means, and what there is to paste. */
function replyExplanationText({ verdict, category, hint, known }: ReplyExplanation): string {
  return [`${verdict} (${category}): ${plain(hint)}`, ...(known === null ? [] : knownFailureLines(known))].join('\n');
}

/** What there is to paste, and where it was read. */
export function knownFailureLines({ script, sources }: KnownFailureView): readonly string[] {
  return [
    ...(script === null ? [] : ['', 'PowerShell:', ...script.split('\n').map((line) => `  ${line}`)]),
    '',
    ...sources.map(({ url, checked }) => `See ${url} (read ${checked})`),
  ];
}

function explanationText({ connector, rights, stages, accepted }: Explanation): string {
  return [
    `Connector: ${connector ?? 'none'}`,
    ...(rights.length > 0 ? [`Rights: ${rights.join(', ')}`] : []),
    ...stages.flatMap(({ stage, accepted: passed, reply, trace }) => [
      '',
      `${stage}: ${reply ?? (passed ? 'accepted' : 'refused')}`,
      ...trace.map(({ text }) => `  ${plain(text)}`),
    ]),
    '',
    accepted ? 'Accepted.' : 'Refused.',
  ].join('\n');
}
