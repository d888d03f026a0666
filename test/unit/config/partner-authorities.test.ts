import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ensureAuthority } from '../../../main/config/authority.ts';
import { loadCertificates } from '../../../main/config/certificates.ts';
import { makeFolder, standingClock } from './config-folder.ts';

test('each certificate of each file is one, with its name and its end; a file that cannot be read is told of', async () => {
  const folder = await makeFolder();
  const partners = join(folder, 'partners');
  await mkdir(partners);
  const [first, second] = [
    await ensureAuthority(join(folder, 'one'), 'ONE', standingClock),
    await ensureAuthority(join(folder, 'two'), 'TWO', standingClock),
  ];
  expect((await loadCertificates(folder, standingClock)).partners).toEqual([]);
  await writeFile(
    join(partners, 'both.pem'),
    `Bag Attributes\n${first.certificate}\n# the other\n${second.certificate}`,
  );
  await writeFile(join(partners, 'broken.crt'), first.certificate.replaceAll('A', '!'));
  await writeFile(join(partners, 'notes.txt'), 'Ask Ann.');
  const { partners: found, problems } = await loadCertificates(folder, standingClock);
  expect(found.map(({ file, subject, pem }) => [file, subject, pem.trim()])).toEqual([
    ['both.pem', 'CN=Postroom ONE authority', first.certificate.trim()],
    ['both.pem', 'CN=Postroom TWO authority', second.certificate.trim()],
  ]);
  expect(found.every(({ notAfterMs }) => notAfterMs > standingClock.now())).toBe(true);
  expect(problems).toMatchObject([{ code: 'certificate-unusable', path: join(partners, 'broken.crt') }]);
  await rm(join(partners, 'both.pem'));
  expect((await loadCertificates(folder, standingClock)).partners).toEqual([]);
});
