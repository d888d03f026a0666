import { expect, it } from 'vitest';
import { documentSchema } from '../../../main/contract/document.ts';
import { keptSecrets } from '../../../renderer/src/settings/kept-secrets.ts';

const document = documentSchema.parse({
  sendConnectors: [{ name: 'Internet', addressSpaces: ['*'] }],
  acceptedDomains: [{ name: 'Office', domainName: '*.office.example', dkimSelector: 'postroom2026' }],
});

it('tells what each secret is for, and those first that nothing needs any more', () => {
  const names = [
    ...['send-connector/internet', 'oauth-client/Gone', 'oauth-tokens/Internet', 'alerts/webhook', 'authority'],
    ...['dkim/office.example/postroom2026', 'dkim/office.example/old'],
  ];
  expect(keptSecrets(names, document).map(({ name, kind, owner, orphaned }) => [name, kind, owner, orphaned])).toEqual([
    ['oauth-client/Gone', 'client', 'Gone', true],
    ['alerts/webhook', 'webhook', '', true],
    ['dkim/office.example/old', 'dkim', 'office.example', true],
    ['send-connector/internet', 'password', 'internet', false],
    ['oauth-tokens/Internet', 'tokens', 'Internet', false],
    ['authority', 'other', '', false],
    ['dkim/office.example/postroom2026', 'dkim', 'office.example', false],
  ]);
});
