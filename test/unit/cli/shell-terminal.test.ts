import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openShellTerminal, PastedLines } from '../../../main/cli/shell-terminal.ts';
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

/** A terminal of streams: what is written to it, and what it shows. */
function openTerminal() {
  const clock = manualClock();
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  let screen = '';
  output.on('data', (chunk: Buffer) => (screen += chunk.toString()));
  const terminal = openShellTerminal(input as unknown as NodeJS.ReadStream, output as unknown as NodeJS.WriteStream, {
    clock,
    history: ['Get-Queue'],
    complete: () => Promise.resolve([[], '']),
  });
  if (terminal === null) throw new Error('It is a terminal.');
  return {
    terminal,
    screen: () => screen,
    type: async (text: string) => {
      input.write(`${text}\r`);
      // The editor reads when the loop comes round, and hands the line on when nothing follows it.
      await setImmediate();
      await setImmediate();
      await clock.advance(100);
    },
  };
}

test('answers are kept in no history, and a password is not even shown', async () => {
  const { terminal, screen, type } = openTerminal();
  const command = terminal.read('> ');
  await type('Remove-ReceiveConnector Relay');
  expect(await command).toBe('Remove-ReceiveConnector Relay');
  const answer = terminal.ask('\nConfirm\n[Y] Yes: ', false);
  await type('Yes please');
  expect(await answer).toBe('Yes please');
  const password = terminal.ask('Password: ', true);
  await type('hunter2');
  expect(await password).toBe('hunter2');
  const plain = terminal.read('> ');
  await type("$p = ConvertTo-SecureString 'hunter2' -AsPlainText -Force");
  expect(await plain).toContain('hunter2');
  expect(terminal.history()).toEqual(['Remove-ReceiveConnector Relay', 'Get-Queue']);
  expect(screen()).toContain('Yes please');
  expect(screen().indexOf('hunter2')).toBe(screen().lastIndexOf("hunter2' -As"));
  terminal.close();
});
