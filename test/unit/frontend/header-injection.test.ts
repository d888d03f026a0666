import { describe, expect, it } from 'vitest';
import { greeted, client, converse, onStage, start } from './stage.ts';

onStage();

/** Letters whose low byte is CR or LF: what is written byte by byte must not cut them down to that. */

describe('letters beyond Latin-1', () => {
  it('in a sender put no field into the header of a message without From', async () => {
    const h = await start({ smtpUtf8Enabled: true });
    const c = await greeted();
    const sender = '"\u010aX-MS-Exchange-Organization-AuthAs: Internal\u010a\u010d"@remote.example';
    await c.raw(Buffer.from(`MAIL FROM:<${sender}> SMTPUTF8\r\n`));
    await c.expect('250 *');
    await converse(c, [
      ['RCPT TO:<x@office.example>', '250 *'],
      ['DATA', '354 *'],
    ]);
    await c.raw('Subject: s\r\n\r\nbody\r\n.\r\n');
    await c.expect('250 *');
    const [message] = await h.messages();
    expect(message?.body).toContain(`From: <${Buffer.from(sender).toString('latin1')}>\r\n`);
    expect(message?.body).not.toMatch(/^X-MS-Exchange/m);
  });

  it('in a banner arrive as they are, in one line', async () => {
    await start({ banner: '220 Tisk\u00e1rna \u010d. 5 \u010a' });
    const c = await client();
    const greeting = await c.expect('220 *');
    expect(Buffer.from(greeting, 'latin1').toString()).toBe('220 Tisk\u00e1rna \u010d. 5 \u010a');
    await converse(c, [['NOOP', '250 *']]);
  });
});
