import { expect, test } from 'vitest';
import { alertsSchema } from '../../../main/contract/alerts.ts';
import { documentSchema, journalSchema, serverSchema, transportSchema } from '../../../main/contract/document.ts';
import { formOf, groupNames, groups, isWellFormed, patchOf } from '../../../renderer/src/settings/form.ts';
import { settingsMessages as de } from '../../../renderer/src/messages/de/settings.ts';
import { settingsMessages as en } from '../../../renderer/src/messages/en/settings.ts';

const document = documentSchema.parse({ transport: { blockedSenders: ['a@b.example'] } });
const every = groupNames.flatMap((group) => groups[group]);
/** Learning mode is begun and ended on the page Devices. */
const elsewhere = ['learningModeEnabled', 'learningModeEnds'];

test('every property of server, transport, journal and alerts can be edited, once, and has a name in each language', () => {
  const known = [serverSchema, transportSchema, journalSchema, alertsSchema].flatMap((schema) =>
    Object.keys(schema.shape),
  );
  expect([...every.map(({ property }) => property), ...elsewhere].sort()).toEqual(known.sort());
  for (const { property } of every) expect([en.fields[property], de.fields[property]]).not.toContain(undefined);
});

test('every default is well-formed, and nothing is changed at first', () => {
  for (const group of groupNames) {
    const form = formOf(document, group);
    expect(patchOf(form, form, group)).toBeNull();
    for (const { property, kind } of groups[group]) expect(isWellFormed(form[property] ?? '', kind)).toBe(true);
  }
});

test('a patch says what was changed, as the document has it', () => {
  const limits = formOf(document, 'limits');
  const changed = { ...limits, maxRecipientEnvelopeLimit: ' 100 ', pickupEnabled: false };
  expect(patchOf(changed, limits, 'limits')).toEqual({
    transport: { maxRecipientEnvelopeLimit: 100, pickupEnabled: false },
  });
  const blocked = formOf(document, 'blocked');
  expect(blocked['blockedSenders']).toBe('a@b.example');
  expect(patchOf({ ...blocked, blockedSenders: ' x@y.example \n\n' }, blocked, 'blocked')).toEqual({
    transport: { blockedSenders: ['x@y.example'] },
  });
  const notices = formOf(document, 'notices');
  const given = { ...notices, externalPostmasterAddress: 'help@b.example' };
  expect(patchOf(notices, given, 'notices')).toEqual({ transport: { externalPostmasterAddress: null } });
});

test.each([
  ['two days', 'span', false],
  ['2.00:00:00', 'span', true],
  ['many', 'size', false],
  ['36 MB', 'size', true],
  ['1.5', 'count', false],
  ['12', 'count', true],
  ['anything', 'text', true],
  ['22:00', 'time', true],
  ['', 'time', true],
  ['24:00', 'time', false],
  ['7', 'time', false],
] as const)('%s as %s: %s', (typed, kind, isRight) => {
  expect(isWellFormed(typed, kind)).toBe(isRight);
});
