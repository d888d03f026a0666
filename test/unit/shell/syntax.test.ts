import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ShellError } from '../../../main/shell/shell-error.ts';
import { printScript } from '../../../main/shell/syntax/print.ts';
import { parseScript } from '../../../main/shell/syntax/script-parser.ts';
import { scripts, withoutPlaces } from '../../support/shell-syntax.ts';

const printed = (text: string): string => printScript(parseScript(text));

function failureOf(text: string): ShellError {
  try {
    parseScript(text);
  } catch (error) {
    if (error instanceof ShellError) return error;
    throw error;
  }
  throw new Error('it was understood');
}

describe('what is pasted', () => {
  test.each([
    [
      'prompts',
      '[PS] C:\\>Get-Queue\nPS C:\\Windows\\system32> Get-Queue\nPS> Get-Queue',
      'Get-Queue\nGet-Queue\nGet-Queue',
    ],
    ['typographic quotes', 'Get-X “a b” ‘c’ „d“', "Get-X 'a b' 'c' 'd'"],
    ['a quote of another kind inside', 'Get-X "it\u2019s"', "Get-X 'it\u2019\u2019s'"],
    ['doubled quotes', `Get-X 'it''s' "a""b"`, `Get-X 'it''s' 'a"b'`],
    ['dashes', 'Get–Queue –Identity “a” —Server b', "Get-Queue -Identity 'a' -Server b"],
    ['a range with an en dash', 'Get-X 10.0.0.1–10.0.0.9', 'Get-X 10.0.0.1-10.0.0.9'],
    ['backticks', 'Get-X `\n  -A 1 `  \r\n  -B 2', 'Get-X -A 1 -B 2'],
    ['lost backticks', 'Get-X\n-A 1 \n\n  -B 2\nGet-Y', 'Get-X -A 1 -B 2\nGet-Y'],
    ['prompts of further lines', 'Get-X `\n>> -A 1\n>> -B 2', 'Get-X -A 1 -B 2'],
    ['pipes at the end and the beginning of a line', 'Get-X |\n Get-Y\n | Get-Z', 'Get-X | Get-Y | Get-Z'],
    ['comments', '# one\nGet-X # two\n<# three\n#> Get-Y', 'Get-X\nGet-Y'],
    ['switches with a value', 'Remove-X a -Confirm:$false -WhatIf', 'Remove-X a -Confirm:$false -WhatIf'],
    ['lists over lines', "Get-X 'a',\n 'b' ,'c'", "Get-X 'a', 'b', 'c'"],
    ['parentheses', 'Get-X ("a") (Get-Y).Name', "Get-X ('a') (Get-Y).Name"],
    ['tables', '@{Add="1","2"; Remove=\'3\'}', "@{'Add' = '1', '2'; 'Remove' = '3'}"],
    ['variables in texts', 'Get-X "a $b $($c.d) `$e"', 'Get-X "a $b $($c.d) `$e"'],
    ['assignments', '$a = Get-X; $a.Count', '$a = Get-X\n$a.Count'],
    ['conditions', 'where {($_.A -eq $false) -and -not $_.B}', 'where { ($_.A -eq $false) -and -not $_.B }'],
    ['addresses', 'Get-X [::]:25 10.0.0.1:25', 'Get-X [::]:25 10.0.0.1:25'],
    ['numbers below zero', 'where { $_.A -gt -1.5 }', 'where { $_.A -gt -1.5 }'],
    [
      'the bytes of a file',
      "Get-X ([System.IO.File]::ReadAllBytes('a b')) ([Byte[]]$(Get-Content a -Encoding Byte))",
      "Get-X ((Get-Content -Path:('a b') -AsByteStream)) ((Get-Content a -Encoding Byte))",
    ],
    ['a property is changed', '$a.B+=“c”,"d"; $a.B = 1', "$a.B += 'c', 'd'\n$a.B = 1"],
    ['a loop', 'foreach($a in “b”,"c")\n{\n Get-X $a\n}', "foreach ($a in 'b', 'c') { Get-X $a }"],
    ['a loop over a command', 'ForEach ($a in Get-X) { Get-Y; Get-Z }', 'foreach ($a in Get-X) { Get-Y; Get-Z }'],
    ['texts are put together', '$a = "C:\\"+$_.Id+".eml"', "$a = 'C:\\' + $_.Id + '.eml'"],
    [
      'methods on dates and texts',
      '(Get-Date).addhours(-2); "a,b".Split(",")',
      "(Get-Date).AddHours(-2)\n'a,b'.Split(',')",
    ],
    ['variables in words', 'Get-X $s\\Relay C:\\$($a.b).txt', 'Get-X "$s\\Relay" "C:\\$($a.b).txt"'],
    [
      'the name of the computer',
      'Get-X "$env:COMPUTERNAME\\R" $Env:ComputerName',
      'Get-X "$env:COMPUTERNAME\\R" $Env:ComputerName',
    ],
    ['names in braces', '"${a}b ${a}"', '"${a}b $a"'],
    ['values are joined', '$_.B -join ", "', "$_.B -join ', '"],
    ['placeholders', 'Get-X -Name <Name of X>', 'Get-X -Name <Name of X>'],
  ])('%s', (_, text, expected) => {
    expect(printed(text)).toBe(expected);
  });

  test('every documented block', () => {
    const text = readFileSync('test/fixtures/cmdlets/documented.ps1', 'utf8');
    const blocks = text.split(/^#=.*$/m).slice(1);
    expect(blocks.map((block) => parseScript(block).statements.length)).toEqual(blocks.map(() => 1));
  });
});

describe('what is refused, by its name', () => {
  test.each([
    ['if ($a) { Get-X }', /"if" is part of PowerShell.*Where-Object/],
    ['foreach-x; while (1) {}', /"while"/],
    ['[System.IO.File]::Exists("a")', /\.NET/],
    ['$x = [Byte[]]1', /\.NET/],
    ['Get-X ([System.IO.File]::WriteAllText("a"))', /\.NET/],
    ['$a.Dispose()', /\.Dispose\(\).*\.NET.* AddDays, /],
    ['$a.RemoteIPRanges.Add("10.0.0.1")', /\.Add\(\).*\.NET.*\+=/],
    ['$a -replace "b","c"', /"-replace" is not an operator.*\.Replace/],
    ['"{0}" -f $a', /"-f" is not an operator.*into the text/],
    ['$a[0]', /index/],
    ['Get-X @splat', /Splatting/],
    ['Get-X > file', /Out-File/],
    ['Get-X && Get-Y', /"&"/],
    ['$a -= 1', /"="/],
    ['$a * 2', /Arithmetic/],
    ['foreach ($a in $b) Get-X', /"\{" is missing/],
    ['"$env:Path"', /plain variables/],
    ['@"\nhere\n"@', /here-string/],
    ['. script', /"\."/],
    ['Get-X a"b"', /double quotes/],
    ['$env:Path', /plain variables.*\$env:COMPUTERNAME/],
    ['{ ( ', /not complete/],
  ])('%s', (text, message) => {
    expect(failureOf(text).message).toMatch(message);
  });

  test.each(["Get-X 'a", 'Get-X "a $b', 'Get-X (', 'Get-X |', 'where { $_.A', '@{a=1', 'Get-X `', '$a = '])(
    '%s goes on in the next line',
    (text) => {
      expect(failureOf(text)).toMatchObject({ category: 'ParserError', isIncomplete: true });
    },
  );

  test('nesting has an end', () => {
    expect(failureOf('('.repeat(5000)).message).toMatch(/too deeply/);
    expect(failureOf('-not '.repeat(5000)).message).toMatch(/too deeply/);
    expect(failureOf('Get-X "$('.repeat(5000)).message).toMatch(/too deeply/);
    expect(failureOf(`$a${'.b'.repeat(5000)}`).message).toMatch(/too deeply/);
    expect(failureOf(`1${' + 1'.repeat(5000)}`).message).toMatch(/too deeply/);
    expect(failureOf(`1${' -eq 1'.repeat(5000)}`).message).toMatch(/too deeply/);
  });
});

describe('the grammar', () => {
  test('what is printed parses to the same tree', () => {
    fc.assert(
      fc.property(scripts, (script) => {
        expect(withoutPlaces(parseScript(printScript(script)))).toEqual(withoutPlaces(script));
      }),
      { numRuns: 1000 },
    );
  });

  const pieces = [
    ...[
      'Get-X',
      '-Name',
      '(',
      ')',
      '{',
      '}',
      '@{',
      '@(',
      '=',
      ',',
      ';',
      '|',
      '$_',
      '.',
      '"',
      "'",
      '“',
      '‘',
      '`',
      '\n',
      ' ',
    ],
    ...[
      '#',
      '<#',
      '#>',
      '<',
      '>',
      '-eq',
      '-not',
      '-and',
      '1MB',
      '$(',
      '[PS] C:\\>',
      '>>',
      '–',
      '[',
      ']',
      '&',
      '+',
      '+=',
      '${',
      '$env:COMPUTERNAME',
      '.Replace(',
      'foreach ($a in ',
      '-join',
      'if',
      '\u00e9',
      '\0',
    ],
  ];

  test('any text is understood or refused', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          const script = parseScript(text);
          expect(withoutPlaces(parseScript(printScript(script)))).toEqual(withoutPlaces(script));
        } catch (error) {
          expect(error).toBeInstanceOf(ShellError);
        }
      }),
      { numRuns: 3000 },
    );
  });

  // A parser that looks back over what it has read would not end within the time of a test.
  test.each(pieces.map((piece) => [JSON.stringify(piece), piece] as const))('%s 20,000 times over ends', (_, piece) => {
    for (const text of [piece.repeat(20_000), `Get-X ${`${piece} `.repeat(20_000)}`, `${piece}\n`.repeat(20_000)]) {
      try {
        printScript(parseScript(text));
      } catch (error) {
        expect(error).toBeInstanceOf(ShellError);
      }
    }
  });
});
