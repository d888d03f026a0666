import type { Templates } from '../../../catalogue.ts';

/** „Käme das an?“: was im DNS steht und was dort stehen sollte. */

const spf: Templates = {
  '{domain} has no SPF record, so receivers cannot tell its mail from that of forgers.':
    '{domain} hat keinen SPF-Eintrag, deshalb können Empfänger seine Mail nicht von gefälschter unterscheiden.',
  'The SPF record of {domain} could not be looked up: a name server did not answer.':
    'Der SPF-Eintrag von {domain} ließ sich nicht nachsehen: Ein Namensserver hat nicht geantwortet.',
  '{domain} has an SPF record, but the public address that mail leaves from is not known here.':
    '{domain} hat einen SPF-Eintrag, aber die öffentliche Adresse, von der Mail abgeht, ist hier nicht bekannt.',
  'Give the public address of this office, then check again.':
    'Die öffentliche Adresse dieses Büros angeben und noch einmal prüfen.',
  'The SPF record of {domain} allows {address:word} ({lookups:number} of {most:number} lookups).':
    'Der SPF-Eintrag von {domain} erlaubt {address} ({lookups} von {most} Abfragen).',
  'The SPF record of {domain} does not allow {address}, so its mail looks forged.':
    'Der SPF-Eintrag von {domain} erlaubt {address} nicht, deshalb sieht seine Mail gefälscht aus.',
  'The SPF record of {domain} says nothing about {address}.':
    'Der SPF-Eintrag von {domain} sagt nichts über {address}.',
  '{domain} has an SPF record; whether it allows {hosts} is known to the provider alone.':
    '{domain} hat einen SPF-Eintrag; ob er {hosts} erlaubt, weiß nur der Anbieter.',
  'Ask the provider what the SPF record has to include.': 'Den Anbieter fragen, was der SPF-Eintrag einschließen muss.',
  'The SPF record of {domain} includes {includes}.': 'Der SPF-Eintrag von {domain} schließt {includes} ein.',
  'The SPF record of {domain} does not include {includes}, so mail through {hosts} looks forged.':
    'Der SPF-Eintrag von {domain} schließt {includes} nicht ein, deshalb sieht Mail über {hosts} gefälscht aus.',
  'The SPF record of {domain} needs more than {most:number} lookups, so receivers give up on it.':
    'Der SPF-Eintrag von {domain} braucht mehr als {most} Abfragen, deshalb geben Empfänger ihn auf.',
  'The SPF record of {domain} names too much that is not there, so receivers give up on it.':
    'Der SPF-Eintrag von {domain} nennt zu viel, was es nicht gibt, deshalb geben Empfänger ihn auf.',
  '{domain} has more than one SPF record, so receivers trust none of them.':
    '{domain} hat mehr als einen SPF-Eintrag, deshalb trauen Empfänger keinem davon.',
  'The SPF record of {domain} includes a domain that has none, so receivers give up on it.':
    'Der SPF-Eintrag von {domain} schließt eine Domäne ein, die keinen hat, deshalb geben Empfänger ihn auf.',
  'The SPF record of {domain} has a mistake in it, so receivers give up on it.':
    'Der SPF-Eintrag von {domain} enthält einen Fehler, deshalb geben Empfänger ihn auf.',
  'Take out what is not used any more, and write addresses in place of includes.':
    'Herausnehmen, was nicht mehr benutzt wird, und statt der Einschlüsse Adressen schreiben.',
  'Make one record of them, with every mechanism once.': 'Daraus einen Eintrag machen, mit jedem Mechanismus einmal.',
  'Take the include out that leads nowhere.': 'Den Einschluss herausnehmen, der nirgendwohin führt.',
  'Compare it with what the provider gives as an example.': 'Ihn mit dem Beispiel des Anbieters vergleichen.',
  'Add this record.': 'Diesen Eintrag hinzufügen.',
  'Change the record to this one.': 'Den Eintrag in diesen ändern.',
  'Try again later.': 'Später noch einmal versuchen.',
};

const names: Templates = {
  '{domain} has more than one DMARC record, so receivers use none of them.':
    '{domain} hat mehr als einen DMARC-Eintrag, deshalb benutzen Empfänger keinen davon.',
  'Make one record of them.': 'Daraus einen Eintrag machen.',
  '{domain} has no DMARC record; Google and Yahoo want one from everybody who sends much.':
    '{domain} hat keinen DMARC-Eintrag; Google und Yahoo verlangen einen von allen, die viel senden.',
  'Add this record; it changes nothing yet, and reports come to its address.':
    'Diesen Eintrag hinzufügen; er ändert noch nichts, und Berichte kommen an seine Adresse.',
  'The DMARC record of {domain} has forged mail refused (p={policy:word}).':
    'Der DMARC-Eintrag von {domain} lässt gefälschte Mail abweisen (p={policy}).',
  'The DMARC record of {domain} has forged mail put aside (p={policy:word}).':
    'Der DMARC-Eintrag von {domain} lässt gefälschte Mail beiseitelegen (p={policy}).',
  'The DMARC record of {domain} only asks for reports (p=none), so forged mail still arrives.':
    'Der DMARC-Eintrag von {domain} verlangt nur Berichte (p=none), deshalb kommt gefälschte Mail weiter an.',
  'Once SPF and DKIM are good for all mail, p=quarantine protects the domain.':
    'Sobald SPF und DKIM für alle Mail stimmen, schützt p=quarantine die Domäne.',
  'The DMARC record of {domain} names no policy, so receivers pay no heed to it.':
    'Der DMARC-Eintrag von {domain} nennt keine Richtlinie, deshalb beachten Empfänger ihn nicht.',
  'Add p=none, p=quarantine or p=reject to it.': 'p=none, p=quarantine oder p=reject hinzufügen.',
  '{domain} has no MX record, so replies and reports have nowhere to go, and some servers refuse its mail.':
    '{domain} hat keinen MX-Eintrag, deshalb haben Antworten und Berichte kein Ziel, und manche Server weisen seine Mail ab.',
  'Add an MX record that names the server with the mailboxes.':
    'Einen MX-Eintrag hinzufügen, der den Server mit den Postfächern nennt.',
  '{domain} says that it takes no mail (null MX), so many servers refuse mail from it.':
    '{domain} sagt, dass es keine Mail annimmt (Null-MX), deshalb weisen viele Server seine Mail ab.',
  'Name the server with the mailboxes in the MX record.': 'Im MX-Eintrag den Server mit den Postfächern nennen.',
  'Replies to {domain} go to {hosts}.': 'Antworten an {domain} gehen an {hosts}.',
  'The MX record of {domain} names {hosts}, which has no address.':
    'Der MX-Eintrag von {domain} nennt {hosts}, und das hat keine Adresse.',
  'Correct the name, or give it an address.': 'Den Namen berichtigen oder ihm eine Adresse geben.',
  'Mail leaves through a smart host, whose name in DNS is the matter of its provider.':
    'Mail geht über einen Smarthost ab, dessen Name im DNS Sache seines Anbieters ist.',
  'The public address that mail leaves from is not known here, so its name cannot be looked up.':
    'Die öffentliche Adresse, von der Mail abgeht, ist hier nicht bekannt, deshalb lässt sich ihr Name nicht nachsehen.',
  '{address} has no name in DNS, so many servers refuse its mail.':
    '{address} hat keinen Namen im DNS, deshalb weisen viele Server seine Mail ab.',
  'Ask the Internet provider to set this name for the address.':
    'Den Internetanbieter bitten, der Adresse diesen Namen zu geben.',
  '{address} is called {names} in DNS, but that name does not lead back to it.':
    '{address} heißt im DNS {names}, aber dieser Name führt nicht zurück.',
  'Give the name this address, or have the provider set another name.':
    'Dem Namen diese Adresse geben oder vom Anbieter einen anderen Namen setzen lassen.',
  '{address} and {name} lead to each other in DNS.': '{address} und {name} führen im DNS zueinander.',
  '{address} is called {names} in DNS, and Postroom calls itself {name}.':
    '{address} heißt im DNS {names}, und Postroom nennt sich {name}.',
  'Use the same name for both: the fqdn of the send connector, or that of the address.':
    'Für beide denselben Namen benutzen: den FQDN des Sendeconnectors oder den der Adresse.',
  'Mail leaves through a smart host, so port 25 need not be open.':
    'Mail geht über einen Smarthost ab, deshalb muss Port 25 nicht offen sein.',
  'Port 25 to the outside is open: {host} answered.': 'Port 25 nach außen ist offen: {host} hat geantwortet.',
  'Nobody outside can be reached on port 25, so mail cannot go straight to each domain.':
    'Auf Port 25 ist draußen niemand erreichbar, deshalb kann Mail nicht direkt an jede Domäne gehen.',
  'Ask the Internet provider to open port 25 outwards, or send through a smart host on port 587.':
    'Den Internetanbieter bitten, Port 25 nach außen zu öffnen, oder über einen Smarthost auf Port 587 senden.',
  'A name server did not answer about {domain} ({code:word}).':
    'Ein Namensserver hat zu {domain} nicht geantwortet ({code}).',
  'Check the DNS server of this machine, and try again later.':
    'Den DNS-Server dieses Rechners prüfen und es später noch einmal versuchen.',
  'Name the domain: no accepted domain is the default.':
    'Die Domäne nennen: Keine akzeptierte Domäne ist die Standarddomäne.',
};

const dkim: Templates = {
  'Mail from {domain} is not signed here; the smart host may do it.':
    'Mail von {domain} wird hier nicht signiert; vielleicht tut es der Smarthost.',
  'Mail from {domain} is not signed, so large providers trust it less.':
    'Mail von {domain} ist nicht signiert, deshalb trauen große Anbieter ihr weniger.',
  'Switch DKIM on at the provider of the smart host, or give the domain a DKIM selector here.':
    'DKIM beim Anbieter des Smarthosts einschalten oder der Domäne hier einen DKIM-Selektor geben.',
  'Give the accepted domain a DKIM selector; the key is made by itself.':
    'Der akzeptierten Domäne einen DKIM-Selektor geben; der Schlüssel entsteht von selbst.',
  'The DKIM key of {domain} is missing or cannot be opened on this machine, so its mail goes unsigned.':
    'Der DKIM-Schlüssel von {domain} fehlt oder lässt sich auf diesem Rechner nicht öffnen, deshalb geht seine Mail unsigniert ab.',
  'Give the accepted domain another DKIM selector; a new key is made by itself.':
    'Der akzeptierten Domäne einen anderen DKIM-Selektor geben; ein neuer Schlüssel entsteht von selbst.',
  'Mail from {domain} is signed, and the key stands in DNS.':
    'Mail von {domain} wird signiert, und der Schlüssel steht im DNS.',
  'The DKIM key of {domain} stands in DNS as a test (t=y), so it counts for nothing.':
    'Der DKIM-Schlüssel von {domain} steht als Test im DNS (t=y), deshalb zählt er nicht.',
  'Take t=y out of the record.': 't=y aus dem Eintrag herausnehmen.',
  'Mail from {domain} is signed, but the key is not in DNS.':
    'Mail von {domain} wird signiert, aber der Schlüssel steht nicht im DNS.',
  'The DKIM key of {domain} is marked as revoked in DNS.':
    'Der DKIM-Schlüssel von {domain} ist im DNS als widerrufen gekennzeichnet.',
  'Another key than that of Postroom stands in DNS for {domain}, so its signatures are wrong.':
    'Im DNS steht für {domain} ein anderer Schlüssel als der von Postroom, deshalb sind die Signaturen falsch.',
  'Change the record to this one, or use another DKIM selector.':
    'Den Eintrag in diesen ändern oder einen anderen DKIM-Selektor benutzen.',
};

export const arrival: Templates = { ...spf, ...names, ...dkim };
