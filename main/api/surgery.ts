import { parsePath } from '../connectors/mailbox-grammar.ts';
import type { Api } from '../contract/calls.ts';
import type { surgeryCalls } from '../contract/surgery-calls.ts';
import { PostroomError } from '../errors.ts';
import type { ApiParts } from './parts.ts';

/** Changes of messages that wait, and new ones made of them. */
type SurgeryCalls = Pick<Api['calls'], keyof typeof surgeryCalls>;

export function createSurgeryCalls({ transport, copies }: Pick<ApiParts, 'transport' | 'copies'>): SurgeryCalls {
  return {
    'message.edit': async ({ id, recipients, resend }) => {
      await transport.editRecipients(id, recipients.map(address), resend);
      return { count: 1 };
    },
    'message.hold': async ({ ids, reason, untilMs }) => ({
      count: await transport.holdMessages(ids, `Held: ${reason}`, untilMs),
    }),
    'message.route': async ({ ids, connector }) => ({ count: await transport.rerouteMessages(ids, connector) }),
    'message.resend': async ({ id, recipients }) => ({
      id: await copies.resend(id, recipients?.map(address) ?? null),
    }),
    'message.forward': async ({ id, recipients }) => ({ id: await copies.forward(id, recipients.map(address)) }),
  };
}

/** By the grammar that mail is accepted by; what would need SMTPUTF8 cannot be put into a message that did not. */
function address(text: string): string {
  const read = parsePath(`<${text}>`, { lenient: false });
  if (read.ok && read.domain !== '' && !read.utf8) return read.address;
  throw new PostroomError('usage', `"${text}" is not an address that mail can be sent to.`, { path: 'recipients' });
}
