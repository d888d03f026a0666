import { describe, expect, test } from 'vitest';
import { checkConstraints } from '../../../../main/connectors/constraints.ts';
import { receiveConnectorSchema } from '../../../../main/contract/receive-connector.ts';
import {
  entryOf,
  isUnanswered,
  newWizard,
  pageOfFinding,
  pagesOf,
  usageTypes,
} from '../../../../renderer/src/connectors/wizard.ts';
import type { UsageType, WizardForm } from '../../../../renderer/src/connectors/wizard.ts';

const form = (type: UsageType, change: Partial<WizardForm> = {}): WizardForm => ({
  ...newWizard,
  name: 'New',
  ranges: '10.0.0.1\n10.0.0.2',
  type,
  ...change,
});

describe('the wizard', () => {
  test.each([
    ['Relay', ['kind', 'bindings', 'ranges', 'summary']],
    ['Custom', ['kind', 'bindings', 'ranges', 'summary']],
    ['Partner', ['kind', 'bindings', 'ranges', 'summary']],
    ['Internet', ['kind', 'bindings', 'summary']],
    ['Internal', ['kind', 'ranges', 'summary']],
    ['Client', ['kind', 'ranges', 'summary']],
  ] as const)('asks for %s on the pages %j', (type, pages) => {
    expect(pagesOf(form(type))).toEqual(pages);
  });

  test.each(usageTypes)('makes an entry of type %s that Exchange would take', (type) => {
    const connector = receiveConnectorSchema.parse(entryOf(form(type)));
    expect(checkConstraints(connector, 'receiveConnectors[0]')).toEqual([]);
  });

  test('gives each type the groups and places that Exchange gives it', () => {
    expect(entryOf(form('Relay'))).toMatchObject({
      bindings: ['0.0.0.0:25'],
      remoteIPRanges: ['10.0.0.1', '10.0.0.2'],
      permissionGroups: ['AnonymousUsers'],
      extendedRights: [{ right: 'ms-Exch-SMTP-Accept-Any-Recipient' }],
    });
    expect(entryOf(form('Internet'))).toMatchObject({
      remoteIPRanges: ['0.0.0.0-255.255.255.255'],
      permissionGroups: ['AnonymousUsers'],
    });
    expect(entryOf(form('Internet'))).not.toHaveProperty('extendedRights');
    expect(entryOf(form('Client'))).toMatchObject({
      bindings: ['0.0.0.0:587', '[::]:587'],
      permissionGroups: ['ExchangeUsers'],
    });
    expect(entryOf(form('Internal'))).toMatchObject({ bindings: ['0.0.0.0:25', '[::]:25'] });
    expect(entryOf(form('Partner'))).toMatchObject({ permissionGroups: ['Partners'] });
    expect(entryOf(form('Custom'))).toMatchObject({ permissionGroups: ['None'] });
  });

  test('answers nobody while no client is typed', () => {
    expect(entryOf(form('Relay', { ranges: ' ' }))['remoteIPRanges']).toEqual(['192.0.2.1']);
  });

  test.each([
    ['Relay', 'bindings', 'bindings'],
    ['Relay', 'remoteIPRanges', 'ranges'],
    ['Relay', 'name', 'kind'],
    ['Client', 'bindings', 'kind'],
    ['Internet', 'remoteIPRanges', 'bindings'],
  ] as const)('brings a finding of %s about %s to the page %s', (type, property, page) => {
    expect(pageOfFinding({ property }, form(type))).toBe(page);
  });

  test('goes on once it has been told what only a person can say', () => {
    expect(isUnanswered('kind', newWizard)).toBe(true);
    expect(isUnanswered('kind', form('Relay'))).toBe(false);
    expect(isUnanswered('ranges', newWizard)).toBe(true);
    expect(isUnanswered('ranges', form('Relay'))).toBe(false);
    expect(isUnanswered('bindings', newWizard)).toBe(false);
  });
});
