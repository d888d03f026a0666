import { joinWords } from '../../format.ts';

/** Every text of the check of a send connector. */

export const doctorMessages = {
  open: 'Check the connection …',
  title: (name: string) => `Check ${name}`,
  text: 'Goes the way that mail goes, up to the recipient, and stops there: nothing is sent.',
  sender: 'Sender',
  senderHint: 'Empty: the account of the connector, or the postmaster.',
  recipient: 'Recipient',
  recipientHint: 'Empty: the sender.',
  steps: 'Steps',
  ok: 'done',
  failed: 'failed',
  names: {
    credentials: 'Password or token',
    resolve: 'Name',
    connect: 'Connection',
    greeting: 'Greeting',
    ehlo: 'EHLO',
    tls: 'TLS',
    auth: 'Sign-in',
    mail: 'MAIL FROM',
    rcpt: 'RCPT TO',
    reset: 'RSET',
    quit: 'QUIT',
  },
  certificate: (subject: string, issuer: string, until: string) => `${subject}, issued by ${issuer}, until ${until}`,
  namesOf: (names: readonly string[]) => `For ${joinWords(names, 'and')}.`,
  fault: (why: string) => `Nobody vouches for the certificate: ${why}.`,
  running: 'Checking …',
  good: 'Mail would go this way.',
  bad: 'Mail would not go this way.',
  check: 'Check',
};
