import type { Templates } from '../../../catalogue.ts';

/** Was eine Antwort bedeutet; es steht allein oder hinter ihr. */
export const hints: Templates = {
  'The server took the message.': 'Der Server hat die Nachricht angenommen.',
  'The server refused for good; its own words say why.':
    'Der Server hat endgültig abgewiesen; seine eigenen Worte sagen, warum.',
  'The server could not take it now: the mail is tried again.':
    'Der Server konnte sie gerade nicht annehmen: Es wird noch einmal versucht.',
  'The daily sending limit is used up: the mail waits until the provider opens again, usually within 24 hours.':
    'Die Tagesgrenze für das Senden ist erreicht: Die Mail wartet, bis der Provider wieder öffnet, meist binnen 24 Stunden.',
  'Too much mail in a short time for this recipient or account: it will be tried again more slowly.':
    'Zu viel Mail in kurzer Zeit für diesen Empfänger oder dieses Konto: Es wird langsamer noch einmal versucht.',
  'The recipient’s provider could not confirm that this server may send for the domain: add its public address to the SPF record, or send through a smart host that signs with DKIM.':
    'Der Provider des Empfängers konnte nicht bestätigen, dass dieser Server für die Domäne senden darf: seine öffentliche Adresse in den SPF-Eintrag aufnehmen oder über einen Smarthost senden, der mit DKIM signiert.',
  'The login was refused: check the user name and password of the send connector, and that the account may use SMTP AUTH.':
    'Die Anmeldung wurde abgewiesen: Benutzername und Kennwort am Sendeconnector prüfen, und ob das Konto SMTP AUTH benutzen darf.',
  'The login was refused: check the user name and password of the send connector.':
    'Die Anmeldung wurde abgewiesen: Benutzername und Kennwort am Sendeconnector prüfen.',
  'The server does not encrypt on this port: try port 587, or 465 with TLS from the first byte.':
    'Der Server verschlüsselt auf diesem Port nicht: Port 587 versuchen, oder 465 mit TLS vom ersten Byte an.',
  'Only a server in a network that you trust may be sent to without TLS: set the TLS of the send connector to never.':
    'Nur an einen Server in einem vertrauenswürdigen Netz darf ohne TLS gesendet werden: TLS des Sendeconnectors auf „nie“ stellen.',
  'The server takes mail over TLS only: set the TLS of the send connector to required.':
    'Der Server nimmt Mail nur über TLS an: TLS am Sendeconnector auf erforderlich stellen.',
  'The server wants a login: set the authentication of the send connector to a user name and password.':
    'Der Server verlangt eine Anmeldung: am Sendeconnector die Authentifizierung auf Benutzername und Kennwort stellen.',
  'The login could not be checked just now: it will be tried again.':
    'Die Anmeldung ließ sich gerade nicht prüfen: Es wird noch einmal versucht.',
  'The next hop does not relay for this server: have its administrator allow this address, or set a login on the send connector.':
    'Der nächste Hop leitet für diesen Server nicht weiter: diese Adresse von dessen Administrator erlauben lassen oder am Sendeconnector eine Anmeldung einstellen.',
  'The server lets new senders wait: the mail is tried again and usually passes within minutes.':
    'Der Server lässt neue Absender warten: Es wird noch einmal versucht und gelingt meist nach Minuten.',
  'The mailbox is full: the recipient, or for a login with Sent Items the sender, has to make room.':
    'Das Postfach ist voll: Der Empfänger, oder bei einer Anmeldung mit „Gesendete Elemente“ der Absender, muss Platz schaffen.',
  'The recipient’s domain does not know this address or takes no mail at all: check the spelling.':
    'Die Domäne des Empfängers kennt diese Adresse nicht oder nimmt gar keine Mail an: die Schreibweise prüfen.',
  'The recipient’s mailbox is disabled.': 'Das Postfach des Empfängers ist deaktiviert.',
  'The recipient does not exist: check the spelling of the address.':
    'Den Empfänger gibt es nicht: die Schreibweise der Adresse prüfen.',
  'The sender address was refused: use an address whose domain exists and that the next hop accepts.':
    'Die Absenderadresse wurde abgewiesen: eine Adresse verwenden, deren Domäne es gibt und die der nächste Hop annimmt.',
  'The message goes round in circles: look where the accepted domains and smart hosts of both servers point.':
    'Die Nachricht läuft im Kreis: nachsehen, wohin akzeptierte Domänen und Smarthosts beider Server zeigen.',
  'The recipient’s domain does not exist: check the spelling.':
    'Die Domäne des Empfängers gibt es nicht: die Schreibweise prüfen.',
  'The message is larger than the next hop takes: scan with a lower resolution or send a link.':
    'Die Nachricht ist größer, als der nächste Hop annimmt: mit geringerer Auflösung scannen oder einen Link senden.',
  'The address has letters beyond plain English ones and the next hop cannot carry them.':
    'Die Adresse hat andere als englische Buchstaben, und der nächste Hop kann sie nicht übertragen.',
  'The public address of this server is on a block list: ask for removal, or send through a smart host.':
    'Die öffentliche Adresse dieses Servers steht auf einer Sperrliste: die Austragung beantragen oder über einen Smarthost senden.',
  'The message was refused for what is in it.': 'Die Nachricht wurde wegen ihres Inhalts abgewiesen.',
  'The next hop takes fewer recipients at a time: the others follow with the next attempt.':
    'Der nächste Hop nimmt weniger Empfänger auf einmal an: Die übrigen folgen mit dem nächsten Versuch.',
  'The server limits how fast it takes mail: it will be tried again more slowly.':
    'Der Server begrenzt, wie schnell er Mail annimmt: Es wird langsamer noch einmal versucht.',
  'The next hop is short of disk or memory: the mail is tried again.':
    'Dem nächsten Hop fehlt Platte oder Arbeitsspeicher: Es wird noch einmal versucht.',
  'The server asks to be tried again later, and it will be.':
    'Der Server bittet, es später noch einmal zu versuchen; das geschieht.',
  'Nobody listens at that address and port: check both, and whether the server runs. The mail is tried again.':
    'Unter dieser Adresse und diesem Port nimmt niemand an: beides prüfen, und ob der Server läuft. Es wird noch einmal versucht.',
  'Nothing answers there: check the address, and whether a firewall or the provider of this line blocks the port. The mail is tried again.':
    'Dort antwortet nichts: die Adresse prüfen, und ob eine Firewall oder der Anbieter der Leitung den Port sperrt. Es wird noch einmal versucht.',
  'The server is busy or going down: the mail is tried again.':
    'Der Server ist ausgelastet oder fährt herunter: Es wird noch einmal versucht.',
  'TLS is required by the send connector, so the mail waits.':
    'Der Sendeconnector verlangt TLS, deshalb wartet die Mail.',
};
