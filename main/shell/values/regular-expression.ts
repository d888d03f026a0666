import { PatternReader, unknownPattern, type Node, type Test } from './pattern-reader.ts';

/**
 * Regular expressions for -match, run on all paths at once: time grows with length of pattern times length of text,
 * whatever the pattern. JavaScript's own engine tries paths one after the other, and a pasted pattern could stop the
 * process that takes mail. Without case.
 */

const MAX_STEPS = 4000;

type Step =
  | { readonly kind: 'test'; readonly test: Test }
  | { readonly kind: 'anchor'; readonly holds: (at: number, text: string) => boolean }
  | { kind: 'jump'; targets: number[] }
  | { readonly kind: 'done' };

/** A matcher that looks for the pattern anywhere in a text. Throws a ShellError for a pattern that it does not know. */
export function compileExpression(pattern: string): (text: string) => boolean {
  const reader = new PatternReader(pattern);
  const steps: Step[] = [];
  emit(reader.read(), steps, pattern);
  steps.push({ kind: 'done' });
  return (text) => run(steps, text.toLowerCase());
}

function emit(node: Node, steps: Step[], pattern: string): void {
  if (steps.length > MAX_STEPS) throw unknownPattern(pattern, 'it is too large');
  switch (node.kind) {
    case 'test':
    case 'anchor':
      steps.push(node);
      return;
    case 'sequence':
      for (const part of node.nodes) emit(part, steps, pattern);
      return;
    case 'choice':
      emitChoice(node.nodes, steps, pattern);
      return;
    case 'repeat':
      emitRepeat(node, steps, pattern);
  }
}

function emitChoice(nodes: readonly Node[], steps: Step[], pattern: string): void {
  const fork: Step = { kind: 'jump', targets: [] };
  steps.push(fork);
  const ends: { kind: 'jump'; targets: number[] }[] = [];
  for (const node of nodes) {
    fork.targets.push(steps.length);
    emit(node, steps, pattern);
    const end: { kind: 'jump'; targets: number[] } = { kind: 'jump', targets: [] };
    ends.push(end);
    steps.push(end);
  }
  for (const end of ends) end.targets.push(steps.length);
}

function emitRepeat({ node, min, max }: Extract<Node, { kind: 'repeat' }>, steps: Step[], pattern: string): void {
  for (let count = 0; count < min; count += 1) emit(node, steps, pattern);
  if (max === Infinity) {
    const start = steps.length;
    const fork: Step = { kind: 'jump', targets: [start + 1] };
    steps.push(fork);
    emit(node, steps, pattern);
    steps.push({ kind: 'jump', targets: [start] });
    fork.targets.push(steps.length);
    return;
  }
  for (let count = min; count < max; count += 1) {
    const fork: Step = { kind: 'jump', targets: [steps.length + 1] };
    steps.push(fork);
    emit(node, steps, pattern);
    fork.targets.push(steps.length);
  }
}

function run(steps: readonly Step[], text: string): boolean {
  let current = new Set<number>();
  for (let at = 0; at <= text.length; at += 1) {
    // Every place may be the beginning.
    const states = follow(steps, [...current, 0], at, text);
    if (states === null) return true;
    current = new Set();
    const character = text[at];
    if (character === undefined) return false;
    for (const state of states) {
      const step = steps[state];
      if (step?.kind === 'test' && step.test(character)) current.add(state + 1);
    }
  }
  return false;
}

/** All places reached without a character; null where the end is among them. */
function follow(steps: readonly Step[], from: readonly number[], at: number, text: string): ReadonlySet<number> | null {
  const seen = new Set<number>();
  const open = [...from];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (seen.has(state)) continue;
    seen.add(state);
    const step = steps[state];
    if (step?.kind === 'done') return null;
    if (step?.kind === 'jump') open.push(...step.targets);
    if (step?.kind === 'anchor' && step.holds(at, text)) open.push(state + 1);
  }
  return seen;
}
