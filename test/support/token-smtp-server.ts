import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A smart host that takes mail from whoever shows a token that its issuer gave: smtp-server, over a real socket. */
export interface TokenServer {
  readonly port: number;
  readonly messages: { readonly user: string; readonly text: string }[];
  /** Tokens that were shown. */
  readonly shown: string[];
  close(): Promise<void>;
}

export interface TokenServerOptions {
  readonly key: string;
  readonly cert: string;
  readonly isGood: (token: string) => boolean;
  /** Of the mailbox; others are refused although their token is good. */
  readonly mailbox?: string;
}

export async function startTokenServer({ key, cert, isGood, mailbox }: TokenServerOptions): Promise<TokenServer> {
  const messages: { user: string; text: string }[] = [];
  const shown: string[] = [];
  const options: SMTPServerOptions = {
    ...{ key, cert, name: 'mail.provider.example', authMethods: ['XOAUTH2'], disableReverseLookup: true },
    onAuth({ username, accessToken }, _session, done) {
      const token = accessToken ?? '';
      shown.push(token);
      if (isGood(token) && (mailbox === undefined || mailbox === username)) {
        done(null, { user: username ?? '' });
        return;
      }
      done(null, { data: { status: '401', schemes: 'Bearer', scope: 'https://mail.provider.example/' } });
    },
    onData(stream, session, done) {
      let text = '';
      stream.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
      stream.on('end', () => {
        messages.push({ user: String(session.user), text });
        done();
      });
    },
  };
  const server = new SMTPServer(options);
  // A client that refuses the certificate, or goes.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    messages,
    shown,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
