import type { ConfigDocument } from '../../../main/contract/document.ts';
import type { ReplayConditions, TranscriptHints } from '../../../main/contract/tester-view.ts';

/** As whom and where a transcript is tried, as the page has it and as the engine's calls want it. */

export interface ConditionForm {
  readonly from: string;
  readonly to: string;
  readonly implicitTls: boolean;
  /** Empty: nobody. */
  readonly userName: string;
}

export interface FormConditions {
  remoteAddress?: string;
  localAddress?: string;
  localPort?: number;
  implicitTls?: boolean;
  userName?: string;
}

/** What is left empty is left to the transcript. null where the endpoint cannot be read. */
export function conditionsOf({ from, to, implicitTls, userName }: ConditionForm): FormConditions | null {
  const conditions: FormConditions = {};
  if (from.trim() !== '') conditions.remoteAddress = from.trim();
  if (to.trim() !== '') {
    const endpoint = parseEndpoint(to.trim());
    if (endpoint === null) return null;
    Object.assign(conditions, endpoint);
  }
  // Not chosen is not the same as no: a log may tell.
  if (implicitTls) conditions.implicitTls = true;
  if (userName !== '') conditions.userName = userName;
  return conditions;
}

function parseEndpoint(text: string): Pick<FormConditions, 'localAddress' | 'localPort'> | null {
  const match = /^(?:\[([^\]]+)\]|([^:]+))\s*:\s*(\d{1,5})$/.exec(text);
  if (match === null) return null;
  return { localAddress: (match[1] ?? match[2] ?? '').trim(), localPort: Number(match[3]) };
}

/** `192.168.0.1:25`, `[::1]:25`. */
export function printEndpoint(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${String(port)}` : `${address}:${String(port)}`;
}

/** Where clients can arrive: every binding once; one of all addresses stands for this machine. */
export function endpointsOf({ receiveConnectors }: Pick<ConfigDocument, 'receiveConnectors'>): readonly string[] {
  const bindings = receiveConnectors.filter(({ enabled }) => enabled).flatMap((connector) => connector.bindings);
  return [...new Set(bindings.map((text) => text.replace(/^0\.0\.0\.0:/, '127.0.0.1:').replace(/^\[::\]:/, '[::1]:')))];
}

/** The form after a transcript that tells where it comes from; what it does not tell stays as it is. */
export function withHints(form: ConditionForm, hints: TranscriptHints): ConditionForm {
  const { remoteAddress, localAddress, localPort, implicitTls } = hints;
  const to = localAddress === null || localPort === null ? form.to : printEndpoint(localAddress, localPort);
  return { ...form, from: remoteAddress ?? form.from, to, implicitTls };
}

export function formOf({
  remoteAddress,
  localAddress,
  localPort,
  implicitTls,
  userName,
}: ReplayConditions): ConditionForm {
  return {
    from: remoteAddress,
    to: printEndpoint(localAddress, localPort),
    implicitTls,
    userName: userName ?? '',
  };
}

/** The recorded session that an address asks for: `#tester:0123456789ABCDEF`. */
export function sessionOf(hash: string): string | null {
  return /^#tester:(\w{1,32})$/.exec(hash)?.[1] ?? null;
}
