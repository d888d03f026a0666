import { compile } from '../../main/config/compile.ts';
import { select } from '../../main/connectors/selection.ts';
import { documentSchema } from '../../main/contract/document.ts';
import { DataScanner } from '../../main/frontend/data-scanner.ts';

/** What one step costs, without sockets and disks: selection among many ranges, and the scan of hostile bodies. */

const print = (text: string): void => void process.stdout.write(`${text}\n`);

function median(times: number, run: () => void): number {
  const results: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const begin = performance.now();
    run();
    results.push(performance.now() - begin);
  }
  return results.sort((a, b) => a - b)[Math.floor(times / 2)] ?? Number.NaN;
}

/** 10,000 nested and separate ranges on one binding; IPv4 and IPv6 peers. */
function selection(): void {
  const ranges = (hextet: (n: number) => string): string[] => Array.from({ length: 5000 }, (_, n) => hextet(n));
  const remoteIPRanges = [
    ...ranges((n) => `10.${n >> 8}.${n & 255}.0/24`),
    ...ranges((n) => `2001:db8:${n.toString(16)}::/48`),
  ];
  const { index } = compile(
    documentSchema.parse({
      receiveConnectors: [
        { name: 'All', bindings: ['0.0.0.0:25', '[::]:25'], remoteIPRanges: ['0.0.0.0/0', '::/0'] },
        { name: 'Many', bindings: ['0.0.0.0:25', '[::]:25'], remoteIPRanges },
      ],
    }),
    1,
  );
  for (const [family, remoteAddress, localAddress] of [
    ['IPv4', '10.9.100.7', '192.168.0.1'],
    ['IPv6', '2001:db8:900::7', '2001:db8::1'],
  ] as const) {
    const calls = 20_000;
    const ms = median(15, () => {
      for (let i = 0; i < calls; i += 1) select(index, { localAddress, localPort: 25, remoteAddress });
    });
    print(`selection among 10,000 ranges, ${family}: ${((ms * 1000) / calls).toFixed(2)} µs`);
  }
}

/** 1 MiB of ordinary lines against 1 MiB that is nothing but stuffed dots, and of bare line feeds. */
function scanning(): void {
  const mebibyte = 1024 * 1024;
  const of = (line: string): Buffer => Buffer.from(line.repeat(Math.ceil(mebibyte / line.length)));
  const plain = of(`${'x'.repeat(76)}\r\n`);
  const time = (body: Buffer): number =>
    median(25, () => {
      const scanner = new DataScanner(false);
      for (let at = 0; at < body.length; at += 65_536) scanner.push(body.subarray(at, at + 65_536));
    });
  const base = time(plain);
  print(`scan of 1 MiB of plain lines: ${base.toFixed(2)} ms`);
  for (const [name, line] of [
    ['dotted lines', '..\r\n'],
    ['bare line feeds', '\n'],
    ['lines that end in LF alone', `${'x'.repeat(79)}\n`],
    ['bare carriage returns', '\r'],
  ] as const) {
    const ms = time(of(line));
    print(`scan of 1 MiB of ${name}: ${ms.toFixed(2)} ms (${(ms / base).toFixed(1)} times plain)`);
  }
}

selection();
scanning();
