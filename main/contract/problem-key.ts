import type { Problem } from './problem-view.ts';

/** The same problem before and after its count or its time moved. */
export function problemKey(problem: Problem): string {
  switch (problem.kind) {
    case 'device-refused':
    case 'device-silent':
      return `${problem.kind} ${problem.facts.address}`;
    case 'queue-stuck':
      return `${problem.kind} ${problem.facts.queue}`;
    case 'listener-failed':
      return `${problem.kind} ${problem.facts.connector} ${problem.facts.address} ${String(problem.facts.port)}`;
    case 'service-stopped':
      return `${problem.kind} ${problem.facts.service}`;
    case 'secret-missing':
    case 'certificate-untrusted':
    case 'sign-in-needed':
      return `${problem.kind} ${problem.facts.connector}`;
    case 'client-secret-expiring':
      return `${problem.kind} ${problem.facts.connector} ${String(problem.facts.step)}`;
    case 'certificate-expired':
    case 'certificate-expiring':
      return `${problem.kind} ${problem.facts.file}`;
    case 'alerts-failing':
      return `${problem.kind} ${problem.facts.channel}`;
    case 'notice':
      return `${problem.code} ${problem.text}`;
    default:
      return problem.kind;
  }
}
