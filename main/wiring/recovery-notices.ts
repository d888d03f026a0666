import type { Notice } from '../config/configuration.ts';
import type { RecoveryReport } from '../transport/queue.ts';

/** What a person has to know about the queue that was found at the start. */
export function recoveryNotices(report: RecoveryReport): Notice[] {
  const notices: Notice[] = [];
  if (report.integrity === 'replaced') {
    notices.push({
      code: 'queue-replaced',
      text: `The queue database was damaged and has been set aside as ${report.setAside ?? 'a copy'}; Postroom goes on with an empty queue. Keep that file: its messages may be recovered from it.`,
      path: report.setAside,
    });
  }
  if (report.damagedLog !== null) {
    notices.push({
      code: 'queue-log-damaged',
      text: `A part of the queue's log could not be read and has been set aside in ${report.damagedLog}; what could be read is in the queue. A few messages that were accepted just before Postroom last ended may be missing: keep that folder.`,
      path: report.damagedLog,
    });
  }
  if (report.poisoned.length > 0) {
    notices.push({
      code: 'poison-messages',
      text: `${count(report.poisoned.length, 'message was', 'messages were')} set aside as poison because Postroom died repeatedly while delivering; look at the Poison queue and resume or remove.`,
      path: null,
    });
  }
  if (report.rowsWithoutFile.length > 0) {
    notices.push({
      code: 'bodies-missing',
      text: `${count(report.rowsWithoutFile.length, 'message has', 'messages have')} lost the file with the body in the spool folder and cannot be delivered; look at the Poison queue.`,
      path: null,
    });
  }
  return notices;
}

function count(n: number, one: string, many: string): string {
  return n === 1 ? `One ${one}` : `${n} ${many}`;
}
