import type { Cmdlet, Invocation } from '../run/cmdlet.ts';
import { ShellError } from '../shell-error.ts';
import {
  isObject,
  propertyOf,
  shellObject,
  typeOf,
  type Bytes,
  type ShellObject,
  type ShellValue,
} from '../values/shell-value.ts';
import { textOfProperty } from '../values/text-of.ts';
import { confirmed } from './confirmation.ts';
import { chosenMessages, messageIdentity } from './messages.ts';

/** Export-Message, and AssembleMessage behind it: messages of the queue as .eml files on the person's machine. */

const exportMessage: Cmdlet = {
  name: 'Export-Message',
  synopsis: 'Copies messages of the queue; | AssembleMessage -Path writes one to a file, and so does -Path here.',
  changes: true,
  parameters: [
    messageIdentity,
    { name: 'Path', type: 'text', verbatim: true, help: 'A .eml file, or a folder for one file each.' },
  ],
  async run(invocation) {
    const { bound, shell } = invocation;
    const found = await chosenMessages(invocation);
    if (found === null)
      throw new ShellError(
        'ParameterBinding',
        'Cannot process command because of one or more missing mandatory parameters: Identity.',
      );
    const path = bound.text('Path');
    const exported: ShellValue[] = [];
    for (const message of found) {
      const content = await contentOf(message, invocation);
      if (content === null) continue;
      if (path === undefined) exported.push(content);
      else shell.writeFile(fileOf(content, pathFor(path, content, found.length)));
    }
    return exported;
  },
};

/** null where it was not asked for after all. */
async function contentOf(message: ShellObject, invocation: Invocation): Promise<ShellObject | null> {
  const { bound, shell } = invocation;
  const text = `Exporting the message "${textOfProperty(message, 'Identity')}".`;
  if (bound.flag('WhatIf') === true) {
    shell.whatIf(`What if: ${text}`);
    return null;
  }
  if (!(await confirmed(invocation, { text }))) return null;
  const id = Number(propertyOf(message, 'InternalMessageId'));
  const { base64 } = await shell.call('message.content', { id });
  return shellObject('BinaryFileDataObject', {
    Identity: propertyOf(message, 'Identity') ?? null,
    InternalMessageId: id,
    FileData: { type: 'bytes', base64 },
  });
}

const assembleMessage: Cmdlet = {
  name: 'AssembleMessage',
  synopsis: 'Writes what Export-Message copied to a file.',
  parameters: [
    { name: 'Path', type: 'text', position: 0, mandatory: true, verbatim: true, help: 'A .eml file, or a folder.' },
  ],
  run({ bound, input, shell }) {
    const contents = (input ?? []).filter(isContent);
    if (contents.length === 0)
      throw new ShellError('InvalidArgument', 'There is nothing to write: put Export-Message before it.');
    for (const content of contents)
      shell.writeFile(fileOf(content, pathFor(bound.text('Path') ?? '', content, contents.length)));
    return [];
  },
};

function isContent(value: ShellValue): value is ShellObject {
  return isObject(value) && typeOf(propertyOf(value, 'FileData') ?? null) === 'bytes';
}

/** A folder, and one path for several messages, get a file for each. */
function pathFor(path: string, content: ShellObject, count: number): string {
  if (count === 1 && !/[\\/]$/.test(path)) return /\.\w{1,8}$/.test(path) ? path : `${path}.eml`;
  const name = `${textOfProperty(content, 'InternalMessageId')}.eml`;
  if (/[\\/]$/.test(path)) return `${path}${name}`;
  return `${path.replace(/\.eml$/i, '')}-${name}`;
}

function fileOf(content: ShellObject, path: string) {
  const { base64 } = propertyOf(content, 'FileData') as Bytes;
  return { path, text: base64, append: false, encoding: 'base64' } as const;
}

export const exportMessageCmdlets: readonly Cmdlet[] = [exportMessage, assembleMessage];
