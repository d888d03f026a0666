import type { Templates } from '../../../catalogue.ts';

/** Wohin eine angenommene Nachricht ginge, und warum. */

export const routes: Templates = {
  'Mail for {recipient} is put into a mailbox folder here.': 'Mail an {recipient} kommt hier in einen Postfachordner.',
  'Mail for {recipient} is put into a mailbox folder here: {domain} is an accepted domain ({type}).':
    'Mail an {recipient} kommt hier in einen Postfachordner: {domain} ist eine akzeptierte Domäne ({type}).',
  'Mail for {recipient} comes back with an NDR: {domain} is delivered here, and nobody has this address.':
    'Mail an {recipient} kommt als unzustellbar zurück: {domain} wird hier zugestellt, und niemand hat diese Adresse.',
  'Mail for {recipient} comes back with an NDR: {size} bytes are more than every matching send connector takes.':
    'Mail an {recipient} kommt als unzustellbar zurück: {size} Bytes sind mehr, als ein passender Sendeconnector annimmt.',
  'Mail for {recipient} waits in the Unreachable queue: {reason:text}':
    'Mail an {recipient} wartet in der Warteschlange „Unreachable“: {reason}',
  'there is no send connector.': 'Es gibt keinen Sendeconnector.',
  'no send connector has an address space for {domain}.': 'Kein Sendeconnector hat einen Adressraum für {domain}.',
  'Mail for {recipient} goes to the mail exchangers of {domain}: {reason:text}':
    'Mail an {recipient} geht an die MX-Server von {domain}: {reason}',
  'Mail for {recipient} goes to the smart host {host}: {reason:text}':
    'Mail an {recipient} geht an den Smarthost {host}: {reason}',
  'send connector "{name}" takes it.': 'Sendeconnector „{name}“ nimmt sie.',
  'send connector "{name}" takes it by its address space {space} (cost {cost}).':
    'Sendeconnector „{name}“ nimmt sie durch seinen Adressraum {space} (Kosten {cost}).',
  '"{name}" does not: its limit is {size:text}.': '„{name}“ nicht: Seine Grenze ist {size}.',
  '"{name}" does not: its address space {space} is less specific.':
    '„{name}“ nicht: Sein Adressraum {space} ist weniger genau.',
  '"{name}" does not: its address space {space} costs {cost}.':
    '„{name}“ nicht: Sein Adressraum {space} kostet {cost}.',
  'It takes over while the other cannot be reached.': 'Er springt ein, solange der andere nicht erreichbar ist.',
  '"{name}" does not: it is as specific and as cheap, and its name comes later.':
    '„{name}“ nicht: Er ist ebenso genau und ebenso günstig, und sein Name kommt im Alphabet später.',
  '"{name}" is for {spaces}, not for {domain}.': '„{name}“ ist für {spaces} da, nicht für {domain}.',
  '"{name}" is disabled.': '„{name}“ ist ausgeschaltet.',
};
