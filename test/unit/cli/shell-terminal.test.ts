import { expect, test } from 'vitest';
import { PastedLines } from '../../../main/cli/shell-terminal.ts';
import { manualClock } from '../../support/manual-clock.ts';

test('lines that come together are one text, and typed ones are each their own', async () => {
  const clock = manualClock();
  const lines = new PastedLines(clock);
  const first = lines.next();
  lines.add('New-ReceiveConnector -Name X');
  await clock.advance(5);
  lines.add('-Bindings 0.0.0.0:25');
  await clock.advance(100);
  expect(await first).toBe('New-ReceiveConnector -Name X\n-Bindings 0.0.0.0:25');
  lines.add('Get-Queue');
  await clock.advance(100);
  const second = lines.next();
  lines.add('Get-Message');
  await clock.advance(100);
  expect(await second).toBe('Get-Queue\nGet-Message');
  const last = lines.next();
  lines.end();
  expect(await last).toBeNull();
  expect(await lines.next()).toBeNull();
});

test('an interrupted line is forgotten', async () => {
  const clock = manualClock();
  const lines = new PastedLines(clock);
  const next = lines.next();
  lines.add('Remove-ReceiveConnector');
  lines.forget();
  await clock.advance(100);
  lines.add('Get-Queue');
  await clock.advance(100);
  expect(await next).toBe('Get-Queue');
});
