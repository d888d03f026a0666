import { describe, expect, it } from 'vitest';
import { matchAcceptedDomain } from '../../../main/connectors/accepted-domains.ts';
import { findBlocked } from '../../../main/connectors/block-list.ts';
import { makeDomain } from './make-connector.ts';

const domains = [
  makeDomain('*', { name: 'any', domainType: 'ExternalRelay' }),
  makeDomain('b.example'),
  makeDomain('*.sub.example'),
  makeDomain('both.example', { matchSubDomains: true }),
  makeDomain('deep.both.example'),
  makeDomain('*.deeper.both.example', { matchSubDomains: true, name: 'deeper' }),
  makeDomain('münchen.example'),
];
const listed = domains.slice(1);
const nameOf = (domain: string, list = listed): string | null => matchAcceptedDomain(list, domain)?.name ?? null;

describe('matchAcceptedDomain', () => {
  it.each([
    ['b.example', 'b.example'],
    ['B.EXAMPLE', 'b.example'],
    ['a.b.example', null],
    ['evilb.example', null],
    ['b.example.evil.com', null],
    ['b.example.', null],
    ['sub.example', null],
    ['a.sub.example', '*.sub.example'],
    ['a.b.sub.example', '*.sub.example'],
    ['.sub.example', null],
    ['evilsub.example', null],
    ['both.example', 'both.example'],
    ['x.both.example', 'both.example'],
    ['deep.both.example', 'deep.both.example'],
    ['x.deep.both.example', 'both.example'],
    ['deeper.both.example', 'deeper'],
    ['x.deeper.both.example', 'deeper'],
    ['münchen.example', 'münchen.example'],
    ['MÜNCHEN.example', 'münchen.example'],
    ['mu\u0308nchen.example', 'münchen.example'],
    ['xn--mnchen-3ya.example', 'münchen.example'],
    ['ｂ.example', 'b.example'],
    ['b\u3002example', 'b.example'],
    ['b.ex\u0430mple', null],
    ['', null],
    ['[192.0.2.1]', null],
  ])('%s: %s', (domain, name) => {
    expect(nameOf(domain)).toBe(name);
  });

  it('takes everything for *, but the more specific first, and never an address literal', () => {
    expect(nameOf('elsewhere.example', domains)).toBe('any');
    expect(nameOf('b.example', domains)).toBe('b.example');
    expect(nameOf('[192.0.2.1]', domains)).toBeNull();
  });
});

it('looks recipients up by default only where an authoritative domain has some', () => {
  const list = ['Anna@B.example', 'x@elsewhere.example'];
  expect(makeDomain('b.example', {}, list).addressBookEnabled).toBe(true);
  expect(makeDomain('c.example', {}, list).addressBookEnabled).toBe(false);
  expect(makeDomain('b.example', { domainType: 'InternalRelay' }, list).addressBookEnabled).toBe(false);
  expect(makeDomain('b.example', { addressBookEnabled: false }, list).addressBookEnabled).toBe(false);
  expect(makeDomain('c.example', { addressBookEnabled: true }, list).addressBookEnabled).toBe(true);
});

describe('findBlocked', () => {
  const list = ['Spam@b.example', 'bad.example', '@worse.example', '*.tree.example', '  '];

  it.each([
    ['spam@B.EXAMPLE', 'spam@b.example'],
    ['ham@b.example', null],
    ['x@bad.example', 'bad.example'],
    ['x@sub.bad.example', null],
    ['x@worse.example', 'worse.example'],
    ['x@tree.example', '*.tree.example'],
    ['x@a.b.tree.example', '*.tree.example'],
    ['x@eviltree.example', null],
    ['', null],
  ])('%s: %s', (address, entry) => {
    expect(findBlocked(list, address)).toBe(entry);
  });
});
