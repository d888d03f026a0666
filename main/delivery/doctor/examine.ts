import type { SendConnector } from '../../config/snapshot.ts';
import { isWireSafe } from '../address-check.ts';
import { connectToExchanger, type MxDeps } from '../mx.ts';
import { connectToSmartHost, type SmartHostDeps } from '../smart-host.ts';
import type { SmtpClient } from '../smtp-client.ts';
import { SmtpFailure, socketFailure } from '../smtp-failure.ts';
import { StepRecorder, type FoundStep } from './step-recorder.ts';

/** Goes the way that delivery goes, with its own code, up to the recipient; then RSET and QUIT: nothing is sent. */

export type DoctorDeps = SmartHostDeps & MxDeps;

/** Never rejects: what goes wrong is a step. */
export async function examineConnector(
  connector: SendConnector,
  mail: { readonly sender: string; readonly recipient: string },
  deps: DoctorDeps,
  found: (step: FoundStep) => void,
): Promise<void> {
  const recorder = new StepRecorder(deps.clock, found);
  const watched: DoctorDeps = {
    ...deps,
    journal: recorder.watch(deps.journal),
    lookup: async (host) => {
      const addresses = await deps.lookup(host);
      recorder.resolved(host, addresses);
      return addresses;
    },
    onPeer: (socket, leaf, policy) => recorder.sawPeer(socket, leaf, policy),
  };
  try {
    const client = await connect(connector, mail.recipient, watched);
    if (isWireSafe(mail.sender) && isWireSafe(mail.recipient)) {
      await client.probe(`MAIL FROM:<${mail.sender}>`, `RCPT TO:<${mail.recipient}>`);
    }
    await client.quit();
  } catch (error) {
    recorder.ended(error instanceof SmtpFailure ? error : socketFailure('connect', error));
  }
}

function connect(connector: SendConnector, recipient: string, deps: DoctorDeps): Promise<SmtpClient> {
  const { signal } = new AbortController();
  if (connector.smartHosts.length > 0) return connectToSmartHost(connector, deps, new Set(), signal);
  return connectToExchanger(connector, recipient.slice(recipient.lastIndexOf('@') + 1), deps, new Set(), signal);
}
