import type { ArrivalResult } from '../contract/arrival-view.ts';
import type { ArrivalFacts } from './arrival-facts.ts';
import { result } from './result.ts';

/** Whether anybody outside can be reached on port 25, which many networks close. */

export interface Greeting {
  /** Its first line, or null where nobody answered. */
  readonly line: string | null;
  /** Why not: ECONNREFUSED, ETIMEDOUT; null where it answered. */
  readonly fault: string | null;
}

/** Connects, reads the first line and hangs up. Never rejects. */
export type Greet = (host: string, port: number) => Promise<Greeting>;

/** Exchangers that take mail from everywhere; two, so that one that is down is not taken for a closed port. */
const HOSTS = ['gmail-smtp-in.l.google.com', 'outlook-com.olc.protection.outlook.com'];
const PORT = 25;

export async function checkPort25({ smartHosts }: ArrivalFacts, greet: Greet): Promise<ArrivalResult> {
  if (smartHosts.length > 0) {
    return result('port25', 'good', 'Mail leaves through a smart host, so port 25 need not be open.', '');
  }
  const faults: string[] = [];
  for (const host of HOSTS) {
    const { line, fault } = await greet(host, PORT);
    if (line?.startsWith('220') === true) {
      return result('port25', 'good', `Port 25 to the outside is open: ${host} answered.`, '', { found: [line] });
    }
    faults.push(`${host}: ${line ?? fault ?? 'no answer'}`);
  }
  const text = 'Nobody outside can be reached on port 25, so mail cannot go straight to each domain.';
  const advice = 'Ask the Internet provider to open port 25 outwards, or send through a smart host on port 587.';
  return result('port25', 'bad', text, advice, { found: faults });
}
