import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { signTrace } from '../../../renderer/src/trace.ts';

const line = (step: string, data?: Record<string, string>) => ({ step, text: step, ...(data && { data }) });
const signs = (...steps: string[]) => signTrace(steps.map((step) => line(step))).lines.map(({ sign }) => sign);

describe('the reasons behind a reply', () => {
  test('of the checks before a refusal the last one refused', () => {
    expect(signs('limits', 'recipient-count', 'relay', 'refused')).toEqual(['note', 'yes', 'no', 'no']);
  });

  test('before an acceptance all spoke for it', () => {
    expect(signs('may-submit', 'declared-size', 'accepted', 'message-rate')).toEqual(['yes', 'yes', 'yes', 'note']);
  });

  test('what the session may stands apart', () => {
    const { lines, rights } = signTrace(
      ['principals', 'right-granted', 'rights', 'relay', 'refused'].map((step) => line(step)),
    );
    expect(lines.map(({ text }) => text)).toEqual(['relay', 'refused']);
    expect(rights.map(({ sign }) => sign)).toEqual(['note', 'note', 'note']);
  });

  test('each decision has its own checks', () => {
    expect(signs('relay', 'refused', 'relay', 'accepted')).toEqual(['no', 'no', 'yes', 'yes']);
  });

  test('of a connection the rivals lost, and those elsewhere stand apart', () => {
    const { lines, elsewhere } = signTrace(
      [
        ...['connection', 'candidate-selected', 'candidate-larger-range', 'candidate-range-miss'],
        ...['candidate-binding-mismatch', 'connector-selected'],
      ].map((step) => line(step)),
    );
    expect(lines.map(({ sign, text }) => `${sign} ${text}`)).toEqual([
      'note connection',
      'no candidate-larger-range',
      'yes connector-selected',
    ]);
    expect(elsewhere.map(({ text }) => text)).toEqual(['candidate-range-miss', 'candidate-binding-mismatch']);
  });

  test('a way that leads nowhere is against it', () => {
    expect(signTrace([line('route', { kind: 'unreachable' }), line('route', { kind: 'smart-host' })]).lines).toEqual([
      { sign: 'no', text: 'route' },
      { sign: 'note', text: 'route' },
    ]);
  });

  test('without an outcome nothing is claimed', () => {
    expect(signs('relay', 'something-new')).toEqual(['note', 'note']);
  });

  test('every line is there once, in its order', () => {
    const steps = fc.array(fc.constantFrom('relay', 'accepted', 'refused', 'limits', 'candidate-range-miss', 'rights'));
    fc.assert(
      fc.property(steps, (codes) => {
        const numbered = codes.map((step, at) => ({ step, text: String(at) }));
        const { lines, rights, elsewhere } = signTrace(numbered);
        const order = [...lines, ...rights, ...elsewhere].map(({ text }) => Number(text));
        expect(order.toSorted((a, b) => a - b)).toEqual(codes.map((_, at) => at));
        expect(lines.map(({ text }) => Number(text))).toEqual(
          lines.map(({ text }) => Number(text)).toSorted((a, b) => a - b),
        );
      }),
    );
  });
});
