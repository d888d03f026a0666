import type { ConfigFinding, ConfigView } from '../../contract/config-view.ts';
import type { SparseDocument } from '../../contract/document.ts';
import type { ChangeImpact } from '../../contract/tester-view.ts';
import type { Invocation } from '../run/cmdlet.ts';
import { ShellError } from '../shell-error.ts';
import { confirmed, typedConfirmation, type Action } from './confirmation.ts';

/** One change of the configuration, as every client makes it: checked, confirmed where that is needed, and reported. */
export interface Change extends Action {
  readonly base: ConfigView;
  /** JSON merge patch. */
  readonly patch: SparseDocument;
  /** Name of what is changed: warnings about it are told. */
  readonly subject: string;
  /** A warning about what the command does itself once the change is made. */
  readonly settles?: ((warning: ConfigFinding) => boolean) | undefined;
}

/** Whether the change was made: -WhatIf only tells, and a person may say no. Throws a ShellError where it is not allowed. */
export async function changeConfiguration(invocation: Invocation, change: Change): Promise<boolean> {
  const { bound, shell } = invocation;
  const { findings, effects, impact } = await shell.call('config.checkPatch', { patch: change.patch });
  const error = findings.find(({ severity }) => severity === 'error');
  if (error !== undefined) throw new ShellError('InvalidArgument', error.text.replace(PATH, parameterName));
  const warnings = findings.filter(
    (finding) => finding.text.includes(`"${change.subject}"`) && change.settles?.(finding) !== true,
  );
  if (bound.flag('WhatIf') === true) {
    shell.whatIf(`What if: ${change.text}`);
    for (const line of [...effects, ...warnings.map(warningText), ...impactLines(impact)]) shell.whatIf(`  ${line}`);
    return false;
  }
  if (!(await confirmed(invocation, change))) return false;
  await save(invocation, change, findings);
  for (const warning of warnings.filter(({ confirmation }) => confirmation === undefined)) shell.warn(warning.text);
  return true;
}

/** `receiveConnectors[0].banner`, `transport.maxReceiveSize`: at a prompt a property is known by its parameter. */
const PATH = /^[a-z]\w*(?:\[\d+\])?\.([a-z]\w*)(?=[[.:])/;

function parameterName(_: string, property: string): string {
  return property.charAt(0).toUpperCase() + property.slice(1);
}

/** Saves; what the engine wants typed out first is asked for, one after the other. */
async function save(
  invocation: Invocation,
  { patch, base }: Change,
  findings: readonly ConfigFinding[],
): Promise<void> {
  const confirmations: string[] = [];
  for (;;) {
    try {
      await invocation.shell.call('config.patch', { patch, baseRevision: base.revision, confirmations });
      return;
    } catch (error) {
      const wanted = confirmationIn(error, findings);
      if (wanted === null || confirmations.includes(wanted.confirmation)) throw error;
      await typedConfirmation(invocation, wanted.text, wanted.confirmation);
      confirmations.push(wanted.confirmation);
    }
  }
}

function confirmationIn(
  error: unknown,
  findings: readonly ConfigFinding[],
): { readonly text: string; readonly confirmation: string } | null {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'confirmation-needed') return null;
  const finding = findings.find(({ text, confirmation }) => confirmation !== undefined && text === error.message);
  return finding?.confirmation === undefined ? null : { text: finding.text, confirmation: finding.confirmation };
}

function warningText({ text }: ConfigFinding): string {
  return `Warning: ${text}`;
}

function impactLines(impact: ChangeImpact | null): readonly string[] {
  if (impact === null) return [];
  return [
    impact.summary,
    ...impact.changes.map(({ kind, subject, before, after }) => `${kind} ${subject}: ${before} -> ${after}`),
  ];
}
