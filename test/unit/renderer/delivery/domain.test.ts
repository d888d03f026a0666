import { describe, expect, test } from 'vitest';
import { documentSchema } from '../../../../main/contract/document.ts';
import { defaultDomainOf } from '../../../../renderer/src/delivery/default-domain.ts';
import {
  domainFormOf,
  domainPatch,
  domainRemoval,
  newDomain,
  selectorFor,
} from '../../../../renderer/src/delivery/domain-form.ts';
import { domainLines, sentenceOf } from '../../../../renderer/src/delivery/domain-line.ts';

const document = documentSchema.parse({
  acceptedDomains: [
    { name: 'Office', domainName: 'office.example', default: true, matchSubDomains: true },
    { name: 'lab.office.example', domainName: 'lab.office.example', domainType: 'InternalRelay' },
  ],
  recipients: [
    { address: 'anna@office.example' },
    { address: 'bert@mail.office.example', mailbox: 'bert' },
    { address: 'carl@lab.office.example', mailbox: 'carl' },
    { address: 'dora@elsewhere.example' },
  ],
});

describe('the form of an accepted domain', () => {
  test('holds the recipients that are its own and gives everything back as it was', () => {
    expect(domainFormOf(0, document)).toMatchObject({
      name: 'Office',
      isDefault: true,
      unknown: 'auto',
      recipients: 'anna@office.example\nbert@mail.office.example, bert',
    });
    expect(domainFormOf(1, document)).toMatchObject({ name: '', recipients: 'carl@lab.office.example, carl' });
    const { acceptedDomains, recipients } = domainPatch(domainFormOf(0, document), 0, document);
    expect(acceptedDomains).toEqual(document.acceptedDomains);
    expect(recipients).toHaveLength(4);
    expect(recipients).toEqual(expect.arrayContaining(document.recipients));
  });

  test('signs with the key that was named, or with one that tells its year, until it is switched off', () => {
    const named = { ...domainFormOf(0, document), signs: true, dkimSelector: ' Own2026 ' };
    const { acceptedDomains } = domainPatch(named, 0, document);
    expect(acceptedDomains[0]?.dkimSelector).toBe('own2026');
    expect(domainFormOf(0, { ...document, acceptedDomains: [...acceptedDomains] })).toMatchObject({
      signs: true,
      dkimSelector: 'own2026',
    });
    expect(domainPatch({ ...named, signs: false }, 0, document).acceptedDomains[0]?.dkimSelector).toBeNull();
    expect(selectorFor(named, 0)).toBe(named.dkimSelector);
    expect(selectorFor(newDomain, new Date(2027, 0, 2).getTime())).toBe('postroom2027');
  });

  test('adds a domain behind the others, named like itself', () => {
    const form = {
      ...newDomain,
      domainName: ' New.Example ',
      isDefault: true,
      unknown: 'refuse',
      recipients: 'eve',
    } as const;
    const { acceptedDomains, recipients } = domainPatch(form, 2, document);
    expect(acceptedDomains.map(({ name, default: isDefault }) => [name, isDefault])).toEqual([
      ['Office', false],
      ['lab.office.example', false],
      ['new.example', true],
    ]);
    expect(acceptedDomains[2]?.addressBookEnabled).toBe(true);
    expect(recipients.at(-1)).toEqual({ address: 'eve@new.example', mailbox: null });
  });

  test('takes its recipients along when it goes', () => {
    const { acceptedDomains, recipients } = domainRemoval(0, document);
    expect(acceptedDomains.map(({ name }) => name)).toEqual(['lab.office.example']);
    expect(recipients.map(({ address }) => address)).toEqual(['carl@lab.office.example', 'dora@elsewhere.example']);
  });
});

test('a domain is a line that says what becomes of its mail', () => {
  expect(
    domainLines(document).map(({ name, badges, sentence }) => [name, badges.map(({ text }) => text), sentence]),
  ).toEqual([
    [
      'office.example',
      ['Authoritative', 'with subdomains', 'default'],
      'Kept here for 3 recipients; any other is refused with 550 5.1.1 User unknown.',
    ],
    [
      'lab.office.example',
      ['Internal relay'],
      'Kept here for 1 recipient with a folder; the rest is sent on through a send connector.',
    ],
  ]);
});

test('unknown recipients are told apart by type and choice', () => {
  const authoritative = { domainType: 'Authoritative', addressBookEnabled: null } as const;
  expect(sentenceOf(authoritative, 0, 0)).toContain('for every recipient');
  expect(sentenceOf({ ...authoritative, addressBookEnabled: false }, 2, 0)).toContain('for every recipient');
  expect(sentenceOf({ domainType: 'ExternalRelay', addressBookEnabled: true }, 2, 0)).toBe(
    'Sent on through a send connector. Only the 2 listed recipients are taken.',
  );
});

test('the first domain is the default where none is marked, and a wildcard without its star', () => {
  expect(defaultDomainOf([])).toBe('');
  expect(
    defaultDomainOf(
      documentSchema.parse({ acceptedDomains: [{ name: 'a', domainName: '*.a.example' }] }).acceptedDomains,
    ),
  ).toBe('a.example');
});
