import { Command, Help } from 'commander';
import type { CommandDeps } from './action.ts';
import { takeCommonOptionsFirst } from './context.ts';
import { addAccountCommands } from './commands/accounts.ts';
import { addAlertCommands } from './commands/alerts.ts';
import { addAuditCommand } from './commands/audit.ts';
import { addBackupCommands } from './commands/backup.ts';
import { addCertificateCommands } from './commands/certificate.ts';
import { addCheckCommand } from './commands/check.ts';
import { addConfigCommands } from './commands/config.ts';
import { addExportCommand } from './commands/export.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addExplainCommands } from './commands/explain.ts';
import { addLearningCommands } from './commands/learning.ts';
import { addLogCommand } from './commands/log.ts';
import { addImportCommands } from './commands/import.ts';
import { addDnsCheckCommand } from './commands/dns-check.ts';
import { addMetricsCommand } from './commands/metrics.ts';
import { addOAuthCommands } from './commands/oauth.ts';
import { addQueueCommands } from './commands/queue.ts';
import { addQuotasCommand } from './commands/quotas.ts';
import { addSecretCommands } from './commands/secrets.ts';
import { addServeCommand } from './commands/serve.ts';
import { addShellCommand } from './commands/shell.ts';
import { addStatusCommands } from './commands/status.ts';
import { addTelnetCommand } from './commands/telnet.ts';
import { addTestCommand } from './commands/test.ts';
import { addTokenCommand } from './commands/token.ts';

const { prototype: usual } = Help;

/** Says a default only where it tells something: a switch that is not given is off, and a list is empty. */
const optionDescription: Help['optionDescription'] = (option) =>
  option.defaultValue === false || (Array.isArray(option.defaultValue) && option.defaultValue.length === 0)
    ? option.description
    : usual.optionDescription(option);

/** The `postroom` command with all its commands. */
export function createProgram(deps: CommandDeps, version: string): Command {
  const program = new Command('postroom')
    .description('An SMTP relay that explains itself.')
    .version(version)
    .configureOutput({
      writeOut: (text) => deps.surroundings.output.result(text.trimEnd()),
      writeErr: (text) => deps.surroundings.output.message(text.trimEnd()),
    })
    .configureHelp({ optionDescription })
    .showHelpAfterError('(add --help for what there is)')
    .exitOverride();
  takeCommonOptionsFirst(program);
  addServeCommand(program, deps);
  addStatusCommands(program, deps);
  addQueueCommands(program, deps);
  addQuotasCommand(program, deps);
  addMetricsCommand(program, deps);
  addLearningCommands(program, deps);
  addLogCommand(program, deps);
  addExplainCommands(program, deps);
  addDoctorCommand(program, deps);
  addTestCommand(program, deps);
  addCheckCommand(program, deps);
  addAuditCommand(program, deps);
  addAlertCommands(program, deps);
  addTelnetCommand(program, deps);
  addShellCommand(program, deps);
  addConfigCommands(program, deps);
  addImportCommands(program, deps);
  addExportCommand(program, deps);
  addSecretCommands(program, deps);
  addAccountCommands(program, deps);
  addOAuthCommands(program, deps);
  addCertificateCommands(program, deps);
  addDnsCheckCommand(program, deps);
  addBackupCommands(program, deps);
  addTokenCommand(program, deps);
  return program;
}
