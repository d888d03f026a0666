import { spawn } from 'node:child_process';
import { access, chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answersOn } from './answering-port.ts';
import { runTool } from './engine-process.ts';
import { freePort } from './free-port.ts';
import { isMet } from './requirements.ts';

/**
 * Debian's Exim as a provider's smart host: STARTTLS, AUTH PLAIN and LOGIN inside TLS only, relaying only after
 * login, and every message in a folder. Nothing is installed: Exim's packages conflict with Postfix's, so they are
 * unpacked into .cache, and its user exists in a password file of its own (nss_wrapper).
 */
export interface Exim {
  readonly port: number;
  /** What has been delivered, whole files, oldest first. */
  messages(): Promise<string[]>;
  /** The main log. */
  log(): Promise<string>;
  close(): Promise<void>;
}

export interface EximOptions {
  readonly user: string;
  readonly password: string;
  /** PEM. */
  readonly cert: string;
  readonly key: string;
  /** Messages that it takes in so many seconds; what is over gets 450. */
  readonly rate?: { readonly messages: number; readonly seconds: number };
}

const PACKAGES = 'exim4-daemon-light libnss-wrapper';
/** What a small Debian 12 may lack; where these have other names, the machine needs them installed. */
const LIBRARIES = 'libgnutls-dane0 libunbound8 libidn12 libevent-2.1-7 libnsl2 libtirpc3 libdb5.3 libpcre2-8-0';
const cache = fileURLToPath(new URL('../../.cache/exim', import.meta.url));
const NOBODY = 65_534;

/** Unpacks Exim where it is not there yet. False, with the reason said, where it cannot be had; an error in CI. */
export async function requireExim(): Promise<boolean> {
  return isMet(await unpack());
}

async function unpack(): Promise<string | null> {
  if (process.platform !== 'linux') return 'Exim from Debian runs on Linux only.';
  if (await exists(join(cache, 'usr/sbin/exim4'))) return null;
  await mkdir(join(cache, '..'), { recursive: true });
  const fresh = await mkdtemp(`${cache}-`);
  try {
    const script = `cd "$1" && apt-get -qq download ${PACKAGES} || exit 1
      apt-get -qq download ${LIBRARIES} || true
      for deb in *.deb; do dpkg -x "$deb" root || exit 1; done`;
    const { code, stderr } = await runTool('sh', ['-c', script, 'sh', fresh]).catch((error: unknown) => ({
      code: 1,
      stderr: String(error),
    }));
    if (code !== 0) return `Exim's packages cannot be had from Debian here: ${stderr.trim()}`;
    // Another run may have been quicker.
    await rename(join(fresh, 'root'), cache).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOTEMPTY')) throw error;
    });
    return null;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Starts it on a free port of 127.0.0.1; resolves when it answers. */
export async function startExim(options: EximOptions): Promise<Exim> {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-exim-'));
  const port = await freePort();
  // As root it drops to a user of its own; otherwise it stays who it is.
  const uid = process.getuid?.() ?? NOBODY;
  const user = uid === 0 ? NOBODY : uid;
  await chmod(folder, 0o755);
  for (const name of ['spool', 'log', 'out']) {
    await mkdir(join(folder, name));
    await chmod(join(folder, name), 0o777);
  }
  const files: Readonly<Record<string, string>> = {
    'cert.pem': options.cert,
    'key.pem': options.key,
    passwd: `root:x:0:0:root:/root:/bin/sh\nDebian-exim:x:${user}:${user}::/:/bin/false\n`,
    group: `root:x:0:\nDebian-exim:x:${user}:\n`,
    'exim.conf': configuration(folder, port, options),
  };
  // Exim refuses a configuration that others could write.
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { mode: 0o644 });
  const program = join(cache, 'usr/sbin/exim4');
  const child = spawn(program, ['-C', join(folder, 'exim.conf'), '-bdf'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(await environment(folder)) },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const gone = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      output += error.message;
      resolve();
    });
    child.once('exit', () => resolve());
  });
  const close = async (): Promise<void> => {
    child.kill('SIGTERM');
    await gone;
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const log = () => readFile(join(folder, 'log', 'mainlog'), 'utf8').catch(() => '');
  if (!(await Promise.race([answersOn(port), gone.then(() => false)]))) {
    const text = `${output}\n${await log()}`;
    await close();
    throw new Error(`Exim did not start:\n${text}`);
  }
  return {
    port,
    log,
    async messages() {
      const names = (await readdir(join(folder, 'out'))).filter((name) => !name.startsWith('temp')).sort();
      return Promise.all(names.map((name) => readFile(join(folder, 'out', name), 'latin1')));
    },
    close,
  };
}

async function environment(folder: string): Promise<NodeJS.ProcessEnv> {
  const [triplet = ''] = (await readdir(join(cache, 'usr/lib'))).filter((name) => name.endsWith('-linux-gnu'));
  const libraries = join(cache, 'usr/lib', triplet);
  return {
    // By name, found in the folder below: a path here would end at its first space.
    LD_PRELOAD: 'libnss_wrapper.so',
    LD_LIBRARY_PATH: libraries,
    NSS_WRAPPER_PASSWD: join(folder, 'passwd'),
    NSS_WRAPPER_GROUP: join(folder, 'group'),
  };
}

function configuration(folder: string, port: number, { user, password, rate }: EximOptions): string {
  const matches = (name: string, pass: string): string =>
    `\${if and{{eq{${name}}{${user}}}{eq{${pass}}{${password}}}}}`;
  return `
exim_path = ${join(cache, 'usr/sbin/exim4')}
keep_environment = LD_PRELOAD : LD_LIBRARY_PATH : ^NSS_WRAPPER_
primary_hostname = smtp.provider.example
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/%slog
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${port}
pid_file_path = ${folder}/spool/exim.pid
tls_advertise_hosts = *
tls_certificate = ${folder}/cert.pem
tls_privatekey = ${folder}/key.pem
auth_advertise_hosts = \${if eq{$tls_in_cipher}{}{}{*}}
acl_smtp_rcpt = recipient
${rate === undefined ? '' : 'acl_smtp_mail = rated\n'}acl_smtp_data = accept
rfc1413_query_timeout = 0s
host_lookup =
message_size_limit = 50M
deliver_drop_privilege

begin acl
${rate === undefined ? '' : ratedAcl(rate)}recipient:
  deny message = 5.1.1 No such user here
       local_parts = nobody
  accept authenticated = *
  deny message = relay not permitted

begin routers
everything:
  driver = accept
  transport = folder

begin transports
folder:
  driver = appendfile
  directory = ${folder}/out
  create_directory = false
  envelope_to_add
  return_path_add
  message_prefix =
  message_suffix =

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${matches('$auth2', '$auth3')}
  server_set_id = $auth2
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username:: : Password::
  server_condition = ${matches('$auth1', '$auth2')}
  server_set_id = $auth1
`;
}

/** As Google answers who sends too fast. */
function ratedAcl({ messages, seconds }: NonNullable<EximOptions['rate']>): string {
  return `rated:
  defer message = 4.2.1 Peak SMTP relay limit exceeded for customer. This is a temporary error.
        ratelimit = ${String(messages)} / ${String(seconds)}s / strict / per_mail / $sender_host_address
        log_message = over the rate
  accept
`;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
