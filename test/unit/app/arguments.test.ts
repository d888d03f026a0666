import { expect, test } from 'vitest';
import { readArguments } from '../../../app/arguments.ts';

test.each([
  ['nothing', [], { data: null, hidden: false, headless: false }],
  ['the folder of a program that is not packaged', ['.'], { data: null, hidden: false, headless: false }],
  ['the start at login', ['--hidden'], { data: null, hidden: true, headless: false }],
  ['a data folder', ['--data', 'D:\\Post room'], { data: 'D:\\Post room', hidden: false, headless: false }],
  ['the start at boot', ['--headless', '--data=/srv/mail'], { data: '/srv/mail', hidden: false, headless: true }],
  [
    'what belongs to Chromium',
    ['--no-sandbox', '--lang=de', '--hidden'],
    { data: null, hidden: true, headless: false },
  ],
  [
    'a second start as the first one sees it',
    ['Postroom.exe', '--allow-file-access', '--hidden'],
    { data: null, hidden: true, headless: false },
  ],
  ['a folder that was left out', ['--data'], { data: null, hidden: false, headless: false }],
])('understands %s', (_name, args, expected) => {
  expect(readArguments(args)).toEqual(expected);
});
