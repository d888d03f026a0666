import type { Advice, ReplayResult, ReplayStep, RoutePreview } from '../contract/tester-view.ts';
import { plain } from './output.ts';

/** A replay as text that reads like a transcript: what was answered, and beneath it what was recorded where that differs. */

const INDENT = '   ';

export function replayText(result: ReplayResult, options: { readonly trace: boolean }): string {
  return [
    heading(result),
    '',
    ...result.steps.flatMap((step) => stepLines(step, options.trace)),
    ...routeLines(result.routes),
    '',
    conclusion(result),
  ].join('\n');
}

function heading({ conditions, connector }: ReplayResult): string {
  const { remoteAddress, localAddress, localPort, implicitTls, userName } = conditions;
  const host = localAddress.includes(':') ? `[${localAddress}]` : localAddress;
  return plain(
    `${remoteAddress} to ${host}:${String(localPort)}, ` +
      `${implicitTls ? 'TLS from the first byte' : 'beginning in clear'}, ` +
      `${userName === null ? 'no account' : `as ${userName} where it signs in`}. ` +
      (connector === null ? 'No receive connector answers.' : `Receive connector: ${connector}.`),
  );
}

function stepLines(step: ReplayStep, withTrace: boolean): readonly string[] {
  const sent = step.kind === 'body' ? [...step.sent, '.'] : step.sent;
  return [
    ...sent.map((line) => `C: ${plain(line)}`),
    ...replyLines(step),
    ...differenceLines(step),
    ...(step.tarpitMs > 0 ? [`${INDENT}(a real client waits ${seconds(step.tarpitMs)} for this reply)`] : []),
    ...step.deviations.map(({ text }) => `${INDENT}noted: ${plain(text)}`),
    ...step.assumptions.map((text) => `${INDENT}assumed: ${plain(text)}`),
    ...(withTrace ? step.trace.map(({ text }) => `${INDENT}- ${plain(text)}`) : []),
  ];
}

function replyLines({ actual, verdict, outcome }: ReplayStep): readonly string[] {
  const lines = outcome === 'not reached' ? ['(not reached)'] : actual;
  const mark = verdict === 'not compared' ? '' : `  [${verdict}]`;
  return lines.map((line, index) => `S: ${plain(line)}${index === lines.length - 1 ? mark : ''}`);
}

function differenceLines({ verdict, expected, difference }: ReplayStep): readonly string[] {
  if (verdict === 'same' || verdict === 'not compared' || expected === null) return [];
  return [
    ...expected.map((line) => `${INDENT}recorded: ${plain(line)}`),
    ...(difference === null ? [] : [`${INDENT}${plain(difference)}`]),
  ];
}

function routeLines(routes: readonly RoutePreview[]): readonly string[] {
  if (routes.length === 0) return [];
  return ['', ...routes.map(({ recipient, reason }) => `${plain(recipient)}: ${plain(reason)}`)];
}

function conclusion({ verdict, accepted, firstRefusal, steps }: ReplayResult): string {
  const refusal = firstRefusal === null ? undefined : steps[firstRefusal];
  const outcome = accepted
    ? 'Accepted.'
    : `Refused${refusal === undefined ? '' : `: ${plain(refusal.actual.at(-1) ?? '')}`}`;
  return verdict === 'not compared' ? outcome : `Compared with the transcript: ${verdict}. ${outcome}`;
}

/** What would turn the refusal, the smallest change first. */
export function adviceText(advice: readonly Advice[]): string {
  if (advice.length === 0)
    return 'There is no advice: nothing was refused, or no change of the configuration would help.';
  return advice
    .map((one, index) => [`${String(index + 1)}. ${plain(one.title)}`, ...adviceLines(one)].join('\n'))
    .join('\n\n');
}

function adviceLines({ text, opens, opensRelay, changes, confirmations, patch }: Advice): readonly string[] {
  const lines = [
    plain(text),
    ...(opensRelay ? ['THIS MAKES AN OPEN RELAY: anybody could send mail to anyone through this server.'] : []),
    ...opens.map((one) => `Also opens: ${plain(one)}`),
    ...changes.map(({ kind, subject, before, after, worse }) =>
      plain(`${worse ? 'Worse' : 'Changes'}: ${kind} "${subject}": ${before} before, ${after} after`),
    ),
    ...confirmations.map((one) => `Confirm with --confirm "${plain(one)}"`),
    ...(patch === null ? ['Nothing here can be changed for that.'] : [`Patch: ${plain(JSON.stringify(patch))}`]),
  ];
  return lines.map((line) => `${INDENT}${line}`);
}

function seconds(ms: number): string {
  return `${String(ms / 1000)} s`;
}
