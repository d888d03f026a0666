import { expect, onTestFinished, test } from 'vitest';
import type { ArrivalReport } from '../../../main/contract/arrival-view.ts';
import { asResolver, startDnsServer } from '../../support/dns-server.ts';
import { dataFolder, removeFolder, startEngine } from '../../support/engine-process.ts';
import { office } from './office.ts';

/** `postroom dns-check` as a process, against an engine that asks a name server of the test. */

test('says what receivers would find, what to enter, and ends with 1 while something keeps mail from arriving', async () => {
  const dns = await startDnsServer({
    records: {
      'TXT office.example': ['v=spf1 ip4:203.0.113.7 -all'],
      'TXT _dmarc.office.example': ['v=DMARC1; p=none'],
      'MX office.example': ['10 mx.office.example'],
      'A mx.office.example': ['203.0.113.9'],
    },
  });
  onTestFinished(() => dns.close());
  const folder = await dataFolder(office([], { sendConnectors: [{ name: 'Internet', addressSpaces: ['*'] }] }));
  onTestFinished(() => removeFolder(folder));
  const engine = await startEngine(folder, {
    args: ['--console', '127.0.0.1:0'],
    env: { NODE_OPTIONS: asResolver(dns) },
  });
  onTestFinished(() => engine.kill9());

  const { code, stdout } = await engine.cli(['dns-check', '--ip', '203.0.113.8']);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^Mail from office\.example, directly from 203\.0\.113\.8:\n/);
  expect(stdout).toMatch(/^BAD +SPF /m);
  expect(stdout).toMatch(/^good +DMARC /m);
  expect(dns.asked).toContain('TXT office.example');

  const json = await engine.cli(['dns-check', 'office.example', '--ip', '203.0.113.8', '--json']);
  const report = JSON.parse(json.stdout) as ArrivalReport;
  expect(report.results.find(({ check }) => check === 'spf')).toMatchObject({
    verdict: 'bad',
    record: { type: 'TXT', name: 'office.example', value: 'v=spf1 ip4:203.0.113.7 ip4:203.0.113.8 -all' },
  });
});
