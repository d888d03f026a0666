import { describe, expect, it } from 'vitest';
import { checkDocument } from '../../../main/config/check.ts';
import { documentSchema } from '../../../main/contract/document.ts';

const receive = {
  name: 'Relay',
  bindings: ['127.0.0.1:2525'],
  remoteIPRanges: ['192.168.0.0/24'],
  permissionGroups: ['AnonymousUsers'],
};
const send = { name: 'Out', addressSpaces: ['*'], smartHosts: ['mail.provider.example'] };
const found = (sections: Record<string, unknown>) =>
  checkDocument(documentSchema.parse(sections)).map(({ severity, path, text }) => `${severity} ${path} ${text}`);
const device = (remoteIPRange: string, sender = 'a@b.example') => ({ remoteIPRange, sender });

describe('rules that contradict', () => {
  it('are aliases that send mail in circles', () => {
    const aliases = [
      { address: 'a@office.example', deliverTo: ['b@office.example'] },
      { address: 'b@office.example', deliverTo: ['x@y.example', 'A@office.example'] },
    ];
    expect(found({ aliases })).toEqual([
      'error aliases[0].deliverTo Mail for an alias would go round in circles: a@office.example → b@office.example → a@office.example. Take one of them out.',
    ]);
  });

  it('are aliases that are there twice, blocked, or too long', () => {
    const aliases = [{ address: 'a@b.example', deliverTo: ['c@d.example'] }];
    expect(found({ aliases: [...aliases, { address: 'A@b.example', deliverTo: ['e@f.example'] }] })).toEqual([
      expect.stringContaining('is there twice'),
    ]);
    expect(found({ aliases, transport: { blockedRecipients: ['a@b.example'] } })).toEqual([
      expect.stringMatching(/^warning .*blocked recipients/),
    ]);
    const many = (at: number) => Array.from({ length: 400 }, (_, i) => `x${String(at * 400 + i)}@d.example`);
    const lists = [0, 1, 2].map((at) => ({ address: `l${String(at)}@b.example`, deliverTo: many(at) }));
    const all = { address: 'all@b.example', deliverTo: lists.map(({ address }) => address) };
    expect(found({ aliases: [...lists, all] })).toEqual([expect.stringContaining('1200 recipients; 1000 is the most')]);
  });

  it('are two senders for one device, one that nobody can have, and one that is no address', () => {
    const deviceSenders = [device('192.168.0.7'), device('192.168.0.7-192.168.0.7'), device('10.0.0.1'), device('x y')];
    const connectors = [{ ...receive, rewriting: { deviceSenders } }];
    expect(found({ receiveConnectors: connectors })).toEqual([
      expect.stringMatching(/^error .*deviceSenders\[1\].*two senders/),
      expect.stringMatching(/^warning .*deviceSenders\[2\].*never used/),
      expect.stringMatching(/^error .*deviceSenders\[3\].*neither an IP address/),
    ]);
  });

  it('are a sender set on the way in and again on the way out', () => {
    const rewriting = { sender: 'a@b.example' };
    const sections = { receiveConnectors: [{ ...receive, rewriting }], sendConnectors: [{ ...send, rewriting }] };
    expect(found(sections)).toEqual([expect.stringMatching(/^warning sendConnectors\[0\]\.rewriting/)]);
    expect(found({ ...sections, sendConnectors: [{ ...send, rewriting, enabled: false }] })).toEqual([]);
  });

  it('are conditions of a send connector that no receive connector meets', () => {
    const conditions = { receiveConnectors: ['Relay', 'Gone'] };
    const sections = { receiveConnectors: [{ ...receive, enabled: false }], sendConnectors: [{ ...send, conditions }] };
    expect(found(sections)).toEqual([
      expect.stringMatching(/^warning .*receiveConnectors\[0\].*disabled/),
      expect.stringMatching(/^error .*receiveConnectors\[1\].*no receive connector/),
    ]);
  });
});
