import type { Invocation } from '../run/cmdlet.ts';
import type { BoundParameters } from '../run/parameters.ts';
import { ShellError } from '../shell-error.ts';
import { isObject, propertyOf, type ShellObject } from '../values/shell-value.ts';
import { textOfProperty } from '../values/text-of.ts';
import { givenIdentities } from './identity.ts';

/** A connector, and what of its entries is meant. */
export interface PermissionTarget {
  readonly identity: string;
  readonly bound: BoundParameters;
}

/** What the command names; `Get-ADPermission … | Remove-ADPermission` brings user and right with every connector. */
export function targetsOf(invocation: Invocation): readonly PermissionTarget[] {
  const { bound, input } = invocation;
  const pieces = (input ?? []).filter(
    (item): item is ShellObject => isObject(item) && item.className === 'ADPermission',
  );
  if (pieces.length === 0 || bound.has('Identity')) {
    if (!bound.has('User'))
      throw new ShellError(
        'ParameterBinding',
        'Cannot process command because of one or more missing mandatory parameters: User.',
      );
    return (givenIdentities(invocation) ?? []).map((identity) => ({ identity, bound }));
  }
  return pieces.map((piece) => ({
    identity: textOfProperty(piece, 'Identity'),
    bound: bound.or({
      User: textOfProperty(piece, 'User'),
      ExtendedRights: [textOfProperty(piece, 'ExtendedRights')],
      Deny: propertyOf(piece, 'Deny') === true,
    }),
  }));
}
