import type { BoundParameters, Parameter } from '../run/parameters.ts';
import { ShellError } from '../shell-error.ts';

/** `-Usage Partner` and its other form `-Partner`, for New-ReceiveConnector and New-SendConnector. */

export function usageParametersOf(names: readonly string[]): readonly Parameter[] {
  return [
    {
      name: 'Usage',
      type: { oneOf: names },
      help: 'What the connector is for; it presets the rest. Custom if left out.',
    },
    ...names.map((name): Parameter => ({ name, type: 'switch', help: `The same as -Usage ${name}.` })),
  ];
}

/** The usage that was chosen of `names`. Throws a ShellError where it is more than one. */
export function usageIn(bound: BoundParameters, names: readonly string[]): string {
  const chosen = [
    ...names.filter((name) => bound.flag(name) === true),
    ...(bound.text('Usage') ?? '').split(',').filter(Boolean),
  ];
  if (new Set(chosen).size > 1)
    throw new ShellError(
      'ParameterBinding',
      `Only one of ${chosen.map((name) => `-${name}`).join(', ')} can be used at a time.`,
    );
  return chosen[0] ?? 'Custom';
}
