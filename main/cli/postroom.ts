#!/usr/bin/env node
import { complaintAboutNode } from './node-version.ts';

/** Entry of the `postroom` command. An old Node.js cannot even load the rest, so it is asked first. */

const complaint = complaintAboutNode(process.versions.node);
if (complaint === null) await import('./entry.ts');
else {
  process.stderr.write(`${complaint}\n`);
  process.exitCode = 2;
}
