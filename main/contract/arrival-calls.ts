import { z } from 'zod';
import type { ArrivalReport } from './arrival-view.ts';
import { call, shape } from './declaration.ts';
import { hostName, ipAddress } from './fields.ts';

export const arrivalCalls = {
  /** Looks up what receivers will look up about mail from a domain. Throws 'usage' without a domain where there is no default. */
  'arrival.check': call(
    'admin',
    z.strictObject({
      /** null: the default accepted domain. */
      domain: hostName.nullable().default(null),
      /** The public address that mail leaves from; null: one of this machine's own, if it has one. */
      address: ipAddress.nullable().default(null),
    }),
    shape<ArrivalReport>(),
  ),
} as const;
