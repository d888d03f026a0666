import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../clock.ts';
import type { SendConnector, Snapshot } from '../../config/snapshot.ts';
import type { LiveDelta, LiveDialogue, LiveReply } from '../../contract/live-view.ts';
import { endpoint, openSocket, tlsPolicyOf } from '../../delivery/smtp-connect.ts';
import { codeOf, SmtpFailure } from '../../delivery/smtp-failure.ts';
import type { TlsPolicy } from '../../delivery/tls-policy.ts';
import { PostroomError } from '../../errors.ts';
import type { Journal } from '../../journal/journal.ts';
import { Dialogue } from './dialogue.ts';
import { permitTarget, type LiveRequest, type LiveTarget } from './live-target.ts';
import { liveTranscript } from './live-transcript.ts';

/** The live dialogues of an engine: few at a time, the last ones kept to be read again. */

const MOST_OPEN = 8;
const KEPT = 20;
const CONNECT_MS = 30_000;

export interface LiveDeps {
  readonly clock: Clock;
  readonly snapshot: () => Snapshot;
  readonly journal: Pick<Journal, 'open'>;
  /** Rejects with 'secret-unavailable'. */
  readonly getSecret: (name: string) => Promise<string>;
  readonly isOwnListener: (address: string, port: number) => boolean;
  /** Addresses of a host, best first; rejects as dns.lookup does. */
  readonly lookup: (host: string) => Promise<readonly string[]>;
  /** 16 hex digits, unique. */
  readonly sessionId: () => string;
  /** PEM certificates trusted instead of the runtime's own list. */
  readonly trustedCertificates?: readonly string[];
}

export interface LiveDialogues {
  /** Resolves when the greeting has come. Rejects with 'not-allowed', 'not-found', 'connection-failed'. */
  open(request: LiveRequest): Promise<LiveDialogue>;
  /** Newest first. */
  list(): readonly LiveDialogue[];
  send(id: string, line: string): Promise<LiveReply>;
  startTls(id: string): Promise<LiveReply>;
  authenticate(id: string, sendConnector: string): Promise<LiveReply>;
  close(id: string): Promise<void>;
  transcript(id: string): string;
  watch(id: string, take: (delta: LiveDelta) => void): { readonly snapshot: LiveDialogue; readonly close: () => void };
  /** Ends them all. */
  stop(): Promise<void>;
}

interface Kept {
  readonly dialogue: Dialogue;
  readonly connector: SendConnector | null;
}

export function createLiveDialogues(deps: LiveDeps): LiveDialogues {
  const kept = new Map<string, Kept>();
  const stopping = new AbortController();
  let opening = 0;

  const find = (id: string): Kept => {
    const found = kept.get(id);
    if (found === undefined) throw new PostroomError('not-found', 'This dialogue is no longer kept.');
    return found;
  };

  const assertRoom = (): void => {
    const open = [...kept.values()].filter(({ dialogue }) => dialogue.isOpen).length;
    if (open + opening < MOST_OPEN) return;
    throw new PostroomError('not-allowed', `${String(MOST_OPEN)} dialogues are open. Close one first.`);
  };

  const keep = (id: string, entry: Kept): void => {
    kept.set(id, entry);
    for (const [old, { dialogue }] of kept) {
      if (kept.size <= KEPT) return;
      if (!dialogue.isOpen) kept.delete(old);
    }
  };

  const start = async (id: string, request: LiveRequest): Promise<Dialogue> => {
    assertRoom();
    opening += 1;
    try {
      const entry = await connect(id, request, deps, stopping.signal);
      keep(id, entry);
      return entry.dialogue;
    } finally {
      opening -= 1;
    }
  };

  return {
    async open(request) {
      const dialogue = await start(deps.sessionId(), request);
      await dialogue.begin(request.tls === 'implicit');
      return dialogue.view();
    },
    list: () => [...kept.values()].map(({ dialogue }) => dialogue.view()).reverse(),
    send: async (id, line) => find(id).dialogue.send(line),
    startTls: async (id) => find(id).dialogue.startTls(),
    async authenticate(id, name) {
      const { dialogue, connector } = find(id);
      const current = standing(connector, name, deps.snapshot());
      const password = await deps.getSecret(current.secretName);
      return dialogue.authenticate(current, { userName: current.userName ?? '', password });
    },
    close: async (id) => find(id).dialogue.close(),
    transcript: (id) => liveTranscript(find(id).dialogue.view()),
    watch(id, take) {
      const { dialogue } = find(id);
      return { close: dialogue.record.watch(take), snapshot: dialogue.view() };
    },
    async stop() {
      stopping.abort();
      await Promise.all([...kept.values()].map(({ dialogue }) => dialogue.close()));
    },
  };
}

async function connect(id: string, request: LiveRequest, deps: LiveDeps, signal: AbortSignal): Promise<Kept> {
  const { host, port, allowData } = request;
  const snapshot = deps.snapshot();
  const target = permitTarget(request, await addressesOf(host, deps), snapshot, deps.isOwnListener);
  const { connector, ownListener } = target;
  const { socket, address } = await connectToAny(target, port, deps, signal);
  const log = deps.journal.open({
    id,
    direction: 'send',
    connector: connector?.identity ?? 'Tester',
    verbose: connector?.verboseLog ?? false,
    localEndpoint: endpoint(socket.localAddress ?? '', socket.localPort ?? 0),
    remoteEndpoint: endpoint(address, port),
  });
  const fqdn = connector?.fqdn ?? snapshot.document.server.fqdn;
  const facts = { id, host, address, port, connector: connector?.name ?? null, ownListener, fqdn, allowData };
  const { clock } = deps;
  return { connector, dialogue: new Dialogue({ facts, socket, policy: policyOf(host, connector, deps), clock, log }) };
}

async function connectToAny({ addresses }: LiveTarget, port: number, { clock }: LiveDeps, signal: AbortSignal) {
  let first: SmtpFailure | null = null;
  for (const address of addresses) {
    try {
      return { address, socket: await openSocket({ address, port, signal }, clock, CONNECT_MS) };
    } catch (error) {
      if (!(error instanceof SmtpFailure)) throw error;
      first ??= error;
    }
  }
  const reason = first?.message.replace(/^\d{3} \d\.\d\.\d /, '') ?? 'It has no address.';
  throw new PostroomError('connection-failed', `Nobody answers there. ${reason}`, { cause: first ?? undefined });
}

/** A connector's own policy where there is one; else the certificate is looked at and never refused. */
function policyOf(host: string, connector: SendConnector | null, deps: LiveDeps): TlsPolicy {
  if (connector !== null) return tlsPolicyOf(connector, host, deps);
  const { trustedCertificates: trusted } = deps;
  return { mode: 'opportunistic', level: 'CertificateValidation', name: host, pin: null, trusted };
}

async function addressesOf(host: string, { lookup }: LiveDeps): Promise<readonly string[]> {
  try {
    return await lookup(host);
  } catch (cause) {
    const reason = codeOf(cause) ?? 'unknown reason';
    throw new PostroomError('connection-failed', `The address of ${host} was not found (${reason}).`, { cause });
  }
}

/** The connector as it is now. Its password goes only where the dialogue went under the very same settings. */
function standing(opened: SendConnector | null, name: string, { sendConnectors }: Snapshot): SendConnector {
  if (opened?.name.toLowerCase() !== name.toLowerCase()) {
    throw new PostroomError(
      'not-allowed',
      `This dialogue does not lead to a smart host of "${name}", whose password goes nowhere else.`,
    );
  }
  const current = sendConnectors.find((one) => one.name === opened.name);
  if (current === undefined || !isDeepStrictEqual(current, opened)) {
    throw new PostroomError('not-allowed', `The send connector "${name}" was changed meanwhile. Begin a new dialogue.`);
  }
  if (current.auth === 'None')
    throw new PostroomError('not-allowed', `The send connector "${name}" has no authentication: nothing is stored.`);
  if (current.auth === 'OAuth') {
    const text = `The send connector "${name}" signs in with OAuth, which a dialogue cannot do: try the connector out instead.`;
    throw new PostroomError('not-allowed', text);
  }
  return current;
}
