import { spawn } from 'node:child_process';
import { access, chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAuthServer } from './dovecot-auth.ts';
import { runTool } from './engine-process.ts';
import { freePort } from './free-port.ts';
import { isMet } from './requirements.ts';
import { answersOn } from './answering-port.ts';

/**
 * Debian's Postfix as a provider's smart host: STARTTLS, AUTH inside TLS only, relaying only after login, everything
 * handed on to the server behind it. It is an instance of its own, with its own configuration and queue. Who may log in
 * it asks an auth server, as it asks Dovecot's: that one is the test's (`dovecot-auth.ts`), all else is Postfix.
 */
export interface Postfix {
  readonly port: number;
  /** Its log. */
  log(): Promise<string>;
  close(): Promise<void>;
}

export interface PostfixOptions {
  readonly user: string;
  readonly password: string;
  /** PEM; behind the certificate those that vouch for it. */
  readonly cert: string;
  readonly key: string;
  /** Port of 127.0.0.1 that mail is handed on to. */
  readonly sink: number;
  /** Lines of main.cf behind those here. */
  readonly more?: readonly string[];
}

/** What `postfix start` would make, without its checks of the whole installation, which take seconds. */
const QUEUE = `cd "$1" && install -d -m 755 queue queue/pid && install -d -o postfix -m 700 data &&
  cd queue && install -d -o postfix -g postdrop -m 730 maildrop && install -d -o postfix -g postdrop -m 710 public &&
  install -d -o postfix -m 700 active bounce corrupt defer deferred flush hold incoming private saved trace`;
const daemons = '/usr/lib/postfix/sbin';
/** Postfix's master runs as root only. */
const asRoot: readonly string[] = process.getuid?.() === 0 ? [] : ['sudo', '-n'];

/** False, with the reason said, where Postfix cannot be run; an error in CI. */
export async function requirePostfix(): Promise<boolean> {
  return isMet(await missing());
}

async function missing(): Promise<string | null> {
  if (process.platform !== 'linux') return 'Postfix from Debian runs on Linux only.';
  const isThere = await access(join(daemons, 'master')).then(
    () => true,
    () => false,
  );
  if (!isThere) return 'Postfix is not installed.';
  return (await rooted('true')) === 0 ? null : 'Postfix can be started by root only, and sudo asks for a password.';
}

async function rooted(...command: readonly string[]): Promise<number | null> {
  const [program = '', ...args] = [...asRoot, ...command];
  return (await runTool(program, args).catch(() => ({ code: 1 }))).code;
}

/** Starts it on a free port of 127.0.0.1; resolves when it answers. */
export async function startPostfix(options: PostfixOptions): Promise<Postfix> {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-postfix-'));
  await chmod(folder, 0o755);
  const port = await freePort();
  const auth = await startAuthServer(join(folder, 'auth'), options);
  await writeFile(join(folder, 'main.cf'), mainCf(folder, options), { mode: 0o644 });
  await writeFile(join(folder, 'master.cf'), masterCf(port), { mode: 0o644 });
  await writeFile(join(folder, 'cert.pem'), options.cert, { mode: 0o644 });
  await writeFile(join(folder, 'key.pem'), options.key, { mode: 0o600 });
  await rooted('sh', '-c', QUEUE, 'sh', folder);
  const command: readonly string[] = [...asRoot, join(daemons, 'master'), '-c', folder, '-s'];
  const child = spawn(command[0] ?? '', command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const gone = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      output += error.message;
      resolve();
    });
    child.once('exit', () => resolve());
  });
  const log = () => readFile(join(folder, 'log'), 'utf8').catch(() => '');
  const close = async (): Promise<void> => {
    await rooted('sh', '-c', 'kill -TERM $(cat "$1")', 'sh', join(folder, 'queue/pid/master.pid'));
    await gone;
    await auth.close();
    await rooted('rm', '-rf', folder);
  };
  if (!(await Promise.race([answersOn(port), gone.then(() => false)]))) {
    const text = `${output}\n${await log()}`;
    await close();
    throw new Error(`Postfix did not start:\n${text}`);
  }
  return { port, log, close };
}

function mainCf(folder: string, { sink, more }: PostfixOptions): string {
  return `compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
command_directory = /usr/sbin
daemon_directory = ${daemons}
meta_directory = /etc/postfix
mail_owner = postfix
setgid_group = postdrop
maillog_file = ${folder}/log
maillog_file_prefixes = ${tmpdir()}
myhostname = smtp.provider.example
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
local_recipient_maps =
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_tls_loglevel = 1
smtpd_tls_received_header = yes
smtpd_tls_cert_file = ${folder}/cert.pem
smtpd_tls_key_file = ${folder}/key.pem
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = ${folder}/auth
smtpd_sasl_authenticated_header = yes
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = check_recipient_access inline:{ { nobody@far.example = 550 5.1.1 No such user here } }
relayhost = [127.0.0.1]:${String(sink)}
smtp_tls_security_level = none
smtp_sasl_auth_enable = no
${(more ?? []).join('\n')}
`;
}

function masterCf(port: number): string {
  return `127.0.0.1:${String(port)} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`;
}
