import type { ShellQuestion } from '../../contract/shell-view.ts';
import type { Cmdlet, ShellContext } from '../run/cmdlet.ts';
import { ShellError } from '../shell-error.ts';
import { shellObject } from '../values/shell-value.ts';

/** What asks the person: a line, a password. Passwords stand in no command, output or log. */

const readHost: Cmdlet = {
  name: 'Read-Host',
  synopsis: 'Asks for a line; -AsSecureString asks for a password, which is not shown.',
  parameters: [
    { name: 'Prompt', type: 'text', position: 0, verbatim: true, help: 'What is asked.' },
    { name: 'AsSecureString', type: 'switch', help: 'The answer is a password.' },
  ],
  async run({ bound, shell }) {
    const secret = bound.flag('AsSecureString') === true;
    const text = bound.text('Prompt') ?? (secret ? 'Password' : 'Input');
    const answer = await asked(shell, { kind: 'input', title: 'Read-Host', text, secret });
    return [secret ? { type: 'secure', plain: answer } : answer];
  },
};

const getCredential: Cmdlet = {
  name: 'Get-Credential',
  synopsis: 'Asks for a user name and its password.',
  parameters: [
    { name: 'Credential', aliases: ['UserName'], type: 'text', position: 0, verbatim: true, help: 'The user name.' },
    { name: 'Message', type: 'text', verbatim: true, help: 'What the credential is for.' },
  ],
  async run({ bound, shell }) {
    const title = bound.text('Message') ?? 'Credential';
    const userName =
      bound.text('Credential') ?? (await asked(shell, { kind: 'input', title, text: 'User name', secret: false }));
    const text = `Password for user ${userName}`;
    const plain = await asked(shell, { kind: 'input', title, text, secret: true });
    return [shellObject('PSCredential', { UserName: userName, Password: { type: 'secure', plain } })];
  },
};

const convertToSecureString: Cmdlet = {
  name: 'ConvertTo-SecureString',
  synopsis: 'Makes a password of a text. Read-Host -AsSecureString does without the text in the command.',
  parameters: [
    { name: 'String', type: 'text', position: 0, mandatory: true, verbatim: true, help: 'The password.' },
    { name: 'AsPlainText', type: 'switch', help: 'The text is the password itself.' },
    { name: 'Force', type: 'switch', help: 'Together with -AsPlainText.' },
  ],
  run({ bound }) {
    if (bound.flag('AsPlainText') !== true)
      throw new ShellError('InvalidArgument', 'Only -AsPlainText is understood: nothing here writes encrypted texts.');
    return [{ type: 'secure', plain: bound.text('String') ?? '' }];
  },
};

async function asked(shell: ShellContext, question: ShellQuestion): Promise<string> {
  const answer = await shell.ask(question);
  if (answer !== null) return answer;
  throw new ShellError('Cancelled', `${question.text}: nobody answered. Run it at a terminal or on the Shell page.`);
}

export const promptCmdlets: readonly Cmdlet[] = [readHost, getCredential, convertToSecureString];
