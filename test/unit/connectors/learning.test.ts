import { describe, expect, it } from 'vitest';
import { decideMail, decideRcpt } from '../../../main/connectors/decision.ts';
import type { Decision } from '../../../main/connectors/decision.ts';
import { makeSession } from './make-connector.ts';

const steps = (decision: Decision) => decision.trace().map(({ step }) => step);
const lastSaid = (decision: Decision) => decision.trace().find(({ step }) => step === 'learning')?.text;
const mail = { address: 'scan@office.example', declaredBytes: null };

describe('learning mode', () => {
  it('puts every recipient off, with the reasons that would decide without it', () => {
    const session = makeSession({}, { learning: true });
    const outside = decideRcpt(session, { address: 'a@elsewhere.example', acceptedRecipients: 0 });
    expect(outside.reply).toMatchObject({ code: 451, enhanced: '4.3.2' });
    expect(steps(outside).slice(-3)).toEqual(['relay', 'learning', 'refused']);
    expect(lastSaid(outside)).toContain('Without learning mode the answer would be 550 5.7.54');
    const own = decideRcpt(session, { address: 'a@office.example', acceptedRecipients: 0 });
    expect(own).toMatchObject({ accepted: false, reply: { code: 451 } });
    expect(lastSaid(own)).toContain('Without learning mode it would be accepted.');
    expect(steps(own).filter((step) => step === 'accepted')).toEqual([]);
  });

  it('hears a sender that would be refused, and keeps who is denied for good away', () => {
    const locked = makeSession({ groups: ['ExchangeUsers'] }, { learning: true });
    const heard = decideMail(locked, mail);
    expect(heard.accepted).toBe(true);
    expect(steps(heard).slice(-3)).toEqual(['may-not-submit', 'learning', 'accepted']);
    const denied = makeSession({}, { learning: true, blockedSenders: ['scan@office.example'] });
    expect(decideMail(denied, mail).reply).toMatchObject({ code: 554, close: true });
  });

  it('leaves the decisions as they are while it is off', () => {
    expect(steps(decideMail(makeSession(), mail))).not.toContain('learning');
    expect(decideRcpt(makeSession(), { address: 'a@office.example', acceptedRecipients: 0 }).accepted).toBe(true);
  });
});
