import type { AcceptedDomainDocument } from '../../contract/document.ts';
import type { BoundParameters } from '../run/parameters.ts';
import { ShellError } from '../shell-error.ts';
import { shellObject } from '../values/shell-value.ts';
import { objectGuid } from './object-guid.ts';
import { sectionCmdlets } from './section-cmdlets.ts';
import type { Section, SectionEntry } from './section.ts';
import { set } from './settable.ts';

/** Get-, New-, Set- and Remove-AcceptedDomain. */

const domainTypes = ['Authoritative', 'InternalRelay', 'ExternalRelay'] as const;

export const acceptedDomainSection: Section<AcceptedDomainDocument> = {
  noun: 'AcceptedDomain',
  title: 'Accepted domain',
  section: 'acceptedDomains',
  list: ({ acceptedDomains }) => acceptedDomains,
  settings: [
    set('DomainName', 'text', 'The domain: contoso.com, *.contoso.com.'),
    set('DomainType', { oneOf: domainTypes }, 'Authoritative: all recipients are here. Relay: mail goes on.'),
    set('MatchSubDomains', 'boolean', 'Takes what is below the domain too.'),
    set('AddressBookEnabled', 'boolean', 'Refuses recipients that are not listed.'),
  ],
  mandatory: ['DomainName'],
  moreParameters: [
    { name: 'MakeDefault', type: 'boolean', help: 'This domain completes addresses of the server itself.' },
  ],
  settle: makeDefault,
  assertRemovable: ({ name, default: isDefault }) => {
    if (isDefault)
      throw new ShellError(
        'InvalidOperation',
        `"${name}" is the default accepted domain, which cannot be removed. Make another one the default first.`,
      );
  },
  objectOf: (domain, { name: server }) =>
    shellObject('AcceptedDomain', {
      DomainName: domain.domainName,
      DomainType: domain.domainType,
      MatchSubDomains: domain.matchSubDomains,
      AddressBookEnabled: domain.addressBookEnabled ?? domain.domainType === 'Authoritative',
      Default: domain.default,
      Name: domain.name,
      Identity: domain.name,
      OriginatingServer: server,
      Guid: objectGuid('AcceptedDomain', domain.name),
      IsValid: true,
      ObjectState: 'Unchanged',
    }),
};

export const acceptedDomainCmdlets = sectionCmdlets(acceptedDomainSection);

/** There is one default: it moves. */
function makeDefault(entries: readonly SectionEntry[], index: number, bound: BoundParameters): readonly SectionEntry[] {
  if (bound.flag('MakeDefault') !== true) return entries;
  return entries.map((entry, position) => ({ ...entry, default: position === index }));
}
