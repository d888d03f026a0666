import type { Cmdlet } from '../run/cmdlet.ts';
import { formatMoment } from '../values/moment.ts';
import type { Moment } from '../values/shell-value.ts';

/** Get-Date: now, or the date that is given. */
export const getDate: Cmdlet = {
  name: 'Get-Date',
  synopsis: 'The time now, or a date; (Get-Date).AddHours(-2) is two hours ago.',
  parameters: [
    { name: 'Date', type: 'time', position: 0, help: 'A date such as 2026-01-31 08:00; now if left out.' },
    { name: 'Format', type: 'text', aliases: ['UFormat'], verbatim: true, help: 'As text: yyyy-MM-dd HH:mm:ss.' },
  ],
  run({ bound, shell }) {
    const moment = (bound.value('Date') as Moment | undefined) ?? { type: 'time', ms: shell.now() };
    const format = bound.text('Format');
    return [format === undefined ? moment : formatMoment(moment.ms, format)];
  },
};
