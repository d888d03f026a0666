import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeEffects, summarize } from '../../../../main/config/changes.ts';
import { compile } from '../../../../main/config/compile.ts';
import { examine, loadTolerantly } from '../../../../main/config/load.ts';
import type { JsonObject } from '../../../../main/config/merge-patch.ts';
import type { Snapshot } from '../../../../main/config/snapshot.ts';
import { describeConnector } from '../../../../main/connectors/summary.ts';
import type { ReplayConditions, ReplayResult, Transcript } from '../../../../main/contract/tester-view.ts';
import { adviseOn } from '../../../../main/tester/advice.ts';
import { audit } from '../../../../main/tester/audit.ts';
import { runChecks } from '../../../../main/tester/checks.ts';
import { assessChange } from '../../../../main/tester/impact.ts';
import { parseTranscript } from '../../../../main/tester/transcript/parse-transcript.ts';
import { Catalogue } from '../../../../renderer/src/catalogue.ts';
import { engine } from '../../../../renderer/src/messages/de/engine/index.ts';
import { GUIDE_DEVICE, GUIDE_NEIGHBOUR, guideDocument, guideSnapshot } from '../../../support/guide-configuration.ts';
import { replay, replayer } from '../../../support/replay.ts';
import { adminChecks, adminDocument } from '../../tester/admin-checks.ts';
import { connector, device, relayRight, snapshotOf } from '../../tester/stand.ts';
import { badDocuments, unwiseDocument } from './bad-documents.ts';

/** What the engine really says, on good and bad configurations: nothing of it stays English. */

const catalogue = new Catalogue(engine);
/** Words of an English sentence. What other servers reply, and what was kept as it was heard, begins with its code. */
const ENGLISH = /(?:^| )(?:the|is|are|was|of|to|and|or|not|no|with|for|may|has|have|that|which|it|its|on|in|by) [a-z]/;
const isReply = (text: string): boolean => /^\d{3}[ -]/.test(text);

/** What stays English of some texts. */
function leftOver(texts: Iterable<string>): readonly string[] {
  return [...new Set(texts)].filter((text) => {
    const { known, kept } = catalogue.translate(text);
    return !isReply(text) && (!known || kept.some((part) => ENGLISH.test(part) && !isReply(part)));
  });
}

function* wordsOf({ steps, routes }: ReplayResult): Iterable<string> {
  for (const { difference, trace, deviations, assumptions } of steps) {
    if (difference !== null) yield difference;
    for (const { text } of [...trace.filter(({ step }) => step !== 'log'), ...deviations]) yield text;
    yield* assumptions;
  }
  for (const { reason } of routes) yield reason;
}

const published = readdirSync('test/fixtures/transcripts')
  .filter((name) => name.endsWith('.txt'))
  .map((name) => parseTranscript(readFileSync(`test/fixtures/transcripts/${name}`, 'utf8')));
const unwise = snapshotOf(unwiseDocument);
const admin = compile(adminDocument(), 1);
const snapshots: readonly Snapshot[] = [
  guideSnapshot(),
  guideSnapshot({ relay: false, dialect: '2016' }),
  snapshotOf({ receiveConnectors: [] }),
  unwise,
  admin,
];

/** What else an advice changes is a change like others, and looked at below. */
const nothingElse = () => Promise.resolve({ changes: [], opens: [], opensRelay: false });

/** The published sessions everywhere, and the administrator's on the administrator's server. */
const played: readonly (readonly [Snapshot, Transcript, Partial<ReplayConditions>])[] = [
  ...snapshots.flatMap((snapshot) =>
    published.flatMap((transcript) =>
      [{}, { remoteAddress: GUIDE_NEIGHBOUR, localPort: 587 }, { userName: 'alice' }].map(
        (more) => [snapshot, transcript, more] as const,
      ),
    ),
  ),
  ...adminChecks.map(({ transcript, ...more }) => [admin, parseTranscript(transcript), more] as const),
];

describe('nothing stays English', () => {
  it('of how connectors are described', () => {
    const texts = (['Tls', 'BasicAuth', 'ExternalAuthoritative'] as const).flatMap((mechanism) =>
      [['AnonymousUsers'], ['ExchangeUsers'], ['ExchangeServers'], ['AnonymousUsers', 'ExchangeUsers'], []].flatMap(
        (permissionGroups) =>
          [[], relayRight].flatMap((extendedRights) =>
            [
              ['0.0.0.0-255.255.255.255'],
              ['10.0.0.1'],
              ['10.0.0.1', '10.0.0.3'],
              ['1.1.1.1', '2.1.1.1', '3.1.1.1', '4.1.1.1'],
            ].flatMap((remoteIPRanges) =>
              [true, false].flatMap((enabled) =>
                snapshotOf({
                  receiveConnectors: [
                    connector({
                      name: 'A',
                      ...{ authMechanism: [mechanism], permissionGroups, extendedRights, remoteIPRanges, enabled },
                      requireTLS: mechanism === 'Tls',
                    }),
                  ],
                }).receiveConnectors.map(describeConnector),
              ),
            ),
          ),
      ),
    );
    expect(new Set(texts).size).toBeGreaterThan(60);
    expect(leftOver(texts)).toEqual([]);
  });

  it('of transcripts', () => {
    expect(leftOver(published.flatMap(({ problems }) => problems.map(({ text }) => text)))).toEqual([]);
  });

  it('of replays', async () => {
    const texts = new Set<string>();
    for (const [snapshot, transcript, more] of played) {
      for (const text of wordsOf(await replay(snapshot, transcript, more))) texts.add(text);
    }
    expect(texts.size).toBeGreaterThan(300);
    expect(leftOver(texts)).toEqual([]);
  });

  it('of advice', async () => {
    const texts = new Set<string>();
    const asked = new Set<string>();
    for (const [snapshot, transcript, more] of played) {
      const result = await replay(snapshot, transcript, more);
      const refusal = result.steps[result.firstRefusal ?? -1];
      // The same refusal of the same connector is answered alike.
      const question = JSON.stringify([snapshots.indexOf(snapshot), result.connector, refusal?.actual, more.userName]);
      if (refusal === undefined || asked.has(question)) continue;
      asked.add(question);
      for (const { title, text, opens } of await adviseOn({
        replayer,
        snapshot,
        transcript,
        result,
        assess: nothingElse,
      })) {
        for (const said of [title, text, ...opens]) texts.add(said);
      }
    }
    expect(texts.size).toBeGreaterThan(50);
    expect(leftOver(texts)).toEqual([]);
  });

  it('of audits and checks', async () => {
    const texts = new Set<string>();
    const certificates = [0, 3, 90].map((days) => ({ subject: 'CN=mail', notAfterMs: days * 86_400_000 }));
    for (const snapshot of snapshots) {
      const { findings } = await audit({ replayer, snapshot, certificates, nowMs: 0 });
      for (const { text, remedy } of findings) texts.add(text).add(remedy);
      for (const { name, text } of await runChecks(replayer, snapshot)) texts.add(name).add(text);
    }
    expect(texts.size).toBeGreaterThan(20);
    expect(leftOver(texts)).toEqual([]);
  });

  it('of what a change does', async () => {
    const before = guideSnapshot();
    const devices = [device(GUIDE_DEVICE, {}), device(GUIDE_NEIGHBOUR, null, {}), device('192.168.0.50', {})];
    const texts: string[] = [];
    for (const after of snapshots) {
      const { summary, changes } = await assessChange({ replayer, before, after, devices });
      texts.push(
        summary,
        ...changes.flatMap((change) => [
          ...(change.kind === 'check' ? [change.subject] : []),
          change.before,
          change.after,
        ]),
      );
      texts.push(...describeEffects(before.document, after.document), summarize(before.document, after.document));
      texts.push(...describeEffects(after.document, before.document), summarize(after.document, before.document));
    }
    expect(leftOver(texts)).toEqual([]);
  });

  it('of what is wrong with a configuration', () => {
    const texts = badDocuments.flatMap((document: JsonObject, at) => [
      ...examine(document).findings.map(({ text }) => text),
      ...(at % 7 === 0 ? loadTolerantly(document).notices.map(({ text }) => text) : []),
    ]);
    expect(new Set(texts).size).toBeGreaterThan(40);
    expect(leftOver(texts)).toEqual([]);
  });

  it('of the documents that are right', () => {
    const texts = [guideDocument(), adminDocument(), unwise.document].flatMap((document) =>
      examine({ ...document }).findings.map(({ text }) => text),
    );
    expect(leftOver(texts)).toEqual([]);
  });
});
