import { describe, expect, test } from 'vitest';
import { createExplainCalls } from '../../../../main/api/explain.ts';
import type { Configuration } from '../../../../main/config/configuration.ts';
import { explainReply } from '../../../../main/delivery/classify.ts';
import { landingOf } from '../../../../renderer/src/connectors/landing.ts';
import { GUIDE_DEVICE, GUIDE_NEIGHBOUR, guideSnapshot } from '../../../support/guide-configuration.ts';

/** Typed: Vitest's matchers are `any`. */
const containing = (text: string): unknown => expect.stringContaining(text);

/** The engine's own explanation of the guide's server. */
async function explain(from: string, recipient?: string, to = '0.0.0.0:25') {
  const snapshot = guideSnapshot();
  // The call asks for nothing but the current snapshot.
  const configuration = { current: () => snapshot } as Configuration;
  const calls = createExplainCalls({ configuration, explainReply });
  const question = { from, to, tls: false, sender: '', ...(recipient === undefined ? {} : { recipient }) };
  return landingOf(await calls.explain(question, { role: 'view', name: 'test' }));
}

describe('where an address lands', () => {
  test('the winner first, then who would have answered otherwise', async () => {
    const landing = await explain(GUIDE_DEVICE);
    expect(landing.connector).toBe('Relay E15MB1');
    expect(landing.lines).toEqual([
      { sign: 'yes', text: containing('E15MB1\\Relay E15MB1 takes the connection: the single address') },
      { sign: 'note', text: containing('Default Frontend E15MB1 matches with a larger range') },
    ]);
    expect(landing.elsewhere).toBe(4);
    expect(landing.steps.length).toBeGreaterThan(6);
  });

  test('a device that may relay is told so with the right that lets it', async () => {
    const { lines } = await explain(GUIDE_DEVICE, 'somebody@gmail.com');
    expect(lines.at(-1)).toEqual({ sign: 'yes', text: containing('ms-Exch-SMTP-Accept-Any-Recipient') });
  });

  test('its neighbour is refused, with the reason and the reply', async () => {
    const { connector, lines } = await explain(GUIDE_NEIGHBOUR, 'somebody@gmail.com');
    expect(connector).toBe('Default Frontend E15MB1');
    expect(lines.slice(-2)).toEqual([
      { sign: 'no', text: containing('gmail.com is not an accepted domain') },
      { sign: 'no', text: '550 5.7.1 Unable to relay' },
    ]);
  });

  test('where nobody answers, the line says so', async () => {
    const { connector, lines } = await explain(GUIDE_DEVICE, undefined, '0.0.0.0:2600');
    expect(connector).toBeNull();
    expect(lines).toEqual([{ sign: 'no', text: containing('No connector takes this connection: 421 4.3.2') }]);
  });
});
