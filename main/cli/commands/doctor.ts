import type { Command } from 'commander';
import type { DoctorPeer, DoctorStep } from '../../contract/doctor-view.ts';
import { PostroomError } from '../../errors.ts';
import { onEngine } from '../action.ts';
import type { CommandDeps } from '../action.ts';
import { plain } from '../output.ts';
import { knownFailureLines } from './explain.ts';

/** `doctor`: the way through a send connector, step by step, up to the recipient. */

interface DoctorOptions {
  readonly sender?: string;
  readonly recipient?: string;
}

export function addDoctorCommand(program: Command, deps: CommandDeps): void {
  onEngine<DoctorOptions>(
    program
      .command('doctor')
      .argument('[sendconnector]', 'name of the send connector; without it, the only one that is on')
      .option('--sender <address>', 'MAIL FROM; without it, the account of the connector or the postmaster')
      .option('--recipient <address>', 'RCPT TO; without it, the sender')
      .description('check the way through a send connector as delivery takes it, without sending anything'),
    deps,
    async (caller, { context, args, options }) => {
      const name = args[0] ?? onlyOne(await caller.call('sendConnectors.describe', {}));
      const { id } = await caller.call('sendConnectors.check', {
        name,
        sender: options.sender,
        recipient: options.recipient,
      });
      const steps: DoctorStep[] = [];
      for (let isDone = false; !isDone;) {
        const more = await caller.call('sendConnectors.checkSteps', { id, known: steps.length });
        for (const step of more.steps) {
          steps.push(step);
          if (!context.json) context.print(step, stepText);
        }
        isDone = more.isDone;
      }
      const isGood = steps.every((step) => step.isGood);
      if (context.json) context.print(steps, () => '');
      else context.print(isGood, () => (isGood ? 'Mail would go this way.' : 'Mail would not go this way.'));
      if (!isGood) context.answerNo();
    },
  );
}

function onlyOne({
  connectors,
}: {
  readonly connectors: readonly { name: string; enabled: boolean }[] | null;
}): string {
  const on = (connectors ?? []).filter(({ enabled }) => enabled);
  const [first] = on;
  if (first !== undefined && on.length === 1) return first.name;
  const names = on.map(({ name }) => name).join(', ');
  throw new PostroomError(
    'usage',
    names === '' ? 'There is no send connector that is on.' : `Name the send connector: ${names}.`,
  );
}

function stepText({ name, host, isGood, said, tookMs, peer, hint, known }: DoctorStep): string {
  return [
    `${isGood ? 'ok    ' : 'FAILED'} ${name.padEnd(11)} ${String(tookMs).padStart(6)} ms  ${plain(said)}`,
    ...(isGood || host === null ? [] : [`       at ${host}`]),
    ...(peer === null ? [] : peerLines(peer)),
    ...(hint === null ? [] : [`       ${plain(hint)}`]),
    ...(known === null ? [] : knownFailureLines(known).map((line) => `       ${line}`)),
  ].join('\n');
}

function peerLines({ chain, names, fault }: DoctorPeer): readonly string[] {
  return [
    ...chain.map(({ subject, issuer, notAfterMs }) => {
      const until = new Date(notAfterMs).toISOString().slice(0, 10);
      return `       ${plain(subject)}, issued by ${plain(issuer)}, until ${until}`;
    }),
    ...(names.length === 0 ? [] : [`       for ${plain(names.join(', '))}`]),
    ...(fault === null ? [] : [`       not trusted: ${plain(fault)}`]),
  ];
}
