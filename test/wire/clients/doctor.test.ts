import { X509Certificate } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import type { DoctorStep } from '../../../main/contract/doctor-view.ts';
import { requireExim, startExim } from '../../support/exim.ts';
import { freePort } from '../../support/free-port.ts';
import { office, patch, providerCertificate, relayFor, run, startOffice } from './office.ts';

/** `postroom doctor` against Debian's Exim, which wants STARTTLS and a login. */

const hasExim = await requireExim();
const user = 'office@provider.example';

test.runIf(hasExim)('the doctor goes the whole way through Exim, and names a wrong password', async () => {
  const { cert, key } = await providerCertificate();
  const exim = await startExim({ user, password: 'correct horse', cert, key });
  onTestFinished(() => exim.close());
  const internet = {
    ...{ name: 'Internet', addressSpaces: ['SMTP:*;1'], smartHosts: ['127.0.0.1'], port: exim.port },
    ...{ smartHostAuthMechanism: 'BasicAuthRequireTLS', userName: user },
    tlsPinnedFingerprint: new X509Certificate(cert).fingerprint256,
  };
  const engine = await startOffice(office([relayFor('127.0.0.1', await freePort())], { sendConnectors: [internet] }));
  const doctor = (...more: readonly string[]) => engine.cli(['doctor', 'Internet', ...more]);
  await run(engine, ['secret', 'set', 'send-connector/Internet'], 'correct horse');
  const good = await doctor('--recipient', 'bob@far.example');
  expect(good.stderr).toBe('');
  expect(good.stdout).toMatch(/ok {5}tls .*TLSv1\.3/);
  expect(good.stdout).toMatch(/ok {5}auth .*235 /);
  expect(good.stdout).toMatch(/ok {5}rcpt .*250 /);
  expect(good.stdout).toContain('Mail would go this way.');
  expect(good.code).toBe(0);
  expect(await exim.messages()).toEqual([]);

  await run(engine, ['secret', 'set', 'send-connector/Internet'], 'wrong');
  const bad = await doctor('--json');
  expect(bad.code).not.toBe(0);
  const steps = JSON.parse(bad.stdout) as DoctorStep[];
  expect(steps.at(-1)).toMatchObject({ name: 'auth', isGood: false, said: '535 Incorrect authentication data' });
  expect(steps.at(-1)?.hint).toContain('check the user name and password');
  expect(bad.stdout).not.toContain('wrong');

  await patch(engine, { sendConnectors: [{ ...internet, tlsPinnedFingerprint: null }] });
  const untrusted = await doctor();
  expect(untrusted.stdout).toMatch(/FAILED tls .*The certificate of 127\.0\.0\.1 was refused: it is self-signed/);
});
