import { expect, it } from 'vitest';
import { complaintAboutNode } from '../../../main/cli/node-version.ts';

it.each(['20.20.2', '22.12.0', '9.0.0'])('Node.js %s is told what to use instead', (version) => {
  expect(complaintAboutNode(version)).toContain(
    `runs on Node.js 24 or newer, and this is ${version}. It brings its own`,
  );
});

it.each(['24.0.0', '24.21.0', '100.1.0'])('Node.js %s runs it', (version) => {
  expect(complaintAboutNode(version)).toBeNull();
});
