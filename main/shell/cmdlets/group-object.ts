import type { Cmdlet } from '../run/cmdlet.ts';
import { shellObject, type ShellValue } from '../values/shell-value.ts';
import { textOf } from '../values/text-of.ts';
import { chosenProperties, valueOfChoice } from './property-choice.ts';

/** Puts objects that have the same value together, and counts them. */
export const groupObject: Cmdlet = {
  name: 'Group-Object',
  aliases: ['group'],
  synopsis: 'Puts objects with the same value of a property together, and counts them.',
  isLanguage: true,
  parameters: [
    { name: 'Property', type: 'any', position: 0, help: 'The property; several make groups of their combinations.' },
    { name: 'NoElement', type: 'switch', help: 'Without the objects of each group.' },
  ],
  async run({ bound, input, shell }) {
    const items = input ?? [];
    const choices = bound.has('Property') ? chosenProperties(bound.value('Property') as ShellValue, items) : [];
    const groups = new Map<string, { readonly name: string; readonly members: ShellValue[] }>();
    for (const item of items) {
      const values: ShellValue[] = choices.length === 0 ? [item] : [];
      for (const choice of choices) values.push(await valueOfChoice(choice, item, shell));
      const name = values.map(textOf).join(', ');
      const group = groups.get(name.toLowerCase()) ?? { name, members: [] };
      group.members.push(item);
      groups.set(name.toLowerCase(), group);
    }
    const isBare = bound.flag('NoElement') === true;
    return Array.from(groups.values(), ({ name, members }) =>
      isBare
        ? shellObject('GroupInfoNoElement', { Count: members.length, Name: name })
        : shellObject('GroupInfo', { Count: members.length, Name: name, Group: members }),
    );
  },
};
