import type { Templates } from '../../../catalogue.ts';

/** Ratschläge nach einer Abweisung: ihr Titel, was sie ändern und was sie sonst noch öffnen. */

export const advice: Templates = {
  // Für wen ein Connector da ist
  'the address {address}': 'die Adresse {address}',
  '{range} and {count} more ({size} addresses)': '{range} und {count} weitere ({size} Adressen)',
  '{range} ({size} addresses)': '{range} ({size} Adressen)',
  'After that {command:text} is answered {reply:any}.': 'Danach ist die Antwort auf {command}: {reply}.',
  'After that {command:text} is answered nothing.': 'Danach bleibt {command} ohne Antwort.',
  'the message': 'die Nachricht',

  // Eingang
  'End learning mode': 'Lernmodus beenden',
  'Learning mode takes no mail from anybody. Ending it lets every client send as the connectors say.':
    'Im Lernmodus wird von niemandem Mail angenommen. Endet er, darf jeder Client senden, wie die Connectors es sagen.',
  'Switch on "{connector}"': '„{connector}“ einschalten',
  'Enables receive connector "{connector}", which is for {reach:text}.':
    'Schaltet den Empfangsconnector „{connector}“ ein; er ist für: {reach}.',
  'Everybody it is for can connect: {reach:text}.': 'Alle, für die er da ist, können sich verbinden: {reach}.',
  'Let "{connector}" listen on {binding}': '„{connector}“ auf {binding} lauschen lassen',
  'Adds the binding {binding} to receive connector "{connector}".':
    'Fügt dem Empfangsconnector „{connector}“ die Bindung {binding} hinzu.',
  'Everybody it is for can connect there: {reach:text}.':
    'Alle, für die er da ist, können sich dort verbinden: {reach}.',
  'Be tolerant on "{connector}"': 'Auf „{connector}“ nachsichtig sein',
  'Sets the tolerance of receive connector "{connector}" to DeviceFriendly: what devices get wrong is mended and noted.':
    'Stellt die Toleranz des Empfangsconnectors „{connector}“ auf DeviceFriendly: Was Geräte falsch machen, wird berichtigt und vermerkt.',
  'Take clients that do not name themselves on "{connector}"':
    'Auf „{connector}“ Clients annehmen, die keinen Namen nennen',
  'Clears {setting} of receive connector "{connector}".': 'Schaltet {setting} am Empfangsconnector „{connector}“ aus.',

  // Anmeldung und TLS
  'an account still to be made': 'ein noch anzulegendes Konto',
  'Make an account that may send as {sender:text}.': 'Ein Konto anlegen, das als {sender} senden darf.',
  'the device': 'das Gerät',
  'Let the device sign in on port {port}': 'Das Gerät sich an Port {port} anmelden lassen',
  'At the device set port {port}, {encryption:text}, and that account with its password: "{connector}" lets signed-in clients send to any domain.':
    'Am Gerät einstellen: Port {port}, {encryption}, dieses Konto und sein Kennwort. „{connector}“ lässt angemeldete Clients an jede Domäne senden.',
  'At the device set port {port}, {encryption:text}, and the account {account} with its password: "{connector}" lets signed-in clients send to any domain.':
    'Am Gerät einstellen: Port {port}, {encryption}, das Konto {account} und sein Kennwort. „{connector}“ lässt angemeldete Clients an jede Domäne senden.',
  'TLS from the first byte ("SSL")': 'TLS ab dem ersten Byte („SSL“)',
  'no encryption': 'keine Verschlüsselung',
  'Turn on STARTTLS at the device': 'Am Gerät STARTTLS einschalten',
  'At the device turn on TLS ("STARTTLS"): receive connector "{connector}" takes passwords only over it.':
    'Am Gerät TLS („STARTTLS“) einschalten: Der Empfangsconnector „{connector}“ nimmt Kennwörter nur darüber an.',
  'At the device turn on TLS ("STARTTLS"): receive connector "{connector}" takes mail only over it.':
    'Am Gerät TLS („STARTTLS“) einschalten: Der Empfangsconnector „{connector}“ nimmt Mail nur darüber an.',
  'Do without TLS on "{connector}"': 'Auf „{connector}“ ohne TLS auskommen',
  'Takes BasicAuthRequireTLS from receive connector "{connector}".':
    'Nimmt dem Empfangsconnector „{connector}“ BasicAuthRequireTLS.',
  'Passwords then cross the network where everybody in between can read them.':
    'Kennwörter gehen dann so durch das Netz, dass alle dazwischen sie lesen können.',
  'Mail then crosses the network where everybody in between can read it.':
    'Mail geht dann so durch das Netz, dass alle dazwischen sie lesen können.',
  'Passwords may then cross the network where everybody in between can read them.':
    'Kennwörter können dann so durch das Netz gehen, dass alle dazwischen sie lesen können.',
  'Clients of "{connector}" may sign in without encryption: {reach:text}.':
    'Clients von „{connector}“ dürfen sich unverschlüsselt anmelden: {reach}.',
  'Clients of "{connector}" may send without encryption: {reach:text}.':
    'Clients von „{connector}“ dürfen unverschlüsselt senden: {reach}.',
  'Accounts may sign in on "{connector}" and send to any domain.':
    'Konten dürfen sich an „{connector}“ anmelden und an jede Domäne senden.',
  'Offer logins on "{connector}", over TLS': 'An „{connector}“ die Anmeldung anbieten, über TLS',
  'Offer logins on "{connector}", without TLS too': 'An „{connector}“ die Anmeldung anbieten, auch ohne TLS',
  'Offer logins on "{connector}"': 'An „{connector}“ die Anmeldung anbieten',
  'Adds Tls, BasicAuth and BasicAuthRequireTLS to receive connector "{connector}", and ExchangeUsers to its permission groups.':
    'Fügt dem Empfangsconnector „{connector}“ Tls, BasicAuth und BasicAuthRequireTLS hinzu und seinen Berechtigungsgruppen ExchangeUsers.',
  'Adds Tls and BasicAuth to receive connector "{connector}", and ExchangeUsers to its permission groups.':
    'Fügt dem Empfangsconnector „{connector}“ Tls und BasicAuth hinzu und seinen Berechtigungsgruppen ExchangeUsers.',
  'Passwords may be sent without encryption.': 'Kennwörter dürfen unverschlüsselt gesendet werden.',
  'Switch on the account {account}': 'Das Konto {account} einschalten',
  'Enables the account {account}.': 'Schaltet das Konto {account} ein.',
  'Let accounts send through "{connector}"': 'Konten über „{connector}“ senden lassen',
  'Adds ExchangeUsers to the permission groups of receive connector "{connector}".':
    'Fügt den Berechtigungsgruppen des Empfangsconnectors „{connector}“ ExchangeUsers hinzu.',
  'Every account may sign in on "{connector}" and send to any domain.':
    'Jedes Konto darf sich an „{connector}“ anmelden und an jede Domäne senden.',

  // Weiterleiten
  'Add {address} to "{connector}"': '{address} zu „{connector}“ hinzufügen',
  'Adds {address} to the remote IP ranges of receive connector "{connector}", which is for {reach:text} now.':
    'Fügt {address} den Remote-IP-Bereichen des Empfangsconnectors „{connector}“ hinzu; bisher ist er für: {reach}.',
  'Create a relay connector for {address}': 'Einen Relay-Connector für {address} anlegen',
  'Create a connector for {address}': 'Einen Connector für {address} anlegen',
  'Creates the receive connector "{name}" on {binding} for {address} alone: anonymous clients may submit and relay to any domain (AnonymousUsers and ms-Exch-SMTP-Accept-Any-Recipient).':
    'Legt den Empfangsconnector „{name}“ auf {binding} allein für {address} an: Anonyme Clients dürfen einliefern und an jede Domäne weiterleiten (AnonymousUsers und ms-Exch-SMTP-Accept-Any-Recipient).',
  'Creates the receive connector "{name}" on {binding} for {address} alone: anonymous clients may send to the accepted domains (AnonymousUsers).':
    'Legt den Empfangsconnector „{name}“ auf {binding} allein für {address} an: Anonyme Clients dürfen an die akzeptierten Domänen senden (AnonymousUsers).',
  'This makes an open relay: everybody on the Internet who can reach "{connector}" could send mail to the whole world through this server.':
    'Das macht ein offenes Relay: Wer im Internet „{connector}“ erreicht, könnte durch diesen Server Mail an alle Welt senden.',
  'Every client of "{connector}" could send to the whole world without a login: {reach:text}.':
    'Jeder Client von „{connector}“ könnte ohne Anmeldung an alle Welt senden: {reach}.',
  'Let every client of "{connector}" relay': 'Alle Clients von „{connector}“ weiterleiten lassen',
  'Grants {right} to {user} on receive connector "{connector}".':
    'Erteilt {user} am Empfangsconnector „{connector}“ das Recht {right}.',
  'Accept mail for {domain}': 'Mail für {domain} annehmen',
  'Makes {domain} an accepted domain ({type}): its mail still leaves through a send connector.':
    'Macht {domain} zur akzeptierten Domäne ({type}): Ihre Mail geht weiter durch einen Sendeconnector hinaus.',
  'Makes {domain} an accepted domain ({type}): its mail is put into mailbox folders here.':
    'Macht {domain} zur akzeptierten Domäne ({type}): Ihre Mail kommt hier in Postfachordner.',
  'Right only where {domain} is your own domain.': 'Das ist nur richtig, wenn {domain} eine eigene Domäne ist.',
  'Every client that may send to the accepted domains may send to {domain} too, without a login.':
    'Alle Clients, die an die akzeptierten Domänen senden dürfen, dürfen ohne Anmeldung auch an {domain} senden.',
  'Let clients of "{connector}" send without a login': 'Clients von „{connector}“ ohne Anmeldung senden lassen',
  'Adds AnonymousUsers to the permission groups of receive connector "{connector}".':
    'Fügt den Berechtigungsgruppen des Empfangsconnectors „{connector}“ AnonymousUsers hinzu.',
  'Clients of "{connector}" may send to the accepted domains without a login: {reach:text}.':
    'Clients von „{connector}“ dürfen ohne Anmeldung an die akzeptierten Domänen senden: {reach}.',
  'Whatever runs at {address} may send to any domain without a login.':
    'Was unter {address} läuft, darf ohne Anmeldung an jede Domäne senden.',

  // Absender, Empfänger, Größen
  'Add the recipient {address}': 'Den Empfänger {address} hinzufügen',
  'Adds {address} to the recipients, so that {domain} takes mail for it.':
    'Fügt {address} den Empfängern hinzu, damit {domain} Mail dafür annimmt.',
  'Take mail for every address of {domain}': 'Mail für jede Adresse von {domain} annehmen',
  'Recipients of {domain} are not looked up any more: mail for mistyped addresses is taken too.':
    'Empfänger von {domain} werden nicht mehr nachgeschlagen: Auch Mail an vertippte Adressen wird angenommen.',
  'Mail for any address of {domain} is taken.': 'Mail für jede Adresse von {domain} wird angenommen.',
  'Take messages to {count} recipients': 'Nachrichten an {count} Empfänger annehmen',
  'Sets MaxRecipientsPerMessage of receive connector "{connector}" to {count}, and the organization\'s limit to no less.':
    'Setzt MaxRecipientsPerMessage des Empfangsconnectors „{connector}“ auf {count} und die Grenze der Organisation auf nicht weniger.',
  'Take messages of {size}': 'Nachrichten von {size} annehmen',
  'Raises the size limits that stand in the way to {size}: MaxMessageSize of receive connector "{connector}" and MaxReceiveSize of the organization.':
    'Hebt die Größengrenzen, die im Weg stehen, auf {size}: MaxMessageSize des Empfangsconnectors „{connector}“ und MaxReceiveSize der Organisation.',
  'Take headers of {size}': 'Köpfe von {size} annehmen',
  'Sets MaxHeaderSize of receive connector "{connector}" to {size}.':
    'Setzt MaxHeaderSize des Empfangsconnectors „{connector}“ auf {size}.',
  'Stop blocking {who}': '{who} nicht mehr sperren',
  "Takes {entries} from the organization's blocked senders.":
    'Nimmt {entries} aus den gesperrten Absendern der Organisation.',
  "Takes {entries} from the organization's blocked recipients.":
    'Nimmt {entries} aus den gesperrten Empfängern der Organisation.',
  "Takes {entries} from the organization's blocked addresses.":
    'Nimmt {entries} aus den gesperrten Adressen der Organisation.',
  'All that {entries} stands for is let in again.': 'Alles, wofür {entries} steht, wird wieder eingelassen.',
  'Let {account} send as {addresses}': '{account} als {addresses} senden lassen',
  'Adds {addresses} to the addresses of the account {account}.':
    'Fügt {addresses} den Adressen des Kontos {account} hinzu.',
  'Let {account} send as anybody': '{account} unter jedem Absender senden lassen',
  'Let {account} send as anybody in your own domains':
    '{account} unter jedem Absender der eigenen Domänen senden lassen',
  'Let anonymous clients send as anybody': 'Anonyme Clients unter jedem Absender senden lassen',
  'Let anonymous clients send as anybody in your own domains':
    'Anonyme Clients unter jedem Absender der eigenen Domänen senden lassen',
  'Clients of "{connector}" may send as anybody ({reach:text}).':
    'Clients von „{connector}“ dürfen unter jedem Absender senden ({reach}).',
  'Clients of "{connector}" may send as anybody in your own domains ({reach:text}).':
    'Clients von „{connector}“ dürfen unter jedem Absender der eigenen Domänen senden ({reach}).',
  'The account {account} may send as anybody ({reach:text}).':
    'Das Konto {account} darf unter jedem Absender senden ({reach}).',
  'The account {account} may send as anybody in your own domains ({reach:text}).':
    'Das Konto {account} darf unter jedem Absender der eigenen Domänen senden ({reach}).',
  'Take recipients in such domains on "{connector}"': 'Auf „{connector}“ Empfänger in solchen Domänen annehmen',
};
