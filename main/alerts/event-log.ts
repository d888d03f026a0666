import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { AlertSettings } from '../config/snapshot.ts';
import type { AlertNotice } from '../contract/alert-view.ts';
import type { Channel, SendResult } from './channel.ts';
import { textOf } from './notice-text.ts';

/** Alerts in the application log of Windows, written by its own eventcreate. */

const LONGEST_TEXT = 8000;
/** eventcreate takes 1 to 1000. */
const EVENT_IDS: Readonly<Record<AlertNotice['kind'], number>> = { alert: 100, digest: 200, test: 900 };
const TIMEOUT_MS = 20_000;

export interface EventLogParts {
  readonly settings: () => AlertSettings;
  readonly serverName: () => string;
  readonly platform: NodeJS.Platform;
  /** Runs a program without a shell; rejects where it does not end with 0. */
  readonly run: (program: string, args: readonly string[], signal: AbortSignal) => Promise<void>;
  /** `%SystemRoot%` */
  readonly systemRoot: string | undefined;
}

export function createEventLogChannel(parts: EventLogParts): Channel {
  return {
    isSetUp: () => parts.settings().eventLog && parts.platform === 'win32',
    async send(notice, _open, signal): Promise<SendResult> {
      const program = join(parts.systemRoot ?? 'C:\\Windows', 'System32', 'eventcreate.exe');
      try {
        await parts.run(program, eventArguments(notice, parts.serverName()), signal);
        return { state: 'sent', text: 'It stands in the application log of Windows.' };
      } catch {
        return {
          state: 'retry',
          text: 'Windows did not take the event; let Postroom run as a service, or once as an administrator.',
        };
      }
    },
  };
}

/** Arguments of eventcreate. What is only over, and reports, are information. */
export function eventArguments(notice: AlertNotice, server: string): readonly string[] {
  const { kind, problems, failures } = notice;
  const isNews = kind === 'alert' && problems.items.length + failures.items.length > 0;
  const text = `${notice.title}\n\n${textOf(notice, server)}`
    // It goes into a command line: line ends are the only control characters, and quotes would end the argument.
    .replace(/\p{Cc}/gu, (control) => (control === '\n' ? '\r\n' : '?'))
    .replaceAll('"', "'")
    .slice(0, LONGEST_TEXT);
  return [
    ...['/L', 'APPLICATION', '/SO', 'Postroom', '/T', isNews ? 'WARNING' : 'INFORMATION'],
    ...['/ID', String(EVENT_IDS[kind]), '/D', text],
  ];
}

export function runProgram(program: string, args: readonly string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(program, [...args], { windowsHide: true, timeout: TIMEOUT_MS, signal }, (error) => {
      if (error === null) resolve();
      else reject(new Error(`${program} failed`, { cause: error }));
    });
  });
}
