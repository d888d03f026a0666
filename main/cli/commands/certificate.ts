import { X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { readAuthority } from '../../config/authority.ts';
import { PostroomError } from '../../errors.ts';
import { onItsOwn } from '../action.ts';
import type { CommandDeps } from '../action.ts';
import { resolveTyped } from '../data-folder.ts';

/** `certificate`: what devices are given to trust. */
export function addCertificateCommands(program: Command, deps: CommandDeps): void {
  const certificate = program.command('certificate').description('certificates that listeners present');
  onItsOwn<{ readonly out?: string; readonly der?: boolean }>(
    certificate
      .command('export-ca')
      .option('--out <file>', 'write it to a file instead of printing it')
      .option('--der', 'in binary form (.cer), for devices that do not read PEM')
      .description('the authority that signs what is made here: devices that trust it take every renewal'),
    deps,
    async ({ context, options }) => {
      const authority = await readAuthority(join(context.dataFolder, 'certificates'));
      if (authority === null) {
        throw new PostroomError(
          'not-found',
          'No certificate was signed by an authority of this server yet. Renew the default one on the page Delivery; that makes the authority too.',
        );
      }
      const pem = authority.certificate;
      if (options.out === undefined) {
        if (options.der === true)
          throw new PostroomError('usage', '--der needs a file to write to: add --out, such as --out postroom-ca.cer.');
        context.print({ pem }, () => pem.trimEnd());
        return;
      }
      const file = resolveTyped(options.out);
      await writeFile(file, options.der === true ? new X509Certificate(pem).raw : pem);
      context.print({ file }, () => `Saved the authority as ${file}.`);
    },
  );
}
