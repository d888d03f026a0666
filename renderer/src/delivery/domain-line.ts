import type { AcceptedDomainDocument, ConfigDocument } from '../../../main/contract/document.ts';
import { messages } from '../messages.ts';
import { isDefault } from './default-domain.ts';
import type { BadgeText } from '../tone.ts';
import type { Line } from './line.ts';
import { domainHolds } from './recipients.ts';

/** An accepted domain as a line: what becomes of mail for it. */

const words = messages.delivery.domains;

export function domainLines({ acceptedDomains, recipients }: ConfigDocument): readonly Line[] {
  return acceptedDomains.map((domain) => {
    const own = recipients.filter(({ address }) => domainHolds(domain, address));
    const withFolder = own.filter(({ mailbox }) => mailbox !== null).length;
    return {
      key: domain.name,
      name: domain.domainName === '*' ? words.all : domain.domainName,
      tone: 'good',
      state: messages.delivery.on,
      badges: badgesOf(domain, isDefault(domain, acceptedDomains)),
      sentence: sentenceOf(domain, own.length, withFolder),
      note: null,
    };
  });
}

function badgesOf({ domainType, matchSubDomains }: AcceptedDomainDocument, isChosen: boolean): readonly BadgeText[] {
  return [
    { tone: domainType === 'Authoritative' ? 'accent' : 'plain', text: words.types[domainType] },
    ...(matchSubDomains ? [{ tone: 'plain', text: words.subDomains } as const] : []),
    ...(isChosen ? [{ tone: 'plain', text: words.default } as const] : []),
  ];
}

/** What becomes of mail for the domain, and of mail for somebody who is not listed. */
export function sentenceOf(
  { domainType, addressBookEnabled }: Pick<AcceptedDomainDocument, 'domainType' | 'addressBookEnabled'>,
  listed: number,
  withFolder: number,
): string {
  const isLookedUp = addressBookEnabled ?? (domainType === 'Authoritative' && listed > 0);
  if (domainType === 'Authoritative') return isLookedUp ? words.keptForListed(listed) : words.keptForAll;
  const way = domainType === 'InternalRelay' ? words.internal(withFolder) : words.external;
  return isLookedUp ? `${way} ${words.lookedUp(listed)}` : way;
}
