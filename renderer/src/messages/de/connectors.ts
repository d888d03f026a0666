import { formatCount, joinWords, plural } from '../../format.ts';
import type { connectorMessages as english } from '../en/connectors.ts';
import type { Translation } from '../translation.ts';

/** Die Texte der Seite mit den Empfangsconnectors. */

export const connectorMessages: Translation<typeof english> = {
  title: 'Empfangsconnectors',
  summary: 'Wer Mail einliefern darf und wie weit sie kommt. Es antwortet das engste Netz, in dem der Client liegt.',
  loading: 'Die Connectors werden gelesen …',
  failed: 'Die Connectors konnten nicht gelesen werden.',
  tryAgain: 'Noch einmal versuchen',
  list: {
    label: 'Empfangsconnectors',
    filter: 'Connectors filtern',
    filterHint: 'Name, Adresse, Port',
    empty: 'Es gibt keinen Empfangsconnector, also kann niemand Mail einliefern.',
    noneMatch: 'Kein Connector passt zum Filter.',
    shown: (shown, all) => `${formatCount(shown)} von ${plural(all, 'Connector', 'Connectors')}`,
    roles: { FrontendTransport: 'Frontend', HubTransport: 'Hub' },
    place: (role, ports) => `${role} · ${ports.length === 1 ? 'Port' : 'Ports'} ${joinWords(ports.map(String), 'und')}`,
    enabled: 'an',
    disabled: 'aus',
    notListening: 'hört nicht zu',
    takesNothing: 'nimmt von niemandem Mail an',
    trusted: 'extern gesichert',
    deviceFriendly: 'gerätefreundlich',
    implicitTls: 'TLS ab dem ersten Byte',
    oldTls: 'altes TLS',
    portClosed: (port) => `Port ${String(port)} ist nicht offen`,
    today: (accepted, refused) =>
      [
        accepted === 0 ? 'heute keine' : `heute ${formatCount(accepted)}`,
        ...(refused === 0 ? [] : [`${formatCount(refused)} abgewiesen`]),
      ].join(', '),
    todayTitle: 'Nachrichten seit Mitternacht, oder seit dem Start von Postroom, wenn der später war',
  },
  map: {
    title: 'Wer wem antwortet',
    strip: (port, family, address) => `Port ${String(port)} · ${address ?? (family === 4 ? 'IPv4' : 'IPv6')}`,
    label: (strip, connectors) => `${strip}: ${plural(connectors, 'Connector', 'Connectors')}`,
    several: (count) => `${formatCount(count)} Connectors`,
    ranges: (name, count) => `${name} · ${plural(count, 'Bereich', 'Bereiche')}`,
    named: (name, range) => `${name} · ${range}`,
    everywhere: (name) => `${name} · überall`,
    nobody: 'Hier antwortet niemand.',
    fallsBack: 'Jeder andere Client bekommt die Antwort wie auf allen Adressen.',
    empty: 'Kein Connector ist eingeschaltet, also bekommt niemand eine Antwort.',
    legend: {
      plain: 'an die akzeptierten Domänen oder nach Anmeldung',
      relay: 'leitet ohne Anmeldung weiter',
      trusted: 'extern gesichert',
    },
  },
  tryOut: {
    title: 'Eine Adresse ausprobieren',
    address: 'Adresse des Clients',
    addressExample: '192.168.0.42',
    at: 'Kommt an bei',
    recipient: 'Schreibt an',
    recipientExample: 'jemand@gmail.com',
    hint: 'Die Adresse eines Geräts eingeben: Hier steht dann, wo es landet und warum.',
    notYet: 'Das ist noch keine ganze IP-Adresse.',
    noStrip: 'Für Adressen dieser Art hört kein Connector zu.',
    signs: { yes: 'Ja', no: 'Nein', note: 'Hinweis' },
    elsewhere: (count) => `${plural(count, 'weiterer Connector kommt', 'weitere Connectors kommen')} nicht in Frage.`,
    steps: 'Schritt für Schritt',
  },
};
