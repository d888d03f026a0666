import type { CertificatesView, CertificateView } from '../../../main/contract/delivery-view.ts';
import { formatDate } from '../format.ts';
import { messages } from '../messages.ts';
import type { BadgeText, Tone } from '../tone.ts';
import type { Line } from './line.ts';

/** A certificate as a line: for whom, from whom, until when, and who presents it. */

const words = messages.delivery.certificates;
const DAY_MS = 86_400_000;
const MOST_NAMES = 3;
const MOST_CONNECTORS = 3;
const tones: Readonly<Record<CertificateView['state'], Tone>> = {
  valid: 'good',
  expiring: 'warn',
  expired: 'bad',
  notYetValid: 'bad',
};

export function certificateLine(certificate: CertificateView, nowMs: number): Line {
  const { file, subject, issuers, selfSigned, notAfterMs, names, uses, state } = certificate;
  const origin = selfSigned ? words.selfSigned : words.issuedBy(commonName(issuers[0] ?? ''));
  const facts = [namesText(names), origin, words.until(formatDate(notAfterMs))].filter((fact) => fact !== '');
  return {
    key: file,
    name: commonName(subject),
    tone: tones[state],
    state: stateText(certificate, nowMs),
    badges: badgesOf(certificate, nowMs),
    sentence: `${capital(facts.join(', '))}. ${usesText(uses.map(({ connector }) => connector))}`,
    note: null,
  };
}

/** An authority that partners' certificates are recognised by. */
export function partnerText({ file, subject, notAfterMs }: CertificatesView['partners'][number]): string {
  return `${commonName(subject)}, ${words.until(formatDate(notAfterMs))} (${file})`;
}

/** What a device has to trust: where the certificate was made here its authority, which stays the same at each renewal. */
export function trustedPem({ madeHere, certificatePem }: Pick<CertificateView, 'madeHere' | 'certificatePem'>): string {
  const blocks = certificatePem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?/g) ?? [];
  return (madeHere ? blocks.at(-1) : undefined) ?? certificatePem;
}

/** `CN=mail.office.example, O=Office` to `mail.office.example`. */
export function commonName(distinguishedName: string): string {
  const [, quoted, plain] = /(?:^|, )CN=(?:"((?:[^"]|"")*)"|([^,]*))/.exec(distinguishedName) ?? [];
  return quoted?.replaceAll('""', '"') ?? plain ?? distinguishedName;
}

export function stateText({ state, notAfterMs }: CertificateView, nowMs: number): string {
  return state === 'expiring' ? words.states.expiring(Math.floor((notAfterMs - nowMs) / DAY_MS)) : words.states[state];
}

function badgesOf(certificate: CertificateView, nowMs: number): readonly BadgeText[] {
  const { state, file } = certificate;
  const name = { tone: 'plain', text: file } as const;
  return state === 'valid' ? [name] : [{ tone: tones[state], text: stateText(certificate, nowMs) }, name];
}

function usesText(connectors: readonly string[]): string {
  if (connectors.length === 0) return words.unused;
  return connectors.length > MOST_CONNECTORS ? words.usedByMany(connectors.length) : words.used(connectors);
}

function namesText(names: readonly string[]): string {
  if (names.length === 0) return '';
  return names.length > MOST_NAMES
    ? words.coversMore(names.slice(0, MOST_NAMES - 1), names.length - MOST_NAMES + 1)
    : words.covers(names);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
