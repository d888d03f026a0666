import { stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { accountSchema } from '../../../main/contract/document.ts';
import { hashPassword, verifyPassword } from '../../../main/config/passwords.ts';

describe('passwords', () => {
  it('verifies what was hashed and nothing else', async () => {
    const hash = await hashPassword('Grüße 42');
    expect(hash).toMatch(/^scrypt\$16384\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(accountSchema.safeParse({ userName: 'x', passwordHash: hash }).success).toBe(true);
    expect(await verifyPassword('Grüße 42', hash)).toBe(true);
    expect(await verifyPassword('Gru\u0308ße 42', hash)).toBe(true);
    expect(await verifyPassword('grüße 42', hash)).toBe(false);
    expect(await verifyPassword('', hash)).toBe(false);
    expect(await hashPassword('Grüße 42')).not.toBe(hash);
  });

  it('knows a hash made elsewhere (RFC 7914 section 12)', async () => {
    // The first 32 bytes of scrypt("pleaseletmein", "SodiumChloride", 16384, 8, 1).
    const salt = Buffer.from('SodiumChloride').toString('base64url');
    const key = Buffer.from('7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2', 'hex').toString(
      'base64url',
    );
    expect(await verifyPassword('pleaseletmein', `scrypt$16384$8$1$${salt}$${key}`)).toBe(true);
  });

  it.each([
    null,
    '',
    'plain',
    'scrypt$16384$8$1$AAAA',
    'scrypt$0$8$1$AAAA$AAAA',
    'scrypt$16383$8$1$AAAA$AAAA',
    `scrypt$1073741824$8$1$AAAA$${'A'.repeat(43)}`,
    `scrypt$16384$8$1000$AAAA$${'A'.repeat(43)}`,
    `scrypt$16384$8$1$AAAA$${'A'.repeat(43)}$more`,
    'scrypt$16384$8$1$AAAA$',
  ])('never verifies against %j', async (hash) => {
    expect(await verifyPassword('anything', hash)).toBe(false);
  });

  it('leaves threads to the disk, however many are tried at once', async () => {
    let done = 0;
    const tries = Array.from({ length: 40 }, async () => {
      const isRight = await verifyPassword('guess', null);
      done += 1;
      return isRight;
    });
    await stat('.');
    // Behind forty passwords it would have come last.
    expect(done).toBeLessThan(20);
    expect(new Set(await Promise.all(tries))).toEqual(new Set([false]));
  });
});
