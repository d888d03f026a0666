import type { SparseDocument } from '../../contract/document.ts';
import type { Cmdlet } from '../run/cmdlet.ts';
import type { ShellValue } from '../values/shell-value.ts';
import { changeConfiguration } from './change-configuration.ts';
import { settingsOf, settingsParameter } from './section.ts';

/** The configuration as a whole: Export-Configuration and Set-Configuration. */

const exportConfiguration: Cmdlet = {
  name: 'Export-Configuration',
  synopsis: 'Writes the commands that make this configuration on an empty one; without passwords and keys.',
  parameters: [
    {
      name: 'Path',
      aliases: ['FilePath'],
      type: 'text',
      position: 0,
      verbatim: true,
      help: 'A file to write them to.',
    },
  ],
  async run({ bound, shell }) {
    const { text } = await shell.call('config.export', {});
    const path = bound.text('Path');
    if (path === undefined) return [text];
    shell.writeFile({ path, text, append: false });
    return [];
  },
};

const setConfiguration: Cmdlet = {
  name: 'Set-Configuration',
  synopsis: 'Changes sections of config.json for which there is no other cmdlet.',
  changes: true,
  parameters: [
    {
      ...settingsParameter,
      position: 0,
      mandatory: true,
      help: 'Sections by the names they have in config.json, as @{ server = @{ name = value } }; a JSON merge patch.',
    },
  ],
  async run(invocation) {
    const patch = settingsOf(invocation.bound.value('Settings') as ShellValue) as SparseDocument;
    const base = await invocation.shell.call('config.get', {});
    await changeConfiguration(invocation, {
      base,
      patch,
      subject: base.document.server.name,
      text: `Setting ${Object.keys(patch).join(', ')}.`,
    });
    return [];
  },
};

export const configurationCmdlets: readonly Cmdlet[] = [exportConfiguration, setConfiguration];
