import { findConflicts } from '../connectors/conflicts.ts';
import { findWarnings } from '../connectors/constraints.ts';
import type { ConfigDocument } from '../contract/document.ts';
import { compileAcceptedDomains, compileReceiveConnectors } from './compile.ts';
import type { Finding } from './configuration.ts';

/** The rules between receive connectors, and what works but is unwise. Each connector must be readable by itself. */
export function checkTogether(document: ConfigDocument): Finding[] {
  const connectors = compileReceiveConnectors(document);
  const acceptedDomains = compileAcceptedDomains(document);
  return [
    ...findConflicts(connectors).map(({ severity, path, text }) => ({ severity, path, text })),
    ...connectors.flatMap((connector, index) =>
      findWarnings(connector, `receiveConnectors[${String(index)}]`, acceptedDomains),
    ),
  ];
}
