/** A point in time as text, by the letters of .NET: yyyy-MM-dd HH:mm:ss. */

const two = (n: number): string => String(n).padStart(2, '0');

const parts: readonly (readonly [RegExp, (at: Date) => string])[] = [
  [/^yyyy/, (at) => String(at.getFullYear()).padStart(4, '0')],
  [/^yy/, (at) => two(at.getFullYear() % 100)],
  [/^MM/, (at) => two(at.getMonth() + 1)],
  [/^dd/, (at) => two(at.getDate())],
  [/^HH/, (at) => two(at.getHours())],
  [/^hh/, (at) => two(at.getHours() % 12 === 0 ? 12 : at.getHours() % 12)],
  [/^mm/, (at) => two(at.getMinutes())],
  [/^ss/, (at) => two(at.getSeconds())],
  [/^tt/, (at) => (at.getHours() < 12 ? 'AM' : 'PM')],
  [/^fff/, (at) => String(at.getMilliseconds()).padStart(3, '0')],
];

/** ISO 8601 or the way it is written in the United States or Germany, in local time where no zone is given; null for none. */
export function parseMoment(text: string): number | null {
  const typed = text.trim();
  const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ T](\d{1,2}:\d{2}(?::\d{2})?))?$/.exec(typed);
  if (german !== null) {
    const [, day = '', month = '', year = '', clock = '0:00'] = german;
    return number(Date.parse(`${month}/${day}/${year} ${clock}`));
  }
  // A date alone would be taken for one in UTC.
  return number(Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(typed) ? `${typed}T00:00` : typed));
}

function number(ms: number): number | null {
  return Number.isNaN(ms) ? null : ms;
}

/** In the local time of the server. What is no letter of a date stands for itself. */
export function formatMoment(ms: number, format = 'yyyy-MM-dd HH:mm:ss'): string {
  const at = new Date(ms);
  let text = '';
  for (let rest = format; rest !== '';) {
    const part = parts.find(([letters]) => letters.test(rest));
    const taken = part?.[0].exec(rest)?.[0] ?? rest.charAt(0);
    text += part === undefined ? taken : part[1](at);
    rest = rest.slice(taken.length);
  }
  return text;
}
