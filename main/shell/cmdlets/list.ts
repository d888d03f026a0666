import type { Cmdlet } from '../run/cmdlet.ts';
import { formatCmdlets } from './format-cmdlets.ts';
import { helpCmdlets } from './help-cmdlets.ts';
import { measureObject } from './measure-object.ts';
import { objectCmdlets } from './object-cmdlets.ts';
import { outputCmdlets } from './output-cmdlets.ts';
import { receiveConnectorCmdlets } from './receive-connectors.ts';

/** Every command that can be typed. */
export const cmdlets: readonly Cmdlet[] = [
  ...receiveConnectorCmdlets,
  ...objectCmdlets,
  measureObject,
  ...formatCmdlets,
  ...outputCmdlets,
  ...helpCmdlets,
];
