import { describe, expect, test } from 'vitest';
import { openShell, outputOf, textsOf } from '../../support/shell-harness.ts';
import { guideDocument } from '../../support/guide-configuration.ts';

/** Variables, loops, `+` and the few methods: what scripts of administrators do with the objects they get. */

const open = () => openShell(guideDocument());

describe('variables', () => {
  test.each([
    ['$a = @(); $a += "x"; $a += "y","z"; $a.Count; $a', ['3', 'x', 'y', 'z']],
    ['$a += "x"; $a += "y"; $a', ['xy']],
    ['$a = 1; $a += 2; $a + 3', ['6']],
    ['$a = "one"; $A += 1; $a', ['one1']],
    ['$t = @{A=1}; $t.b = "x"; $t.A += 1; "$($t.A) $($t.B)"', ['2 x']],
    [
      '$c = Get-ReceiveConnector Relay*; $c.RemoteIPRanges += "10.1.1.5"; $c.remoteipranges -join ";"',
      ['192.168.0.181;10.1.1.5'],
    ],
    ['$all = @(); Get-ReceiveConnector Relay* | foreach { $all += $_.Bindings }; $all', ['0.0.0.0:25']],
    ['1,2 | % { $n = $_; 3,4 | % { "$n$_" }; $_ }', ['13', '14', '1', '23', '24', '2']],
    ['foreach ($n in 1,2) { foreach ($m in "a","b") { "$n$m" } }', ['1a', '1b', '2a', '2b']],
    ['foreach ($n in $none) { "never" }; foreach ($n in "once") { $n }; $n', ['once', 'once']],
    ['"$env:COMPUTERNAME\\R"; $server = "S"; Write-Output $server\\R', ['E15MB1\\R', 'S\\R']],
  ])('%s', async (text, expected) => {
    const shell = await open();
    const records = await shell.run(text);
    expect([...outputOf(records), ...textsOf(records, 'error')]).toEqual(expected);
  });

  test.each([
    ['$true = 1', '$true cannot be assigned to.'],
    ['$_ = 1', '$_ cannot be assigned to.'],
    ['foreach ($null in 1) { }', '$null cannot be assigned to.'],
    [
      '$x.RemoteIPRanges += "10.0.0.1"',
      "The property 'RemoteIPRanges' cannot be found on this object. Verify that the property exists and can be set.",
    ],
    ['$a = 1; $a + "b"', '"b" is not a number that could be added.'],
    ['$x.Trim()', '.Trim(): You cannot call a method on a null-valued expression.'],
    ['"a".AddDays(1)', '.AddDays(): "a" is not a date.'],
    ['"a".Replace("a")', '.Replace(): a value is missing in its parentheses.'],
  ])('%s is refused', async (text, message) => {
    const shell = await open();
    expect(textsOf(await shell.run(text), 'error')).toEqual([message]);
  });

  test('a text or a list that doubles itself is stopped', async () => {
    const shell = await open();
    const grow = (start: string, step: string) => `${start}\n${`${step}\n`.repeat(60)}`;
    for (const text of [
      grow('$a = "x"', '$a = "$a$a"'),
      grow('$a = "x"', '$a += $a'),
      grow('$a = 1,2', '$a += $a'),
      grow('$a = "x"', '$a = $a.Replace("x","xx")'),
    ])
      expect(textsOf(await shell.run(text), 'error')[0]).toMatch(/too long/);
  });

  test('loops in loops come to an end', async () => {
    const shell = await open();
    const many = `$a = @(${Array.from({ length: 100 }, (_, index) => String(index)).join(',')})`;
    const loops = 'foreach ($b in $a) { foreach ($c in $a) { foreach ($d in $a) { $e = 1 } } }';
    expect(textsOf(await shell.run(`${many}\n${loops}`), 'error')).toEqual([
      'These are too many steps for one run. Run the commands in parts.',
    ]);
  });
});

describe('methods', () => {
  test.each([
    ['"a b".ToUpper().Replace("A","c").Split(" ")', ['c', 'B']],
    ['" a ".Trim().EndsWith("a"); "abc".Contains("b"); "abc".StartsWith("b")', ['True', 'True', 'False']],
    ['$c = Get-ReceiveConnector Relay*; $c.RemoteIPRanges.Contains("192.168.0.181")', ['True']],
    [
      '$d = Get-Date "2026-01-31 08:00"; $d.AddHours(-2); $d.AddDays(1).ToString("yyyyMMdd-HHmm")',
      ['2026-01-31 06:00:00', '20260201-0800'],
    ],
    ['$d = Get-Date 2026-03-31; $d.AddMonths(1).ToString("dd.MM.yy"); $d.AddYears(-1).Year', ['30.04.26', '2025']],
    [
      '$d = Get-Date "2026-01-31 20:15:07"; $d.Date; $d.Hour; $d.ToString("hh:mm tt")',
      ['2026-01-31 00:00:00', '20', '08:15 PM'],
    ],
    [
      '(Get-Date 31.01.2026).ToString("yyyy-MM-dd HH:mm"); (Get-Date "1/31/2026 6:05 PM").Hour',
      ['2026-01-31 00:00', '18'],
    ],
    ['(Get-Date).AddMinutes(-5) -lt (Get-Date)', ['True']],
  ])('%s', async (text, expected) => {
    const shell = await open();
    const records = await shell.run(text);
    expect([...outputOf(records), ...textsOf(records, 'error')]).toEqual(expected);
  });
});
