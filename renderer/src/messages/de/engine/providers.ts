import type { Templates } from '../../../catalogue.ts';

/** Was große Provider abweisen: warum, und was zu tun ist. */
export const providers: Templates = {
  'Microsoft 365 refused the login because SMTP AUTH is off for this mailbox or for the whole organisation.':
    'Microsoft 365 hat die Anmeldung abgewiesen, weil SMTP AUTH für dieses Postfach oder für die ganze Organisation ausgeschaltet ist.',
  'Allow Authenticated SMTP for the mailbox, wait half an hour, and try again.':
    'Authentifiziertes SMTP für das Postfach erlauben, eine halbe Stunde warten und noch einmal versuchen.',
  'Microsoft 365 refused the login because the security defaults of the organisation forbid user name and password.':
    'Microsoft 365 hat die Anmeldung abgewiesen, weil die Sicherheitsstandards der Organisation Benutzername und Kennwort verbieten.',
  'Sign in with OAuth instead, or send through an inbound connector for the public address of this network.':
    'Stattdessen mit OAuth anmelden oder über einen eingehenden Connector für die öffentliche Adresse dieses Netzes senden.',
  'Microsoft 365 refused the login because the user name or the password is wrong.':
    'Microsoft 365 hat die Anmeldung abgewiesen, weil Benutzername oder Kennwort falsch ist.',
  'Set the user name to the sign-in name of the mailbox, set its password anew, and see that the account needs no second factor.':
    'Als Benutzernamen den Anmeldenamen des Postfachs eintragen, das Kennwort neu setzen und sicherstellen, dass das Konto keinen zweiten Faktor braucht.',
  'Microsoft 365 no longer takes a user name and password for client submission here.':
    'Microsoft 365 nimmt für die Clientübermittlung hier Benutzername und Kennwort nicht mehr an.',
  'Sign in with OAuth, or send through an inbound connector or High Volume Email; until the final removal an administrator may be able to allow it again.':
    'Mit OAuth anmelden oder über einen eingehenden Connector oder High Volume Email senden; bis zur endgültigen Abschaltung kann ein Administrator es womöglich wieder erlauben.',
  'Microsoft 365 refused the login: a policy of the organisation forbids it for this account, most often conditional access or an authentication policy.':
    'Microsoft 365 hat die Anmeldung abgewiesen: Eine Richtlinie der Organisation verbietet sie für dieses Konto, meist der bedingte Zugriff oder eine Authentifizierungsrichtlinie.',
  'Look at the sign-in log of the account in the Entra admin centre for the policy that refused, and exempt the account, or use another way to send.':
    'Im Anmeldeprotokoll des Kontos im Entra Admin Center nachsehen, welche Richtlinie abgewiesen hat, und das Konto ausnehmen oder auf anderem Weg senden.',
  'The login was refused: the password or token is not valid for this mailbox, or the mailbox may not use SMTP AUTH.':
    'Die Anmeldung wurde abgewiesen: Kennwort oder Token gilt für dieses Postfach nicht, oder das Postfach darf SMTP AUTH nicht benutzen.',
  'Check the user name and password of the send connector; with OAuth, see that the service principal was made with the object id of the enterprise application and has the permission on the mailbox.':
    'Benutzername und Kennwort am Sendeconnector prüfen; bei OAuth sicherstellen, dass der Dienstprinzipal mit der Objekt-ID der Unternehmensanwendung angelegt ist und das Recht am Postfach hat.',
  'The server wants a login before mail, and there was none.':
    'Der Server verlangt vor der Mail eine Anmeldung, und es gab keine.',
  'Set the authentication of the send connector to a user name and password or OAuth, and its TLS to required.':
    'Am Sendeconnector die Authentifizierung auf Benutzername und Kennwort oder OAuth stellen und TLS auf erforderlich.',
  'The account that logged in may not send as this sender.':
    'Das angemeldete Konto darf nicht als dieser Absender senden.',
  'Give the account Send As permission for the sender address, or send with the address of the account.':
    'Dem Konto für die Absenderadresse das Recht „Senden als“ geben oder mit der Adresse des Kontos senden.',
  'Microsoft 365 does not know this server: the public address or the certificate named in its inbound connector no longer matches.':
    'Microsoft 365 kennt diesen Server nicht: Die öffentliche Adresse oder das Zertifikat im eingehenden Connector stimmt nicht mehr.',
  'Put the present public address of this network into the inbound connector.':
    'Die heutige öffentliche Adresse dieses Netzes in den eingehenden Connector eintragen.',
  'The organisation rejects direct send, which is mail from its own domains without a login or a connector.':
    'Die Organisation lehnt Direct Send ab, also Mail aus ihren eigenen Domänen ohne Anmeldung und ohne Connector.',
  'Create an inbound connector for the public address of this network, or turn RejectDirectSend off.':
    'Einen eingehenden Connector für die öffentliche Adresse dieses Netzes anlegen oder RejectDirectSend ausschalten.',
  'The server wants TLS 1.2 or newer, and the connection came with an older version.':
    'Der Server verlangt TLS 1.2 oder neuer, und die Verbindung kam mit einer älteren Version.',
  'Set the TLS of the send connector to required, and look for a proxy or antivirus that speaks an older version in between.':
    'TLS am Sendeconnector auf erforderlich stellen und nach einem Proxy oder Virenschutz suchen, der dazwischen eine ältere Version spricht.',
  'Senders at onmicrosoft.com may write to 100 outside recipients a day.':
    'Absender bei onmicrosoft.com dürfen an 100 fremde Empfänger am Tag schreiben.',
  'Send from an own domain that is added to the organisation.':
    'Aus einer eigenen Domäne senden, die der Organisation hinzugefügt ist.',
  'The organisation has written to as many outside recipients as its licences allow in 24 hours.':
    'Die Organisation hat in 24 Stunden an so viele fremde Empfänger geschrieben, wie ihre Lizenzen erlauben.',
  'Wait until the count of the last 24 hours is below the limit; the mail stays in the queue and leaves by itself.':
    'Warten, bis die Zahl der letzten 24 Stunden unter der Grenze liegt; die Mail bleibt in der Warteschlange und geht von selbst hinaus.',
  'Too many connections at a time for this account: Microsoft 365 allows 3.':
    'Zu viele Verbindungen zugleich für dieses Konto: Microsoft 365 erlaubt 3.',
  'Set the quota of the send connector to that of Microsoft 365, and see that nothing else sends with the same account.':
    'Das Kontingent des Sendeconnectors auf das von Microsoft 365 stellen und sicherstellen, dass nichts anderes mit demselben Konto sendet.',
  'The mailbox of the recipient gets more mail at a time than it may.':
    'Das Postfach des Empfängers bekommt mehr Mail zugleich, als es darf.',
  'Nothing need be done: the mail is tried again more slowly.':
    'Es ist nichts zu tun: Es wird langsamer noch einmal versucht.',
  'The mailbox has written to as many recipients as it may in 24 hours: Microsoft 365 allows 10,000.':
    'Das Postfach hat in 24 Stunden an so viele Empfänger geschrieben, wie es darf: Microsoft 365 erlaubt 10.000.',
  'Wait, or spread the mail over more accounts; set the quota of the send connector, so that it is seen coming.':
    'Warten oder die Mail auf mehrere Konten verteilen; das Kontingent des Sendeconnectors einstellen, damit es sich vorher zeigt.',
  'The mailbox that sends is full, because a copy of everything it sends is kept in its Sent Items.':
    'Das sendende Postfach ist voll, weil von allem, was es sendet, eine Kopie in seinen gesendeten Elementen bleibt.',
  'Empty the folder, give it a retention policy, or let no copy be kept there.':
    'Den Ordner leeren, ihm eine Aufbewahrungsrichtlinie geben oder dort keine Kopien ablegen lassen.',
  'The server limits how fast it takes mail from this address.':
    'Der Server begrenzt, wie schnell er Mail von dieser Adresse annimmt.',
  'Nothing need be done: the mail is tried again more slowly; where it lasts for days, send through a smart host.':
    'Es ist nichts zu tun: Es wird langsamer noch einmal versucht; dauert es Tage, über einen Smarthost senden.',
  'The public address of this network is on the block list of Microsoft 365.':
    'Die öffentliche Adresse dieses Netzes steht auf der Sperrliste von Microsoft 365.',
  'Ask for removal at sender.office.com, or send through a smart host.':
    'Die Austragung bei sender.office.com beantragen oder über einen Smarthost senden.',
  'Microsoft 365 takes no mail from the organisation, since it sent too much bulk mail or what looks like spam.':
    'Microsoft 365 nimmt von der Organisation keine Mail an, weil sie zu viele Massensendungen oder Spamverdächtiges gesendet hat.',
  'Find the account that sent it, then have Microsoft support lift the block.':
    'Das Konto suchen, das sie gesendet hat, und die Sperre dann vom Microsoft-Support aufheben lassen.',
  'Google wants an app password for this account instead of its own.':
    'Google verlangt für dieses Konto ein App-Passwort statt des eigenen.',
  'Turn on 2-step verification for the account, create an app password, and set it on the send connector.':
    'Für das Konto die Bestätigung in zwei Schritten einschalten, ein App-Passwort erstellen und am Sendeconnector eintragen.',
  'Google wants somebody to sign in with a browser once for this account.':
    'Google verlangt, dass sich jemand mit diesem Konto einmal im Browser anmeldet.',
  'Sign in with a browser from this network, confirm that it was you, then try again.':
    'Sich aus diesem Netz im Browser anmelden, die Anmeldung bestätigen und noch einmal versuchen.',
  'Google refused the login: its accounts no longer take the password of the account itself.':
    'Google hat die Anmeldung abgewiesen: Das Kennwort des Kontos selbst wird nicht mehr angenommen.',
  'Set an app password or OAuth on the send connector, and check the user name.':
    'Am Sendeconnector ein App-Passwort oder OAuth einstellen und den Benutzernamen prüfen.',
  'Google counted too many logins for this account in a short time.':
    'Google hat für dieses Konto in kurzer Zeit zu viele Anmeldungen gezählt.',
  'Let each connection carry more messages, or wait: it is tried again more slowly.':
    'Jede Verbindung mehr Nachrichten tragen lassen oder warten: Es wird langsamer noch einmal versucht.',
  'The account has sent as much as it may in 24 hours: 500 messages at Gmail, 2,000 at Workspace.':
    'Das Konto hat in 24 Stunden gesendet, was es darf: 500 Nachrichten bei Gmail, 2.000 bei Workspace.',
  'Wait, or send through the Workspace relay; set the quota of the send connector, so that it is seen coming.':
    'Warten oder über das Workspace-Relay senden; das Kontingent des Sendeconnectors einstellen, damit es sich vorher zeigt.',
  'The organisation has sent as much through the Workspace relay as it may in 24 hours.':
    'Die Organisation hat über das Workspace-Relay in 24 Stunden gesendet, was sie darf.',
  'Wait: the mail stays in the queue and leaves by itself; the limit grows with the number of users.':
    'Warten: Die Mail bleibt in der Warteschlange und geht von selbst hinaus; die Grenze wächst mit der Zahl der Benutzer.',
  'Too much mail went through the Workspace relay in ten minutes.':
    'In zehn Minuten ging zu viel Mail über das Workspace-Relay.',
  'The recipient gets more mail at a time than Google takes for one account.':
    'Der Empfänger bekommt mehr Mail zugleich, als Google für ein Konto annimmt.',
  'The Workspace relay does not know this server: neither its public address nor the domain of the sender is registered there.':
    'Das Workspace-Relay kennt diesen Server nicht: Weder seine öffentliche Adresse noch die Domäne des Absenders ist dort eingetragen.',
  'Add the public address of this network to the SMTP relay service in the Google admin console.':
    'Die öffentliche Adresse dieses Netzes in der Google-Admin-Konsole beim SMTP-Relay-Dienst eintragen.',
  'Google saw much mail from this public address that its users did not want.':
    'Google hat von dieser öffentlichen Adresse viel Mail gesehen, die seine Benutzer nicht wollten.',
  'Find what sends it, and send through a smart host until the address is trusted again.':
    'Suchen, was sie sendet, und über einen Smarthost senden, bis der Adresse wieder vertraut wird.',
  'The provider of the recipient could not confirm that this server may send for the domain of the sender.':
    'Der Provider des Empfängers konnte nicht bestätigen, dass dieser Server für die Domäne des Absenders senden darf.',
  'Add the public address of this network to the SPF record of the domain, or send through a smart host that signs with DKIM.':
    'Die öffentliche Adresse dieses Netzes in den SPF-Eintrag der Domäne aufnehmen oder über einen Smarthost senden, der mit DKIM signiert.',
  'The server could not read the command: it was too long for it, as a token in one line with AUTH may be, or an address in it is malformed.':
    'Der Server konnte den Befehl nicht lesen: Er war ihm zu lang, wie es ein Token in einer Zeile mit AUTH sein kann, oder eine Adresse darin ist fehlerhaft.',
  'Look at the session for the command before this reply; where it is MAIL or RCPT, look for a strange character in the sender or recipient address.':
    'In der Sitzung nachsehen, welcher Befehl vor dieser Antwort stand; bei MAIL oder RCPT nach einem seltsamen Zeichen in der Adresse des Absenders oder Empfängers suchen.',
  'Microsoft 365, SMTP AUTH client submission': 'Microsoft 365, Clientübermittlung mit SMTP AUTH',
  'Basic authentication is off by default for existing organisations from the end of December 2026; the date of its removal is announced in the second half of 2027.':
    'Die Basisauthentifizierung ist für bestehende Organisationen ab Ende Dezember 2026 standardmäßig aus; der Termin ihrer Abschaltung wird in der zweiten Hälfte 2027 bekannt gegeben.',
  'A copy of each message is kept in Sent Items, so the mailbox can become full.':
    'Von jeder Nachricht bleibt eine Kopie in den gesendeten Elementen, das Postfach kann also voll werden.',
  'Microsoft 365, SMTP relay through an inbound connector':
    'Microsoft 365, SMTP-Relay über einen eingehenden Connector',
  'The outside recipients a day grow with the licences: 500 for each to the power of 0.7, and 9,500 more.':
    'Die fremden Empfänger am Tag wachsen mit den Lizenzen: 500 mal deren Zahl hoch 0,7 und 9.500 dazu.',
  'It stops when the public address of this network changes and the connector names it.':
    'Er endet, wenn sich die öffentliche Adresse dieses Netzes ändert und der Connector sie nennt.',
  'Microsoft 365, High Volume Email': 'Microsoft 365, High Volume Email',
  'It reaches recipients of the own organisation only.': 'Es erreicht nur Empfänger der eigenen Organisation.',
  'The older name smtp-hve.office365.com will be switched off; user name and password are taken until September 2028.':
    'Der ältere Name smtp-hve.office365.com wird abgeschaltet; Benutzername und Kennwort werden bis September 2028 angenommen.',
  'Each recipient is billed from 1 June 2026 on.': 'Jeder Empfänger wird ab dem 1. Juni 2026 berechnet.',
  'Gmail or Google Workspace, with the account of a person': 'Gmail oder Google Workspace, mit dem Konto einer Person',
  'The password is an app password, which needs 2-step verification.':
    'Das Kennwort ist ein App-Passwort, das die Bestätigung in zwei Schritten voraussetzt.',
  'A free account may send 500 messages a day instead of 2,000.':
    'Ein kostenloses Konto darf 500 Nachrichten am Tag senden statt 2.000.',
  'Google Workspace, SMTP relay service': 'Google Workspace, SMTP-Relay-Dienst',
  'The limits are for each registered user, and for the organisation as a whole they are higher.':
    'Die Grenzen gelten je eingetragenem Benutzer; für die ganze Organisation sind sie höher.',
  'Without TLS only the public address of this network is taken for a login.':
    'Ohne TLS gilt nur die öffentliche Adresse dieses Netzes als Anmeldung.',
  'The limits are those a subscription begins with; Microsoft raises them on request.':
    'Die Grenzen sind die, mit denen ein Abonnement beginnt; Microsoft erhöht sie auf Antrag.',
  'The user name is one made for the resource and bound to an Entra application.':
    'Der Benutzername ist für die Ressource angelegt und an eine Entra-Anwendung gebunden.',
};
