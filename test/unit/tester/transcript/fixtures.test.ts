import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseTranscript } from '../../../../main/tester/transcript/parse-transcript.ts';
import { printTranscript } from '../../../../main/tester/transcript/print-transcript.ts';
import { dialogueOf } from './dialogues.ts';

/**
 * What real programs print. 04 to 30 were recorded with a Postroom set up as the Exchange 2013 guides do it; 31 and 32
 * have the record shapes seen in logs of Exchange 2010 and 2019; 33 is Microsoft's own example as a console shows it,
 * 36 that of RFC 5321 D.1, 39 what sendmail's manual shows; the others are made from these by damage.
 */

const folder = new URL('../../../fixtures/transcripts/', import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => name.slice(0, -4));
const PASSWORD = Buffer.from('correct horse').toString('base64').replaceAll('=', '');

function read(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8');
}

test('there are fixtures', () => expect(names.length).toBeGreaterThanOrEqual(40));

test.each(names)('%s is read as expected, and what is printed of it reads the same', (name) => {
  const parsed = parseTranscript(read(`${name}.txt`));

  expect(parsed).toEqual(JSON.parse(read(`${name}.json`)));
  const printed = printTranscript(parsed);
  expect(dialogueOf(parseTranscript(printed))).toEqual(dialogueOf(parsed));
  expect(JSON.stringify(parsed) + printed).not.toContain(PASSWORD);
});

test('only prose between the lines is a problem in them', () => {
  const withProblems = names.filter((name) => parseTranscript(read(`${name}.txt`)).problems.length > 0);
  expect(withProblems).toEqual(['35-web-page']);
});

test('a wrapped banner and a wrapped final reply are whole again', () => {
  const { greeting, steps } = parseTranscript(read('03-external-relay.txt'));
  expect(greeting?.lines[0]).toMatch(/ready at Tue, 8 Oct 2013 21:11:04 \+1000$/);
  expect(steps.at(-1)?.reply?.lines[0]).toBe(
    '250 2.6.0 <3fe0353b-1e2a-4a6d-9e08-f7744621a0e1@E15MB1.exchange2013demo.com> ' +
      '[InternalId=20005957664769] Queued mail for delivery',
  );
});

test('each session of a log can be chosen', () => {
  const log = read('30-protocol-log.txt');
  const { sessions } = parseTranscript(log);
  expect(sessions.map(({ id }) => id)).toEqual([
    '08DF485A97607F82',
    '08DF485A97607F83',
    '08DF485A97607F84',
    '08DF485A97607F85',
    '08DF485A97607F8B',
  ]);
  const [, second] = sessions;
  const refused = parseTranscript(log, { session: second?.id ?? '' });
  expect(refused.hints).toMatchObject({ remoteAddress: '127.0.0.180', connector: 'Default Frontend E15MB1' });
  expect(refused.steps.at(-2)?.reply?.lines).toEqual(['550 5.7.1 Unable to relay']);
  expect(() => parseTranscript(log, { session: 'another' })).toThrow('There is no session another in this text.');
});
