import { dial } from '../support/smtp-dialogue.ts';
import type { DemoNetwork } from './network.ts';
import { RELAY_HOST } from './network.ts';
import type { DemoDevice } from './office.ts';

/** What the devices of the demo say, over real connections from their own addresses. */

const LINE = 'The quick brown fox jumps over the lazy dog, and the scanner sends it on.\r\n';

/** One session of a device for each of its messages, as the device would lead it. Refusals are taken as they come. */
export async function send(device: DemoDevice, network: DemoNetwork): Promise<void> {
  for (const { to, subject, kilobytes = 2 } of device.sends) {
    const client = await dial({
      ...{ port: network.smtpPort, host: network.host(RELAY_HOST), from: network.host(device.number) },
    });
    await client.expect('220 *');
    await client.send(`EHLO ${device.helo}`);
    await client.expect('250*');
    if (device.startTls === true) {
      await client.send('STARTTLS');
      await client.expect('220 *');
      await client.startTls();
      await client.send(`EHLO ${device.helo}`);
      await client.expect('250*');
    }
    await client.send(device.careless === true ? `MAIL FROM: ${device.sender}` : `MAIL FROM:<${device.sender}>`);
    const isTaken = (await client.expect('*')).startsWith('250');
    if (isTaken) await client.send(`RCPT TO:<${to}>`);
    if (isTaken && (await client.expect('*')).startsWith('250')) {
      await client.send('DATA');
      await client.expect('354 *');
      const header = `From: ${device.name} <${device.sender}>\r\nTo: ${to}\r\nSubject: ${subject}\r\n`;
      const body = LINE.repeat(Math.ceil((kilobytes * 1024) / LINE.length));
      await client.raw(
        `${header}Date: ${new Date().toUTCString()}\r\nMessage-ID: <${String(Math.random()).slice(2)}@${device.helo}>\r\n\r\n${body}.\r\n`,
      );
      await client.expect('*');
    }
    await client.send('QUIT');
    await client.expect('221 *');
    client.end();
  }
}
