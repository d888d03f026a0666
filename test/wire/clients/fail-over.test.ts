import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../support/free-port.ts';
import { startScriptedSink } from '../../support/scripted-sink.ts';
import { dial } from '../../support/smtp-dialogue.ts';
import { eventually } from '../durability/relay.ts';
import { logRows, office, relayFor, startOffice } from './office.ts';

/** Smart hosts that cannot be reached: the next host of the connector, then the next connector by cost, and back. */

test('mail goes by the next smart host, by the dearer connector while there is none, and back again', async () => {
  const [port, mainPort, backup] = [await freePort(), await freePort(), await startScriptedSink()];
  onTestFinished(() => backup.close());
  const sendConnectors = [
    { name: 'Main', addressSpaces: ['SMTP:*;1'], smartHosts: ['127.0.0.8', '127.0.0.1'], port: mainPort },
    { name: 'Backup', addressSpaces: ['SMTP:*;10'], smartHosts: ['localhost'], port: backup.port },
  ];
  const engine = await startOffice(office([relayFor('127.0.0.1', port)], { sendConnectors }));
  const submit = async (to: string) => {
    const client = await dial({ port });
    const body = `From: <a@office.example>\r\nSubject: ${to}\r\n\r\nx`;
    expect(await client.deliver({ from: 'a@office.example', to, body })).toMatch(/^250 /);
  };
  const arrivedAt = (sink: typeof backup) => sink.messages.flatMap(({ rcptTo }) => rcptTo);

  await submit('first@far.example');
  await eventually('it went by the backup', () => Promise.resolve(backup.messages.length === 1));
  await submit('second@far.example');
  await eventually('and the next at once', () => Promise.resolve(backup.messages.length === 2));
  expect(arrivedAt(backup)).toEqual(['<first@far.example>', '<second@far.example>']);
  await eventually('both are in the log', async () => {
    const rows = (await logRows(engine.folder, 'MessageTracking')).map((row) => row.join());
    return rows.some((row) => /Main.*DEFER/.test(row)) && rows.filter((row) => /Backup.*SEND/.test(row)).length === 2;
  });

  // One of its hosts is up: the first is asked in vain, the second takes it.
  const main = await startScriptedSink({}, '127.0.0.1', mainPort);
  onTestFinished(() => main.close());
  // Nothing waits there: the command finds no message, and lets the next one try.
  await engine.cli(['queue', 'retry', '[127.0.0.8],[127.0.0.1]']);
  await submit('third@far.example');
  await eventually('it went by the second host', () => Promise.resolve(main.messages.length === 1));
  expect(arrivedAt(main)).toEqual(['<third@far.example>']);
});
