import type { Templates } from '../../../catalogue.ts';

/** Die Prüfung der ganzen Konfiguration: was ihr auffällt, und was dagegen hilft. */

export const audit: Templates = {
  // Weiterleiten
  'Receive connector "{name}" grants {address} no relay right and takes its mail for foreign domains all the same: {count} attempts would have left this server, the first with MAIL FROM:{sender} and RCPT TO:{recipient} ({vector}).':
    'Empfangsconnector „{name}“ gibt {address} kein Recht zum Weiterleiten und nimmt trotzdem Mail von dort für fremde Domänen an: {count} Versuche hätten diesen Server verlassen, der erste mit MAIL FROM:{sender} und RCPT TO:{recipient} ({vector}).',
  'Takes the accepted domain "*" away.': 'Entfernt die akzeptierte Domäne „*“.',
  'Switches the connector off until its rights and the accepted domains are mended.':
    'Schaltet den Connector aus, bis seine Rechte und die akzeptierten Domänen in Ordnung gebracht sind.',
  '{ranges} and {count} more': '{ranges} und {count} weitere',
  'Receive connector "{name}" relays without login for {ranges:text} on the Internet: it is safe only as long as that address is yours.':
    'Empfangsconnector „{name}“ leitet ohne Anmeldung für {ranges} im Internet weiter: Das ist nur sicher, solange es die eigene Adresse ist.',
  'Receive connector "{name}" relays without login for {ranges:text}, which holds addresses of the Internet: it is an open relay.':
    'Empfangsconnector „{name}“ leitet ohne Anmeldung für {ranges} weiter, und darin liegen Adressen des Internets: Er ist ein offenes Relay.',
  'Takes {ranges:text} out of its remote IP ranges.': 'Nimmt {ranges} aus seinen Remote-IP-Bereichen.',
  'Switches the connector off; give it the addresses of your devices before you switch it on again.':
    'Schaltet den Connector aus; vor dem Wiedereinschalten die Adressen der eigenen Geräte eintragen.',
  'Receive connector "{name}" trusts every address in {ranges:text} like a server of your own: each may relay, send as anybody and is bound by no limit.':
    'Empfangsconnector „{name}“ vertraut jeder Adresse in {ranges} wie einem eigenen Server: Jede darf weiterleiten, unter jedem Absender senden und ist an keine Grenze gebunden.',
  'Receive connector "{name}" relays without login for {ranges:text}: every computer there, guests and the router among them, can send as you please or not.':
    'Empfangsconnector „{name}“ leitet ohne Anmeldung für {ranges} weiter: Jeder Rechner dort, auch Gäste und der Router, kann senden, gewollt oder nicht.',
  'List the addresses of the devices that have to relay, one by one; the Devices page shows who sends.':
    'Die Adressen der Geräte, die weiterleiten müssen, einzeln eintragen; die Seite Geräte zeigt, wer sendet.',
  'Receive connector "{name}" lets anonymous peers relay, but they may not submit mail at all: the permission group AnonymousUsers is missing.':
    'Empfangsconnector „{name}“ lässt anonyme Gegenstellen weiterleiten, die aber gar keine Mail einliefern dürfen: Die Berechtigungsgruppe AnonymousUsers fehlt.',
  'Adds the permission group AnonymousUsers.': 'Fügt die Berechtigungsgruppe AnonymousUsers hinzu.',

  // Konten
  'The account "{name}" has no address of its own: it can sign in, and every message it sends is refused.':
    'Das Konto „{name}“ hat keine eigene Adresse: Es kann sich anmelden, und jede seiner Nachrichten wird abgewiesen.',
  'Lets it send as {address}.': 'Lässt es als {address} senden.',
  'Give the account the addresses it sends as.': 'Dem Konto die Adressen geben, als die es sendet.',
  'Receive connector "{name}" has rights for {users:any}, and there is no such account.':
    'Empfangsconnector „{name}“ hat Rechte für {users}, und ein solches Konto gibt es nicht.',
  'Takes these entries away.': 'Entfernt diese Einträge.',

  // Erreichbarkeit
  'Nobody can reach receive connector "{name}": none of its remote IP ranges can connect to {bindings}.':
    'Niemand kann den Empfangsconnector „{name}“ erreichen: Keiner seiner Remote-IP-Bereiche kann sich mit {bindings} verbinden.',
  'Switches the connector off; correct its bindings or its remote IP ranges before you switch it on again.':
    'Schaltet den Connector aus; vor dem Wiedereinschalten seine Bindungen oder Remote-IP-Bereiche berichtigen.',
  'Receive connector "{name}" never takes a connection: every address it lists goes to a connector with a smaller range ({others:any}).':
    'Empfangsconnector „{name}“ bekommt nie eine Verbindung: Jede seiner Adressen geht an einen Connector mit kleinerem Bereich ({others}).',
  'Receive connector "{name}" never takes a connection: every address it lists, such as {address}, goes to a connector with a smaller range ({others:any}).':
    'Empfangsconnector „{name}“ bekommt nie eine Verbindung: Jede seiner Adressen, etwa {address}, geht an einen Connector mit kleinerem Bereich ({others}).',
  'Switches the connector off, which changes nothing for any client.':
    'Schaltet den Connector aus, was für keinen Client etwas ändert.',

  // Routing
  'The accepted domain "*" makes every domain an accepted one: whoever may send to this server may send to anybody through it.':
    'Die akzeptierte Domäne „*“ macht jede Domäne zu einer akzeptierten: Wer an diesen Server senden darf, darf durch ihn an alle senden.',
  'Takes the accepted domain "*" away; devices that have to send elsewhere need a relay connector.':
    'Entfernt die akzeptierte Domäne „*“; Geräte, die anderswohin senden müssen, brauchen einen Relay-Connector.',
  'There is no accepted domain: nobody can receive mail here, and only devices with a relay right can send.':
    'Es gibt keine akzeptierte Domäne: Niemand kann hier Mail empfangen, und nur Geräte mit dem Recht zum Weiterleiten können senden.',
  'Add the domain of your mail addresses to the accepted domains.':
    'Die Domäne der eigenen Mailadressen zu den akzeptierten Domänen hinzufügen.',
  'The default accepted domain is "{domain}", which names no single domain: mail for postmaster has no address here.':
    'Die Standarddomäne ist „{domain}“ und benennt keine einzelne Domäne: Mail an postmaster hat hier keine Adresse.',
  'Make a single domain the default one.': 'Eine einzelne Domäne zur Standarddomäne machen.',
  'No accepted domain is the default one, so the first of them, "{domain}", stands for it.':
    'Keine akzeptierte Domäne ist die Standarddomäne; die erste, „{domain}“, vertritt sie.',
  'Makes "{domain}" the default one, which stays so when the order changes.':
    'Macht „{domain}“ zur Standarddomäne; das bleibt so, wenn sich die Reihenfolge ändert.',
  'There is no send connector that is on: mail for other domains is accepted from whoever may relay and waits as Unreachable.':
    'Kein Sendeconnector ist eingeschaltet: Mail für andere Domänen wird von allen, die weiterleiten dürfen, angenommen und wartet in der Warteschlange „Unreachable“.',
  'Add a send connector, for example to the smart host of your provider.':
    'Einen Sendeconnector hinzufügen, zum Beispiel zum Smarthost des Providers.',
  'No send connector takes every domain: mail for one that none of them names waits as Unreachable.':
    'Kein Sendeconnector nimmt jede Domäne: Mail für eine, die keiner nennt, wartet in der Warteschlange „Unreachable“.',
  'Add the address space "*" to a send connector.': 'Einem Sendeconnector den Adressraum „*“ hinzufügen.',

  // TLS
  'Receive connector "{name}" takes passwords without TLS: whoever listens on the way can read them.':
    'Empfangsconnector „{name}“ nimmt Kennwörter ohne TLS an: Wer auf dem Weg mithört, kann sie lesen.',
  'Adds BasicAuthRequireTLS, so that a login is offered only inside TLS.':
    'Fügt BasicAuthRequireTLS hinzu, damit die Anmeldung nur innerhalb von TLS angeboten wird.',
  'Receive connector "{name}" takes TLS 1.0 and 1.1 from the Internet, not only from old devices of your own.':
    'Empfangsconnector „{name}“ nimmt TLS 1.0 und 1.1 aus dem Internet an, nicht nur von eigenen alten Geräten.',
  'Asks for TLS 1.2 at least; give old devices a connector with their own addresses.':
    'Verlangt mindestens TLS 1.2; alten Geräten einen Connector mit ihren eigenen Adressen geben.',
  'The certificate {subject:any} has expired; devices that check it refuse to send.':
    'Das Zertifikat {subject} ist abgelaufen; Geräte, die es prüfen, senden nicht.',
};
