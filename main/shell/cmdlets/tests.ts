import type { CallInput } from '../../contract/calls.ts';
import type { BindingView } from '../../contract/connector-view.ts';
import type { Cmdlet, ShellContext } from '../run/cmdlet.ts';
import type { BoundParameters } from '../run/parameters.ts';
import { shellObject, time, type ShellValue } from '../values/shell-value.ts';
import { noteServer } from './identity.ts';

/** What tries things out: Test-SmtpConnectivity, and ours in the same style: Test-Relay, Get-RelayAudit, Get-Device. */

const testSmtpConnectivity: Cmdlet = {
  name: 'Test-SmtpConnectivity',
  synopsis: 'Connects to every binding of every receive connector that is switched on.',
  parameters: [
    { name: 'Identity', type: 'text', position: 0, help: 'There is one server here; any name is taken for it.' },
  ],
  async run({ bound, shell }) {
    const { document } = await shell.call('config.get', {});
    const typed = bound.text('Identity');
    if (typed !== undefined) noteServer({ server: document.server, shell }, typed);
    const { connectors } = await shell.call('connectors.describe', {});
    const results: ShellValue[] = [];
    for (const { identity, enabled, bindings, implicitTls } of connectors ?? []) {
      for (const binding of enabled ? bindings : []) {
        const { endPoint, statusCode, details } = await connect(binding, implicitTls, shell);
        results.push(
          shellObject('SmtpConnectivity', {
            Server: document.server.name,
            ReceiveConnector: identity,
            Binding: binding.text,
            EndPoint: endPoint,
            StatusCode: statusCode,
            Details: details,
          }),
        );
      }
    }
    return results;
  },
};

interface Connected {
  readonly endPoint: string;
  readonly statusCode: string;
  readonly details: string;
}

async function connect(
  { family, address, port, wildcard }: BindingView,
  implicitTls: boolean,
  shell: ShellContext,
): Promise<Connected> {
  const host = wildcard ? (family === 4 ? '127.0.0.1' : '::1') : address;
  const endPoint = family === 4 ? `${host}:${String(port)}` : `[${host}]:${String(port)}`;
  try {
    const dialogue = await shell.call('live.open', { host, port, tls: implicitTls ? 'implicit' : 'none' });
    await shell.call('live.close', { id: dialogue.id });
    const greeting = dialogue.lines.findLast(({ kind }) => kind === 'received')?.text ?? '';
    return { endPoint, statusCode: statusOf(greeting), details: greeting };
  } catch (error) {
    // What keeps one binding from being reached is this cmdlet's answer; that the caller may not ask is not.
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'connection-failed') throw error;
    return { endPoint, statusCode: 'Unable to connect', details: error.message };
  }
}

function statusOf(greeting: string): string {
  if (greeting.startsWith('2')) return 'Success';
  if (greeting.startsWith('4')) return 'Transient error';
  return greeting.startsWith('5') ? 'Permanent error' : 'External error';
}

const testRelay: Cmdlet = {
  name: 'Test-Relay',
  synopsis: 'Says what a client would be answered, and why: the tester, for one envelope.',
  parameters: [
    { name: 'From', type: 'text', position: 0, mandatory: true, help: 'Address of the client.' },
    { name: 'To', type: 'text', position: 1, help: 'Local address and port; 127.0.0.1:25 if left out.' },
    { name: 'Sender', type: 'text', help: 'MAIL FROM.' },
    { name: 'Recipient', type: 'text', help: 'RCPT TO.' },
    { name: 'UserName', type: 'text', help: 'Account that is signed in.' },
    { name: 'Tls', type: 'switch', help: 'Inside TLS.' },
  ],
  async run({ bound, shell }) {
    const question = questionOf(bound);
    const { accepted, connector, rights, stages } = await shell.call('explain', question);
    const last = stages.at(-1);
    return [
      shellObject('RelayTest', {
        From: question.from,
        To: question.to,
        Connector: connector,
        Accepted: accepted,
        Stage: last?.stage ?? null,
        Reply: last?.reply ?? null,
        Reason: last?.trace.map(({ text }) => text) ?? [],
        Rights: rights,
      }),
    ];
  },
};

function questionOf(bound: BoundParameters): CallInput<'explain'> {
  const from = bound.text('From') ?? '';
  const given = (['Sender', 'Recipient', 'UserName'] as const).flatMap((name) => {
    const value = bound.text(name);
    return value === undefined ? [] : [[name.charAt(0).toLowerCase() + name.slice(1), value] as const];
  });
  return {
    from,
    to: bound.text('To') ?? (from.includes(':') ? '[::1]:25' : '127.0.0.1:25'),
    tls: bound.flag('Tls') === true,
    ...Object.fromEntries(given),
  };
}

const getRelayAudit: Cmdlet = {
  name: 'Get-RelayAudit',
  synopsis: 'Tries to relay through this server in every way that is known, and says what is open.',
  parameters: [],
  async run({ shell }) {
    const { findings, attempts, open } = await shell.call('audit.run', {});
    shell.note(`${String(attempts)} sessions were tried; ${String(open)} could relay without a right to.`);
    return findings.map(({ code, severity, text, connector, remedy }) =>
      shellObject('RelayAuditFinding', {
        Severity: severity,
        Connector: connector,
        Finding: text,
        Remedy: remedy,
        Code: code,
      }),
    );
  },
};

const getDevice: Cmdlet = {
  name: 'Get-Device',
  synopsis: 'Shows who has sent through this server, and how that went.',
  parameters: [{ name: 'Identity', type: 'text', position: 0, help: 'Address of one device.' }],
  async run({ bound, shell }) {
    const wanted = bound.text('Identity')?.toLowerCase();
    const devices = await shell.call('devices.list', {});
    return devices
      .filter(
        ({ address, name }) => wanted === undefined || [address, name].some((one) => one?.toLowerCase() === wanted),
      )
      .map((device) =>
        shellObject('Device', {
          Address: device.address,
          Name: device.name,
          Connector: device.connector,
          Accepted: device.accepted,
          Refused: device.refused,
          LastSeen: time(device.lastSeenMs),
          LastError: device.lastError,
          FirstSeen: time(device.firstSeenMs),
          Sessions: device.sessions,
          Tls: device.tls,
          Helo: device.helo,
          Deviations: device.deviations,
          Note: device.note,
          Identity: device.address,
        }),
      );
  },
};

export const testCmdlets: readonly Cmdlet[] = [testSmtpConnectivity, testRelay, getRelayAudit, getDevice];
