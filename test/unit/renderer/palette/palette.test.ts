import type { SessionSummary } from '../../../../main/contract/session-view.ts';
import { describe, expect, test } from 'vitest';
import { entriesOf } from '../../../../renderer/src/palette/entries.ts';
import type { Entry, Known } from '../../../../renderer/src/palette/entries.ts';
import { findEntries, storedChoices, withChoice } from '../../../../renderer/src/palette/find.ts';
import { emptyStatus } from '../../../support/fake-api.ts';

const nothing: Known = { status: null, connectors: [], devices: [], queues: [], sessions: [] };
const known: Known = {
  ...nothing,
  status: { ...emptyStatus, services: [{ name: 'Transport', state: 'running' }] },
  connectors: [{ name: 'Relay 2nd floor' }, { name: 'Default Frontend' }],
  devices: [{ address: '192.168.0.180', name: 'Büro-Drucker', helo: 'HP-MFP', connector: 'OFFICE\\Default Frontend' }],
  queues: [
    { identity: 'smart.example', messageCount: 2 },
    { identity: 'Poison', messageCount: 0 },
  ],
};
const entries = entriesOf(known);
const texts = (text: string, recent: readonly string[] = []): readonly string[] =>
  findEntries(entries, text, recent).map(({ text: found }) => found);

describe('what there is to choose', () => {
  test('ids are unique, and choices lead to the thing', () => {
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
    const choiceOf = (id: string): Entry['choice'] | undefined => entries.find((entry) => entry.id === id)?.choice;
    expect(choiceOf('connector Relay 2nd floor')).toEqual({ do: 'go', hash: '#connectors:Relay%202nd%20floor' });
    expect(choiceOf('action Transport')).toEqual({ do: 'service', service: 'Transport', verb: 'stop' });
    expect(choiceOf('action Frontend Transport')).toEqual({
      do: 'service',
      service: 'Frontend Transport',
      verb: 'start',
    });
    expect(choiceOf('action guide')).toEqual({ do: 'go', hash: '#start' });
  });

  test('sessions are known by the names of their devices', () => {
    const session = { id: 'A1', remoteEndpoint: '192.168.0.180:40000', startedMs: 0, verdict: 'accepted', helo: null };
    const named = entriesOf({ ...known, sessions: [session as SessionSummary] }).find(({ kind }) => kind === 'session');
    expect(named?.text).toBe('Büro-Drucker (192.168.0.180)');
  });

  test('only queues with mail can be retried, and no service before the status is known', () => {
    expect(texts('retry')).toEqual(['Retry smart.example now']);
    expect(entriesOf(nothing).filter(({ choice }) => choice.do === 'service')).toEqual([]);
  });
});

describe('finding', () => {
  test('every word has to be there, in any order, without marks and case', () => {
    expect(texts('buro DRUCK')).toEqual(['Büro-Drucker']);
    expect(texts('floor relay')).toEqual(['Relay 2nd floor']);
    expect(texts('192.168.0.180 mfp')).toEqual(['Büro-Drucker']);
    expect(texts('relay nowhere')).toEqual([]);
    expect(texts('(.*')).toEqual([]);
  });

  test('beginnings before words before the rest', () => {
    const named = (text: string): Entry => ({ id: text, kind: 'page', text, detail: '', choice: { do: 'keys' } });
    const list = ['reconnect', 'my connectors', 'connectors'].map(named);
    expect(findEntries(list, 'conn', []).map(({ text }) => text)).toEqual(['connectors', 'my connectors', 'reconnect']);
  });

  test('the newest choices first', () => {
    expect(texts('', ['queue Poison', 'page tester']).slice(0, 3)).toEqual(['Poison', 'Tester', 'Overview']);
  });

  test('never more than can be looked at', () => {
    const sessions = Array.from({ length: 200 }, (_, index) => ({ identity: `q${String(index)}`, messageCount: 0 }));
    expect(findEntries(entriesOf({ ...nothing, queues: sessions }), 'q', [])).toHaveLength(50);
  });
});

test('choices are kept once each, twenty of them, and nonsense is nothing', () => {
  expect(withChoice(['a', 'b'], 'b')).toEqual(['b', 'a']);
  expect(withChoice(Array.from({ length: 20 }, String), 'new')).toHaveLength(20);
  expect(storedChoices('["a",1,"b"]')).toEqual(['a', 'b']);
  expect([storedChoices(null), storedChoices('{"a":1}'), storedChoices('[')]).toEqual([[], [], []]);
});
