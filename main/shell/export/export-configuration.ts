import { documentSchema, type ConfigDocument, type SparseDocument } from '../../contract/document.ts';
import { acceptedDomainSection } from '../cmdlets/accepted-domains.ts';
import { checkSection, deviceSection, mailboxFolderSection, recipientSection } from '../cmdlets/small-sections.ts';
import type { SectionEntry } from '../cmdlets/section.ts';
import { sendConnectorSection } from '../cmdlets/send-connectors.ts';
import { transportConfig, transportService, type ServerSetting } from '../cmdlets/server-settings.ts';
import { argumentFor } from './command-text.ts';
import { entryText, entriesIn } from './entry-text.ts';
import { literalOf } from './literal.ts';
import { receiveConnectorText } from './receive-connector-text.ts';
import { accountCommands, secretNotes } from './secret-notes.ts';

/** The configuration as commands that make it again. */

const lists = [
  ...['receiveConnectors', 'sendConnectors', 'acceptedDomains', 'recipients', 'accounts', 'mailboxes', 'checks'],
  'devices',
];
const HEAD = [
  '# The configuration of Postroom as commands: run on an empty configuration they make it again.',
  '# This empties one first, and takes away everything that it holds:',
  `# Set-Configuration -Settings @{ ${Object.keys(documentSchema.shape)
    .filter((name) => name !== 'version' && name !== '$schema')
    .map((name) => `${name} = $null`)
    .join('; ')} }`,
];

/**
 * The commands, a line each, with comments on what they cannot give: secrets and keys of certificates.
 * `sparse`: the document without its defaults. `secrets`: names of what is kept for connectors.
 */
export function exportConfiguration(
  document: ConfigDocument,
  sparse: SparseDocument,
  secrets: readonly string[],
): string {
  const settings = serverSettings(sparse);
  const connectors = entriesIn(sparse, 'receiveConnectors');
  const sections = [
    HEAD,
    secretNotes(document, secrets),
    settings.lines,
    entriesIn(sparse, 'acceptedDomains').flatMap((entry) =>
      entryText(acceptedDomainSection, entry, entry['default'] === true ? ' -MakeDefault $true' : '', ['default']),
    ),
    entriesIn(sparse, 'mailboxes').flatMap((entry) => entryText(mailboxFolderSection, entry)),
    entriesIn(sparse, 'recipients').flatMap((entry) => entryText(recipientSection, entry)),
    accountCommands(entriesIn(sparse, 'accounts')),
    connectors.flatMap((entry) => receiveConnectorText(entry, document.accounts)),
    // Their conditions name receive connectors.
    entriesIn(sparse, 'sendConnectors').flatMap((entry) => entryText(sendConnectorSection, entry)),
    entriesIn(sparse, 'checks').flatMap((entry) => entryText(checkSection, entry)),
    entriesIn(sparse, 'devices').flatMap((entry) => entryText(deviceSection, entry)),
    settings.rest,
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

/** Settings of the server by their cmdlets; what those do not know, and sections without a cmdlet, as a patch at the end. */
function serverSettings(sparse: SparseDocument) {
  const given: { readonly cmdlet: string; readonly settings: readonly ServerSetting[]; readonly parts: string[] }[] = [
    { cmdlet: 'Set-TransportConfig', settings: transportConfig, parts: [] },
    { cmdlet: 'Set-TransportService', settings: transportService, parts: [] },
  ];
  const rest: Record<string, unknown> = {};
  for (const [section, value] of Object.entries(sparse)) {
    if (section === 'version' || lists.includes(section)) continue;
    if (!['server', 'transport', 'journal'].includes(section)) rest[section] = value;
    else
      for (const [property, item] of Object.entries(value as SectionEntry)) {
        const argument = place(given, section, property, item);
        if (!argument) rest[section] = { ...(rest[section] as SectionEntry | undefined), [property]: item };
      }
  }
  return {
    lines: given.filter(({ parts }) => parts.length > 0).map(({ cmdlet, parts }) => [cmdlet, ...parts].join(' ')),
    rest: Object.entries(rest).map(([section, value]) => {
      const literal = literalOf({ [section]: value });
      return literal === null
        ? `# The section ${section} cannot be written as a command.`
        : `Set-Configuration -Settings ${literal}`;
    }),
  };
}

/** Whether a parameter takes it. */
function place(
  cmdlets: readonly { readonly settings: readonly ServerSetting[]; readonly parts: string[] }[],
  section: string,
  property: string,
  value: unknown,
): boolean {
  for (const { settings, parts } of cmdlets) {
    const setting = settings.find((one) => one.section === section && one.property === property);
    const argument = setting === undefined ? null : argumentFor(setting, value);
    if (setting === undefined || argument === null) continue;
    parts.push(`-${setting.name} ${argument}`);
    return true;
  }
  return false;
}
