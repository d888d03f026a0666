import type { ReceiveConnectorDocument } from '../../contract/receive-connector.ts';
import { receiveConnectorObject } from './receive-connector-object.ts';
import { receiveConnectorSettings } from './receive-connector-settings.ts';
import { presetOf, usageParameters } from './receive-connector-usage.ts';
import { sectionCmdlets } from './section-cmdlets.ts';
import type { Section, SectionEntry } from './section.ts';

/** Get-, New-, Set- and Remove-ReceiveConnector. */

export const receiveConnectorSection: Section<ReceiveConnectorDocument> = {
  noun: 'ReceiveConnector',
  title: 'Receive connector',
  section: 'receiveConnectors',
  list: ({ receiveConnectors }) => receiveConnectors,
  settings: receiveConnectorSettings,
  newParameters: usageParameters,
  preset: presetOf,
  settle: (entries, index) => entries.map((entry, position) => (position === index ? withCleanGroups(entry) : entry)),
  carries: (property, value) => property !== 'permissionGroups' || isCleanList(value),
  objectOf: receiveConnectorObject,
};

function isCleanList(groups: unknown): boolean {
  const cleaned = withCleanGroups({ permissionGroups: groups })['permissionGroups'];
  return JSON.stringify(cleaned) === JSON.stringify(groups);
}

/** Custom is shown where entries differ from the groups and is never set; None stands alone. */
function withCleanGroups(entry: SectionEntry): SectionEntry {
  const given = entry['permissionGroups'];
  if (!Array.isArray(given)) return entry;
  const groups = given.filter((group) => group !== 'Custom' && group !== 'None');
  return { ...entry, permissionGroups: groups.length === 0 ? ['None'] : groups };
}

export const receiveConnectorCmdlets = sectionCmdlets(receiveConnectorSection);
