import { describe, expect, it } from 'vitest';
import { adviseOn } from '../../../main/tester/advice.ts';
import { createAssessment } from '../../../main/tester/advice-assessment.ts';
import type { Snapshot } from '../../../main/config/snapshot.ts';
import type { Advice } from '../../../main/contract/tester-view.ts';
import { GUIDE_NEIGHBOUR, guideDocument, guideSnapshot } from '../../support/guide-configuration.ts';
import { conditions, published, replay, replayer } from '../../support/replay.ts';
import { countingReplayer } from './stand.ts';

/** Advice in a house with a connector for each department. */

const transcript = published('02-external-refused.txt');

async function advise(snapshot: Snapshot): Promise<readonly Advice[]> {
  const result = await replay(snapshot, transcript, { remoteAddress: GUIDE_NEIGHBOUR });
  const assess = () => Promise.resolve({ changes: [], opens: [], opensRelay: false });
  return adviseOn({ replayer, snapshot, transcript, result, assess });
}

describe('a device that no department has', () => {
  it('names a few relay connectors to be put into, the smallest, where there are many', async () => {
    const guide = guideDocument();
    const relay = guide.receiveConnectors.find(({ name }) => name.startsWith('Relay'));
    const departments = Array.from({ length: 12 }, (_, index) => ({
      ...relay,
      name: `Department ${String(index)}`,
      remoteIPRanges: [index === 7 ? '10.7.0.0/28' : `10.${String(index)}.0.0/24`],
    }));
    const snapshot = guideSnapshot({ sections: { receiveConnectors: [...guide.receiveConnectors, ...departments] } });
    const advice = await advise(snapshot);
    const widened = advice.filter(({ code }) => code === 'widen-connector').map(({ title }) => title);
    expect(widened).toHaveLength(3);
    expect(widened.slice(0, 2)).toEqual([
      `Add ${GUIDE_NEIGHBOUR} to "Relay E15MB1"`,
      `Add ${GUIDE_NEIGHBOUR} to "Department 7"`,
    ]);
  });

  it('looks past connectors that do not help, to the first few that do', async () => {
    const guide = guideDocument();
    const relay = guide.receiveConnectors.find(({ name }) => name.startsWith('Relay'));
    const small = (name: string, host: number, more = {}) => ({
      ...{ ...relay, name, remoteIPRanges: [`10.9.0.${String(host)}`] },
      ...more,
    });
    // The three that come first have a limit that the message breaks at once.
    const deaf = ['A', 'B', 'C'].map((name, at) => small(`Deaf ${name}`, at, { requireTLS: true }));
    const departments = ['A', 'B', 'C', 'D'].map((name, at) => small(`Department ${name}`, 10 + at));
    const snapshot = guideSnapshot({
      relay: false,
      sections: { receiveConnectors: [...guideDocument({ relay: false }).receiveConnectors, ...deaf, ...departments] },
    });
    const advice = await advise(snapshot);
    expect(advice.filter(({ code }) => code === 'widen-connector').map(({ title }) => title)).toEqual(
      ['A', 'B', 'C'].map((name) => `Add ${GUIDE_NEIGHBOUR} to "Department ${name}"`),
    );
  });

  it('costs a house with a connector for each department no more dialogues', async () => {
    const replays = async (count: number): Promise<number> => {
      const guide = guideDocument({ relay: false });
      const departments = Array.from({ length: count }, (_, index) => ({
        ...guide.receiveConnectors[0],
        name: `Department ${String(index)}`,
        remoteIPRanges: [`10.${String(index)}.0.0/24`],
      }));
      const snapshot = guideSnapshot({
        relay: false,
        sections: { receiveConnectors: [...guide.receiveConnectors, ...departments] },
      });
      const counting = countingReplayer();
      const result = await counting.replay(snapshot, transcript, conditions());
      const parts = { replayer: counting, snapshot, certificates: [], devices: [], nowMs: 0 };
      const assess = createAssessment(parts);
      const advice = await adviseOn({ replayer: counting, snapshot, transcript, result, assess });
      expect(advice.length).toBeGreaterThan(1);
      return counting.count;
    };
    expect(await replays(40)).toBe(await replays(4));
  });
});
