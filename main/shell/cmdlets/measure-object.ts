import { propertyOf, shellObject, typeOf, type ByteQuantity, type ShellValue } from '../values/shell-value.ts';
import { numberOf } from '../values/compare.ts';
import { textOf } from '../values/text-of.ts';
import type { Cmdlet } from '../run/cmdlet.ts';

/** Counts, and adds up numbers and sizes. */
export const measureObject: Cmdlet = {
  name: 'Measure-Object',
  aliases: ['measure'],
  synopsis: 'Counts objects; sums, averages, and finds the smallest and the largest of a property.',
  isLanguage: true,
  parameters: [
    { name: 'Property', type: 'text', position: 0, help: 'The property that is measured.' },
    { name: 'Sum', type: 'switch', help: 'The sum.' },
    { name: 'Average', type: 'switch', help: 'The average.' },
    { name: 'Minimum', type: 'switch', help: 'The smallest.' },
    { name: 'Maximum', type: 'switch', help: 'The largest.' },
  ],
  run({ bound, input }) {
    const property = bound.text('Property');
    const items = input ?? [];
    const values = property === undefined ? items : items.flatMap((item) => propertyOf(item, property) ?? []);
    const numbers = values.map(measured).filter((number) => number !== null);
    const sum = numbers.reduce((total, number) => total + number, 0);
    const asked = (name: string, value: () => number): number | null =>
      bound.flag(name) === true && numbers.length > 0 ? value() : null;
    return [
      shellObject('MeasureInfo', {
        Count: values.length,
        Average: asked('Average', () => sum / numbers.length),
        Sum: asked('Sum', () => sum),
        Maximum: asked('Maximum', () => numbers.reduce((one, other) => Math.max(one, other))),
        Minimum: asked('Minimum', () => numbers.reduce((one, other) => Math.min(one, other))),
        Property: property ?? null,
      }),
    ];
  },
};

function measured(value: ShellValue): number | null {
  return typeOf(value) === 'size' ? (value as ByteQuantity).bytes : numberOf(textOf(value));
}
