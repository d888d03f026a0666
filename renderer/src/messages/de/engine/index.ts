import type { Templates } from '../../../catalogue.ts';
import { addresses } from './addresses.ts';
import { advice } from './advice.ts';
import { alerts } from './alerts.ts';
import { attachments } from './attachments.ts';
import { arrival } from './arrival.ts';
import { audit } from './audit.ts';
import { calls } from './calls.ts';
import { certificates } from './certificates.ts';
import { configuration } from './configuration.ts';
import { connectors } from './connectors.ts';
import { decision } from './decision.ts';
import { delivery } from './delivery.ts';
import { findings } from './findings.ts';
import { impact } from './impact.ts';
import { imports } from './imports.ts';
import { oauth } from './oauth.ts';
import { problems } from './problems.ts';
import { providers } from './providers.ts';
import { ranges } from './ranges.ts';
import { repairs } from './repairs.ts';
import { replay } from './replay.ts';
import { routes } from './routes.ts';
import { session } from './session.ts';
import { transcript } from './transcript.ts';
import { values } from './values.ts';
import { verdict } from './verdict.ts';

/** Die Sätze der Engine nach Gebieten; ein neuer Satz gehört in sein Gebiet, und ein Test findet, was fehlt. */
export const engineAreas: Readonly<Record<string, Templates>> = {
  addresses,
  advice,
  alerts,
  attachments,
  arrival,
  audit,
  calls,
  certificates,
  configuration,
  connectors,
  decision,
  delivery,
  findings,
  impact,
  imports,
  oauth,
  problems,
  providers,
  ranges,
  repairs,
  replay,
  routes,
  session,
  transcript,
  values,
  verdict,
};

export const engine: Templates = Object.assign({}, ...Object.values(engineAreas)) as Templates;
