import { describe, expect, test } from 'vitest';
import {
  conditionsOf,
  endpointsOf,
  formOf,
  printEndpoint,
  sessionOf,
  withHints,
} from '../../../../renderer/src/tester/conditions.ts';

const form = { from: '', to: '', implicitTls: false, userName: '' };
const silent = { remoteAddress: null, localAddress: null, localPort: null, implicitTls: false, connector: null };

describe('the form of the tester', () => {
  test('leaves what is empty to the transcript', () => {
    expect(conditionsOf(form)).toEqual({});
    expect(conditionsOf({ ...form, from: ' 192.168.0.9 ', to: '192.168.0.1:25' })).toEqual({
      remoteAddress: '192.168.0.9',
      localAddress: '192.168.0.1',
      localPort: 25,
    });
    expect(conditionsOf({ ...form, implicitTls: true, userName: 'erp' })).toEqual({
      implicitTls: true,
      userName: 'erp',
    });
  });

  test.each([
    ['[::1]:465', { localAddress: '::1', localPort: 465 }],
    ['192.168.0.1 : 25', { localAddress: '192.168.0.1', localPort: 25 }],
    ['192.168.0.1', null],
    ['::1', null],
  ])('reads the endpoint %s', (to, expected) => {
    expect(conditionsOf({ ...form, to })).toEqual(expected);
  });

  test('offers every binding of an enabled connector once, as an address one can arrive at', () => {
    const connector = (bindings: string[], enabled = true) => ({ bindings, enabled });
    const receiveConnectors = [
      connector(['0.0.0.0:25', '[::]:25']),
      connector(['0.0.0.0:25', '192.168.0.1:587']),
      connector(['0.0.0.0:2525'], false),
    ] as never;
    expect(endpointsOf({ receiveConnectors })).toEqual(['127.0.0.1:25', '[::1]:25', '192.168.0.1:587']);
  });

  test('takes from a log what it tells, and leaves the rest', () => {
    const filled = { ...form, from: '192.168.0.9', to: '192.168.0.1:25', userName: 'erp' };
    expect(withHints(filled, silent)).toEqual(filled);
    expect(withHints(filled, { ...silent, localAddress: '::1', localPort: 465, implicitTls: true })).toEqual({
      ...{ from: '192.168.0.9', to: '[::1]:465', implicitTls: true, userName: 'erp' },
    });
    expect(withHints(filled, { ...silent, remoteAddress: '10.0.0.1', localPort: 25 })).toEqual({
      ...filled,
      from: '10.0.0.1',
    });
  });

  test('is filled from a recorded session so that the same is asked for again', () => {
    const conditions = {
      ...{ remoteAddress: '10.0.0.1', localAddress: '::1', localPort: 465, implicitTls: true, userName: 'erp' },
    };
    expect(conditionsOf(formOf(conditions))).toEqual(conditions);
  });

  test('prints endpoints as they are read', () => {
    for (const text of ['192.168.0.1:25', '[2001:db8::1]:587']) {
      const { localAddress = '', localPort = 0 } = conditionsOf({ ...form, to: text }) ?? {};
      expect(printEndpoint(localAddress, localPort)).toBe(text);
    }
  });
});

test('an address may name a recorded session', () => {
  expect(sessionOf('#tester:0123456789ABCDEF')).toBe('0123456789ABCDEF');
  expect(sessionOf('#tester')).toBeNull();
  expect(sessionOf('#tester:<b>')).toBeNull();
});
