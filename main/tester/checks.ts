import type { Snapshot } from '../config/snapshot.ts';
import type { CheckDocument } from '../contract/document.ts';
import type { CheckResult } from '../contract/tester-view.ts';
import { runBuiltInChecks } from './built-in-checks.ts';
import { inTurn } from './probe.ts';
import type { Replayer } from './replayer.ts';
import { parseTranscript } from './transcript/parse-transcript.ts';

/** Every check against a configuration: those that always hold, then the saved ones that are on, in their order. */
export async function runChecks(replayer: Replayer, snapshot: Snapshot): Promise<readonly CheckResult[]> {
  const saved = snapshot.document.checks.filter(({ enabled }) => enabled);
  return [
    ...(await runBuiltInChecks(replayer, snapshot)),
    ...(await inTurn(saved, (check) => runSaved(replayer, snapshot, check))),
  ];
}

async function runSaved(replayer: Replayer, snapshot: Snapshot, check: CheckDocument): Promise<CheckResult> {
  const { name, remoteAddress, localAddress, localPort, implicitTls, userName } = check;
  const outcome = (passed: boolean, text: string): CheckResult => ({ name, builtIn: false, passed, text });
  const transcript = parseTranscript(check.transcript);
  const [problem] = transcript.problems;
  if (problem !== undefined)
    return outcome(false, `Line ${String(problem.line)} of its transcript cannot be understood: ${problem.text}`);
  const conditions = { remoteAddress, localAddress, localPort, implicitTls, userName };
  const { verdict, steps } = await replayer.replay(snapshot, transcript, conditions, 'replies');
  const different = steps.find((step) => step.verdict === 'different');
  if (different !== undefined) {
    const place = different.line === null ? 'At the start' : `In line ${String(different.line)}`;
    return outcome(false, `${place}: ${different.difference ?? 'the reply is another one.'}`);
  }
  return outcome(
    verdict !== 'different',
    verdict === 'not compared' ? 'Its transcript records no replies, so there is nothing to compare.' : 'As recorded.',
  );
}
