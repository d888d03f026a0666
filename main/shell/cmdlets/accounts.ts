import type { ConfigDocument } from '../../contract/document.ts';
import type { Cmdlet } from '../run/cmdlet.ts';
import type { Parameter } from '../run/parameters.ts';
import { ShellError } from '../shell-error.ts';
import { shellObject } from '../values/shell-value.ts';
import { changeConfiguration } from './change-configuration.ts';
import { confirmed } from './confirmation.ts';
import { byName, type Named } from './identity.ts';
import { passwordIn } from './secrets.ts';
import { sectionCmdlets } from './section-cmdlets.ts';
import { sectionScope, sparseEntries, type Section } from './section.ts';
import { set, withSettings } from './settable.ts';

/** Accounts for AUTH: Get-, New-, Set- and Remove-SmtpAccount. In Exchange they are users of the directory. */

type Account = ConfigDocument['accounts'][number] & Named;

const password: Parameter = {
  name: 'Password',
  type: 'secure',
  help: '(Read-Host -AsSecureString): it is asked for and stands in no command.',
};

export const accountSection: Section<Account> = {
  noun: 'SmtpAccount',
  title: 'Account',
  section: 'accounts',
  key: { property: 'userName', parameter: 'UserName' },
  list: ({ accounts }) => accounts.map((account) => ({ ...account, name: account.userName })),
  settings: [
    set('Enabled', 'boolean', 'Whether it can sign in.'),
    set('Addresses', 'multi', 'Addresses it may send as.', { nullable: true }),
  ],
  moreParameters: [password],
  settle: (entries) => entries.map((entry) => ({ ...entry, addresses: entry['addresses'] ?? [] })),
  afterSave: async (userName, { bound, shell }) => {
    const given = passwordIn(bound);
    if (given !== undefined) await shell.call('account.setPassword', { userName, password: given });
  },
  objectOf: ({ userName, enabled, addresses }) =>
    shellObject('SmtpAccount', { UserName: userName, Enabled: enabled, Addresses: addresses, Identity: userName }),
};

/** Fits no password: what a dry run has in place of the hash that the engine would make. */
const NO_PASSWORD = 'scrypt$16384$8$1$AA$AA';
const settables = accountSection.settings;

/** An account cannot be without its password, so it is made by the call that hashes one. */
const newAccount: Cmdlet = {
  name: 'New-SmtpAccount',
  synopsis: 'Makes an account for AUTH.',
  changes: true,
  parameters: [
    {
      ...{ name: 'UserName', aliases: ['Name'], type: 'text', position: 0, mandatory: true, verbatim: true },
      help: 'What it signs in as.',
    },
    { ...password, mandatory: true },
    ...settables,
  ],
  async run(invocation) {
    const { bound, shell } = invocation;
    const userName = bound.text('UserName') ?? '';
    const view = await shell.call('config.get', {});
    if (byName(sectionScope(accountSection, view, shell).entries, userName) !== undefined)
      throw new ShellError(
        'InvalidOperation',
        `The account "${userName}" already exists. Change it with Set-SmtpAccount.`,
      );
    const text = `Creating the account "${userName}".`;
    if (bound.flag('WhatIf') === true) {
      const made = withSettings({ userName, passwordHash: NO_PASSWORD }, {}, { bound, settables, shell });
      const patch = { accounts: [...sparseEntries(view, 'accounts'), made] };
      await changeConfiguration(invocation, { base: view, patch, subject: userName, text });
      return [];
    }
    if (!(await confirmed(invocation, { text }))) return [];
    await shell.call('account.setPassword', {
      userName,
      password: passwordIn(bound) ?? '',
      addresses: [...(bound.texts('Addresses') ?? [])],
    });
    const base = await shell.call('config.get', {});
    const { document } = base;
    const made = byName(accountSection.list(document), userName);
    if (made !== undefined && bound.flag('Enabled') === false)
      await shell.call('config.patch', {
        patch: {
          accounts: document.accounts.map((account) =>
            account.userName === made.userName ? { ...account, enabled: false } : account,
          ),
        },
        baseRevision: base.revision,
        confirmations: [],
      });
    return made === undefined
      ? []
      : [accountSection.objectOf({ ...made, enabled: bound.flag('Enabled') !== false }, document.server)];
  },
};

export const accountCmdlets: readonly Cmdlet[] = [
  newAccount,
  ...sectionCmdlets(accountSection).filter(({ name }) => name !== newAccount.name),
];
