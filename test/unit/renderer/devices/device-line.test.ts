import { expect, test } from 'vitest';
import type { DeviceLogin } from '../../../../main/contract/session-view.ts';
import { factsOf, repeatHint, rhythmsFor, withPersonal } from '../../../../renderer/src/devices/device-facts.ts';
import {
  deviceLine,
  filterDevices,
  inOrder,
  isRefused,
  lastRefusal,
} from '../../../../renderer/src/devices/device-line.ts';
import { calledOf, fullNameOf, namesOf } from '../../../../renderer/src/devices/device-names.ts';
import { sparkBars, totalOf } from '../../../../renderer/src/devices/sparkline.ts';
import { device, envelope, unableToRelay } from './device-examples.ts';

const refused = device('192.168.0.180', {
  refused: 1,
  lastError: unableToRelay,
  lastErrorMs: 5000,
  lastRefused: envelope({ atMs: 5000, reply: unableToRelay }),
});

test('a refusal is said in words, with the reply', () => {
  expect(lastRefusal(refused)).toEqual({
    atMs: 5000,
    reply: unableToRelay,
    meaning: 'this device may only send to your own domains',
  });
  expect(deviceLine(refused, 6000)).toMatchObject({
    title: '192.168.0.180',
    facts: 'HP-MFP-2 · Default Frontend OFFICE',
    tone: 'bad',
    state: 'refused last',
    refusal: 'Refused: this device may only send to your own domains',
  });
});

test('an error outside a message counts where it is the newer one', () => {
  const login = { lastError: '535 5.7.3 Authentication unsuccessful', lastErrorMs: 9000 };
  expect(lastRefusal({ ...refused, ...login })).toMatchObject({
    atMs: 9000,
    meaning: 'user name or password are wrong',
  });
  expect(lastRefusal(device('10.0.0.1'))).toBeNull();
});

test('what was accepted since makes it good again', () => {
  const mended = { ...refused, accepted: 1, lastAccepted: envelope({ atMs: 7000 }) };
  expect(isRefused(mended)).toBe(false);
  expect(deviceLine(mended, 8000)).toMatchObject({ tone: 'good', state: 'accepted last', refusal: null });
});

test('a name stands in front and the address among the facts; what was forgiven are badges, the first four', () => {
  const named = device('192.168.0.181', {
    name: 'Accounting printer',
    tls: 'TLSv1.2',
    deviations: ['bare-linefeed', 'no-angle-brackets', 'helo-odd-name', 'no-domain', 'odd-new-thing'],
    lastAccepted: envelope({ account: 'scan' }),
  });
  const line = deviceLine(named, 2000);
  expect([line.title, line.facts]).toEqual([
    'Accounting printer',
    '192.168.0.181 · HP-MFP-2 · Default Frontend OFFICE',
  ]);
  expect(line.badges.map(({ text }) => text)).toEqual([
    'TLSv1.2',
    'signs in',
    'bare LF',
    'no brackets',
    'odd name',
    'no domain',
    '1 more',
  ]);
});

test('text from the wire cannot hide anything', () => {
  const odd = device('10.0.0.1', { helo: 'a\u202eb\u001b[31m' });
  const { facts } = deviceLine(odd, 2000);
  expect([facts.includes('\u202e'), facts.includes('\u001b')]).toEqual([false, false]);
});

test('last seen first, and those that never came at the end by name', () => {
  const never = { sessions: 0, lastSeenMs: 0 };
  const devices = [
    device('10.0.0.1', { ...never, name: 'Zebra' }),
    device('10.0.0.2', { lastSeenMs: 1 }),
    device('10.0.0.3', { ...never, name: 'Alpha' }),
    device('10.0.0.4', { lastSeenMs: 2 }),
  ];
  expect(inOrder(devices).map(({ address }) => address)).toEqual(['10.0.0.4', '10.0.0.2', '10.0.0.3', '10.0.0.1']);
});

test('a filter looks at words, the note too, and at the state', () => {
  const lines = [
    deviceLine(refused, 6000),
    deviceLine(device('10.0.0.9', { name: 'Copier', note: 'second floor', lastAccepted: envelope() }), 6000),
  ];
  const found = (filter: string, state: Parameters<typeof filterDevices>[2] = 'any') =>
    filterDevices(lines, filter, state).map(({ address }) => address);
  expect(found('')).toHaveLength(2);
  expect(found('FLOOR copier')).toEqual(['10.0.0.9']);
  expect(found('own domains')).toEqual(['192.168.0.180']);
  expect(found('', 'refused')).toEqual(['192.168.0.180']);
  expect(found('', 'accepted')).toEqual(['10.0.0.9']);
  expect(found('', 'unnamed')).toEqual(['192.168.0.180']);
  expect(found('floor', 'refused')).toEqual([]);
});

test('names of addresses for every page', () => {
  const names = namesOf([refused, device('10.0.0.9', { name: 'Copier' })]);
  expect([...names]).toEqual([['10.0.0.9', 'Copier']]);
  expect(calledOf(names, '10.0.0.9')).toBe('Copier');
  expect(calledOf(names, '10.0.0.8')).toBe('10.0.0.8');
  expect(fullNameOf(names, '10.0.0.9')).toBe('Copier (10.0.0.9)');
});

test('the facts are those of the latest message, and say where there is nothing', () => {
  const facts = new Map(factsOf(refused, 6000));
  expect(facts.get('Sends as')).toBe('scanner@office.example');
  expect(facts.get('Last accepted')).toBe('never');
  expect(facts.get('Encryption')).toBe('none');
  expect(facts.get('Messages')).toBe('0 accepted, 1 refused, in all');
});

test('one that ought to have sent is silent, and its rhythm is said', () => {
  const quiet = device('10.0.0.9', { lastAccepted: envelope(), silentSinceMs: 1000, pauseDays: 3 });
  const line = deviceLine(quiet, 6000);
  expect(line).toMatchObject({ tone: 'warn', badges: [{ tone: 'bad', text: line.state }] });
  expect(line.state).toMatch(/^silent since /);
  expect(filterDevices([line], '', 'silent')).toHaveLength(1);
  expect(new Map(factsOf(quiet, 6000)).get('Rhythm')).toBe('pauses 3 days at most');
  expect(new Map(factsOf({ ...quiet, expectedEvery: 'never' }, 6000)).get('Rhythm')).toBe('none, it may be silent');
  expect(rhythmsFor('05:00:00').at(-1)).toBe('05:00:00');
});

test('a name is put in, changed and taken out again', () => {
  const said = { address: '10.0.0.9', name: ' Copier ', note: '', holdMessages: false, expectedEvery: null };
  const first = withPersonal([], said);
  expect(first).toEqual([{ ...said, name: 'Copier' }]);
  const held = withPersonal(first, { ...said, holdMessages: true });
  expect(held).toEqual([{ ...said, name: 'Copier', holdMessages: true }]);
  const second = withPersonal(held, { ...said, note: 'second floor ', expectedEvery: '1.00:00:00' });
  expect(second).toEqual([{ ...said, name: 'Copier', note: 'second floor', expectedEvery: '1.00:00:00' }]);
  expect(withPersonal(second, { ...said, name: ' ' })).toEqual([]);
});

test('bars of a week fit into their box, and a day with mail is seen', () => {
  const days = [
    [0, 0],
    [1, 0],
    [500, 500],
    [0, 1],
  ].map(([accepted = 0, refused = 0], day) => ({ startMs: day, accepted, refused }));
  const bars = sparkBars(days);
  expect(bars.map((bar) => bar.accepted + bar.refused <= 1)).toEqual([true, true, true, true]);
  expect(bars[0]).toEqual({ day: 0, accepted: 0, refused: 0 });
  expect(bars[1]?.accepted).toBeGreaterThan(0.1);
  expect(bars[3]?.refused).toBeGreaterThan(0.1);
  expect(totalOf(days)).toEqual({ accepted: 501, refused: 501 });
});

test('a device that sends again is told of for a week, with what helps', () => {
  const day = 86_400_000;
  const copier = device('192.168.0.181', { repeat: { times: 3, lastMs: 0 } });
  expect(repeatHint(copier, 7 * day)).toContain('The same message came 3 times');
  expect(repeatHint(copier, 8 * day)).toBeNull();
  expect(repeatHint(device('192.168.0.182'), 0)).toBeNull();
});

test('a device is called as DNS calls it, and its login is said with whether it worked', () => {
  const login = { atMs: 0, mechanism: 'LOGIN', userName: 'scanner', succeeded: true };
  const copier = device('192.168.0.181', { hostName: 'copier.office.example', helo: 'HP', login, holdMessages: true });
  expect(deviceLine(copier, 0).facts).toContain('copier.office.example · HP');
  expect(deviceLine({ ...copier, helo: 'copier.office.example' }, 0).facts).not.toContain('· copier');
  expect(deviceLine(copier, 0).badges.map(({ text }) => text)).toContain('held');
  const account = (changes: Partial<DeviceLogin>) =>
    new Map(factsOf({ ...copier, login: { ...login, ...changes } }, 0)).get('Account');
  expect(new Map(factsOf(copier, 0)).get('Name in DNS')).toBe('copier.office.example');
  expect(account({})).toBe('scanner (LOGIN)');
  expect(account({ succeeded: false })).toBe('scanner (LOGIN), refused');
  expect(account({ userName: null, mechanism: 'CRAM-MD5' })).toBe('wanted CRAM-MD5, which is not offered');
});
