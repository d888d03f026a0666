import type { ConfigView } from '../../contract/config-view.ts';
import type { Cmdlet, Invocation } from '../run/cmdlet.ts';
import { ShellError } from '../shell-error.ts';
import type { ShellValue } from '../values/shell-value.ts';
import { changeConfiguration } from './change-configuration.ts';
import { byName, findAll, findOne, givenIdentities, noteServer, shownIdentity, type Named } from './identity.ts';
import {
  identityParameter,
  nameKey,
  sectionScope,
  serverParameter,
  settingsParameter,
  settled,
  sparseEntries,
  type Section,
  type SectionEntry,
} from './section.ts';
import { withSettings } from './settable.ts';

/** Get-, New-, Set- and Remove- for a list of named objects of the configuration. */

export function sectionCmdlets<Entry extends Named>(section: Section<Entry>): readonly Cmdlet[] {
  return [getCmdlet(section), newCmdlet(section), setCmdlet(section), removeCmdlet(section)];
}

function getCmdlet<Entry extends Named>(section: Section<Entry>): Cmdlet {
  return {
    name: `Get-${section.noun}`,
    synopsis: `Shows ${section.title.toLowerCase()}s.`,
    parameters: [{ ...identityParameter, mandatory: false }, serverParameter],
    async run(invocation) {
      const { scope, server } = await open(section, invocation);
      const identities = givenIdentities(invocation);
      const found = identities === null ? scope.entries : identities.flatMap((identity) => findAll(scope, identity));
      return found.map((entry) => section.objectOf(entry, server));
    },
  };
}

function newCmdlet<Entry extends Named>(section: Section<Entry>): Cmdlet {
  const { noun, title, settings, key = nameKey, newParameters = [], moreParameters = [], mandatory = [] } = section;
  return {
    name: `New-${noun}`,
    synopsis: `Makes a ${title.toLowerCase()}.`,
    changes: true,
    parameters: [
      { name: key.parameter, type: 'text', position: 0, mandatory: true, help: 'What it is known by.' },
      serverParameter,
      ...newParameters,
      ...settings.map((one) => ({ ...one, mandatory: mandatory.includes(one.name) })),
      ...moreParameters,
      settingsParameter,
    ],
    async run(invocation) {
      const { bound, shell } = invocation;
      const { view, scope } = await open(section, invocation);
      const name = bound.text(key.parameter) ?? '';
      if (byName(scope.entries, name) !== undefined)
        throw new ShellError(
          'InvalidOperation',
          `The ${title} "${shownIdentity(noun, scope.server, name)}" already exists. Choose another name, or change it with Set-${noun}.`,
        );
      const made = withSettings(
        { [key.property]: name, ...section.preset?.(bound) },
        {},
        { bound, settables: settings, shell },
      );
      const before = sparseEntries(view, section.section);
      const isMade = await save(section, invocation, {
        view,
        entries: settled(section, [...before, made], before.length, bound),
        subject: name,
        text: `Creating ${title} "${shownIdentity(noun, scope.server, name)}".`,
      });
      if (!isMade) return [];
      await section.afterSave?.(name, invocation);
      return shown(section, invocation, name);
    },
  };
}

function setCmdlet<Entry extends Named>(section: Section<Entry>): Cmdlet {
  const { noun, title, settings, key = nameKey, moreParameters = [] } = section;
  return {
    name: `Set-${noun}`,
    synopsis: `Changes ${title.toLowerCase()}s. Lists are replaced, or changed by @{Add=…; Remove=…}.`,
    changes: true,
    parameters: [
      identityParameter,
      { name: key.parameter, type: 'text', help: 'What it is to be known by.' },
      ...settings,
      ...moreParameters,
      settingsParameter,
    ],
    async run(invocation) {
      const { bound, shell } = invocation;
      for (const identity of givenIdentities(invocation) ?? []) {
        const { view, scope } = await open(section, invocation);
        const entry = findOne(scope, identity);
        const index = scope.entries.indexOf(entry);
        const renamed = bound.text(key.parameter);
        const changed = sparseEntries(view, section.section).map((sparse, position) => {
          if (position !== index) return sparse;
          const complete = Object.fromEntries(Object.entries(entry));
          const set = withSettings(sparse, complete, { bound, settables: settings, shell });
          return renamed === undefined ? set : { ...set, [key.property]: renamed };
        });
        const isMade = await save(section, invocation, {
          view,
          entries: settled(section, changed, index, bound),
          subject: renamed ?? entry.name,
          text: `Setting ${title} "${shownIdentity(noun, scope.server, entry.name)}".`,
        });
        if (isMade) await section.afterSave?.(renamed ?? entry.name, invocation);
      }
      return [];
    },
  };
}

function removeCmdlet<Entry extends Named>(section: Section<Entry>): Cmdlet {
  const { noun, title } = section;
  return {
    name: `Remove-${noun}`,
    synopsis: `Removes ${title.toLowerCase()}s; asks first.`,
    changes: true,
    parameters: [identityParameter],
    async run(invocation) {
      for (const identity of givenIdentities(invocation) ?? []) {
        const { view, scope } = await open(section, invocation);
        const entry = findOne(scope, identity);
        section.assertRemovable?.(entry);
        const index = scope.entries.indexOf(entry);
        await save(section, invocation, {
          view,
          entries: sparseEntries(view, section.section).filter((_, position) => position !== index),
          subject: entry.name,
          text: `Removing ${title} "${shownIdentity(noun, scope.server, entry.name)}".`,
          isRemoval: true,
        });
      }
      return [];
    },
  };
}

async function open<Entry extends Named>(section: Section<Entry>, { bound, shell }: Invocation) {
  const view = await shell.call('config.get', {});
  const scope = sectionScope(section, view, shell);
  const typed = bound.text('Server');
  if (typed !== undefined) noteServer(scope, typed);
  return { view, scope, server: view.document.server };
}

interface Saving {
  readonly view: ConfigView;
  readonly entries: readonly SectionEntry[];
  readonly subject: string;
  readonly text: string;
  readonly isRemoval?: boolean;
}

function save(
  section: Pick<Section<Named>, 'section' | 'settles'>,
  invocation: Invocation,
  { view, entries, ...action }: Saving,
): Promise<boolean> {
  return changeConfiguration(invocation, {
    ...{ base: view, patch: { [section.section]: entries }, ...action },
    settles: (warning) => section.settles?.(warning, invocation.bound) === true,
  });
}

async function shown<Entry extends Named>(
  section: Section<Entry>,
  { shell }: Invocation,
  name: string,
): Promise<readonly ShellValue[]> {
  const { document } = await shell.call('config.get', {});
  const entry = byName(section.list(document), name);
  return entry === undefined ? [] : [section.objectOf(entry, document.server)];
}
