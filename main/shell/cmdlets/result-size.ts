import type { BoundParameters, Parameter } from '../run/parameters.ts';
import { ShellError } from '../shell-error.ts';

/** -ResultSize, as many cmdlets have it. */
export const resultSizeParameter: Parameter = {
  name: 'ResultSize',
  type: 'integerOrUnlimited',
  help: 'Most results; 1000 if left out.',
};

const USUAL = 1000;
/** Unlimited has a limit too: what a screen or a file can be of use for. */
const MOST = 100_000;

export function resultSizeOf(bound: BoundParameters): number {
  const given = bound.value('ResultSize');
  if (given === 'unlimited') return MOST;
  const size = bound.number('ResultSize') ?? USUAL;
  if (size < 1 || size > MOST)
    throw new ShellError('InvalidArgument', `ResultSize can be 1 to ${String(MOST)}, or unlimited.`);
  return size;
}
