import type { ShellQuestion } from '../../contract/shell-view.ts';
import type { Cmdlet, ShellContext } from '../run/cmdlet.ts';
import { ShellError } from '../shell-error.ts';
import { shellObject } from '../values/shell-value.ts';

/** What asks the person: a line, a password, a file of theirs. Passwords stand in no command, output or log. */

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

const getContent: Cmdlet = {
  name: 'Get-Content',
  aliases: ['gc'],
  synopsis: 'Reads a file of the person’s machine as bytes, for Import-ExchangeCertificate.',
  parameters: [
    { name: 'Path', aliases: ['LiteralPath'], type: 'text', position: 0, mandatory: true, verbatim: true, help: 'It.' },
    { name: 'Encoding', type: 'text', help: 'Byte, as guides write it.' },
    { name: 'AsByteStream', type: 'switch', help: 'The same in newer PowerShell.' },
    ...['ReadCount', 'Raw'].map((name) => ({
      ...{ name, type: name === 'Raw' ? ('switch' as const) : ('integer' as const), ignored: true, help: '' },
    })),
  ],
  async run({ bound, shell }) {
    if (bound.text('Encoding')?.toLowerCase() !== 'byte' && bound.flag('AsByteStream') !== true)
      throw new ShellError('InvalidArgument', 'Files are read as bytes only: give -Encoding Byte.');
    return [{ type: 'bytes', base64: await fileOf(shell, bound.text('Path') ?? '') }];
  },
};

/** The file at the path on the person's machine, in base64. Throws a ShellError of category Cancelled. */
export function fileOf(shell: ShellContext, path: string): Promise<string> {
  return asked(shell, { kind: 'file', title: 'File', text: `The command reads ${path}`, path });
}

async function asked(shell: ShellContext, question: ShellQuestion): Promise<string> {
  const answer = await shell.ask(question);
  if (answer !== null) return answer;
  throw new ShellError('Cancelled', `${question.text}: nobody answered. Run it at a terminal or on the Shell page.`);
}

export const promptCmdlets: readonly Cmdlet[] = [readHost, getCredential, convertToSecureString, getContent];
