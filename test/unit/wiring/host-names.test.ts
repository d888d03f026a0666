import { expect, test } from 'vitest';
import { HostNames } from '../../../main/wiring/host-names.ts';
import { manualClock } from '../../support/manual-clock.ts';

function stage(answers: Readonly<Record<string, readonly string[] | Error>>) {
  const clock = manualClock();
  const asked: string[] = [];
  const found: (readonly [string, string | null])[] = [];
  const names = new HostNames({
    clock,
    names(address) {
      asked.push(address);
      const answer = answers[address] ?? [];
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    found: (address, name) => found.push([address, name]),
  });
  return { clock, asked, found, names };
}

test('devices of the house are looked up behind their sessions, one a second, and once a day', async () => {
  const { clock, asked, found, names } = stage({ '192.168.0.181': ['copier.office.example', 'other.example'] });
  for (const address of ['192.168.0.181', '192.168.0.182', '192.168.0.181']) names.see(address);
  expect(asked).toEqual([]);
  await clock.advance(1000);
  expect(asked).toEqual(['192.168.0.181']);
  await clock.advance(1000);
  expect(found).toEqual([
    ['192.168.0.181', 'copier.office.example'],
    ['192.168.0.182', null],
  ]);
  names.see('192.168.0.181');
  expect(clock.pending).toBe(0);
  await clock.advance(24 * 3_600_000);
  names.see('192.168.0.181');
  await clock.advance(1000);
  expect(asked).toHaveLength(3);
});

test('strangers and this machine are not looked up', async () => {
  const { clock, asked, names } = stage({});
  for (const address of ['198.51.100.7', '127.0.0.1', '::1', '2001:db8::1', 'nonsense']) names.see(address);
  await clock.advance(10_000);
  expect(asked).toEqual([]);
});

test('without DNS a device goes by its address, and the next one is asked for', async () => {
  const { clock, found, names } = stage({ '10.0.0.1': new Error('ECONNREFUSED'), '10.0.0.2': ['b.lan'] });
  names.see('10.0.0.1');
  names.see('10.0.0.2');
  await clock.advance(3000);
  expect(found).toEqual([['10.0.0.2', 'b.lan']]);
});

test('a crowd is bounded, and nothing is asked behind the end', async () => {
  const { clock, asked, names } = stage({});
  for (let host = 0; host < 1000; host += 1) names.see(`10.0.${String(host >> 8)}.${String(host & 255)}`);
  await clock.advance(400_000);
  expect(asked).toHaveLength(256);
  names.see('10.9.9.9');
  names.close();
  await clock.advance(10_000);
  expect(asked).toHaveLength(256);
});
