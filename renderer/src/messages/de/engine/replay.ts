import type { Templates } from '../../../catalogue.ts';

/** Was beim Nachspielen einer Mitschrift gilt, angenommen wird und herauskommt. */

export const replay: Templates = {
  // Was für die Verbindung gilt
  "Limits: messages of {size:text} (the organization's {most:text} for clients that are not trusted), {recipients} recipients each ({envelope}), {rate:text}, {connections:text} connections, {source:text} of them from one address.":
    'Grenzen: Nachrichten von {size} (die der Organisation für Clients, denen nicht vertraut wird, ist {most}), je {recipients} Empfänger ({envelope}), {rate}, Verbindungen {connections}, davon {source} von einer Adresse.',
  '{size} ({bytes:number} bytes)': '{size} ({bytes} Bytes)',
  '{count} messages a minute by {source}': '{count} Nachrichten pro Minute nach {source}',
  'any number of messages a minute': 'beliebig viele Nachrichten pro Minute',
  unlimited: 'unbegrenzt',
  'What other clients use up of them is not known here.':
    'Was andere Clients davon verbrauchen, ist hier nicht bekannt.',
  'Tolerance: {tolerance}.': 'Toleranz: {tolerance}.',
  'Odd line ends, names and addresses of devices are mended and noted.':
    'Seltsame Zeilenenden, Namen und Adressen von Geräten werden berichtigt und vermerkt.',
  'Commands and lines have to keep to the standard.': 'Befehle und Zeilen müssen sich an den Standard halten.',
  'STARTTLS is offered: AuthMechanism has Tls, and a certificate is there.':
    'STARTTLS wird angeboten: AuthMechanism enthält Tls, und ein Zertifikat ist da.',
  'STARTTLS is not offered: the session is encrypted already.':
    'STARTTLS wird nicht angeboten: Die Sitzung ist schon verschlüsselt.',
  'STARTTLS is not offered: there is no certificate.': 'STARTTLS wird nicht angeboten: Es gibt kein Zertifikat.',
  'STARTTLS is not offered: AuthMechanism has no Tls.':
    'STARTTLS wird nicht angeboten: AuthMechanism enthält Tls nicht.',
  'AUTH is offered: AuthMechanism has BasicAuth.': 'AUTH wird angeboten: AuthMechanism enthält BasicAuth.',
  'AUTH is not offered before TLS: AuthMechanism has BasicAuthRequireTLS.':
    'AUTH wird vor TLS nicht angeboten: AuthMechanism enthält BasicAuthRequireTLS.',
  'AUTH is not offered: AuthMechanism has no BasicAuth.':
    'AUTH wird nicht angeboten: AuthMechanism enthält BasicAuth nicht.',
  'The account {account} is signed in; it may send as {addresses}.':
    'Das Konto {account} ist angemeldet; es darf als {addresses} senden.',
  'The account {account} is signed in; it may send as none of its own addresses.':
    'Das Konto {account} ist angemeldet; es hat keine eigene Adresse, als die es senden darf.',
  'No account was named for this replay, so every login fails.':
    'Für dieses Nachspielen ist kein Konto genannt; jede Anmeldung schlägt also fehl.',
  'No account is chosen for this replay, so the login fails.':
    'Für dieses Nachspielen ist kein Konto gewählt; die Anmeldung schlägt also fehl.',
  'Signed in as {account}, with a password taken for right.':
    'Als {account} angemeldet; das Kennwort gilt als richtig.',
  'The account {account} is there, but it has no right to submit mail through this connector.':
    'Das Konto {account} gibt es, aber es darf durch diesen Connector keine Mail einliefern.',
  'There is no enabled account {account}.': 'Ein eingeschaltetes Konto {account} gibt es nicht.',
  'A real client waits {span} for this reply ({setting}).':
    'Ein wirklicher Client wartet {span} auf diese Antwort ({setting}).',
  'The order or the form of the command decides this reply; rights and limits are not asked.':
    'Die Reihenfolge oder die Form des Befehls entscheidet diese Antwort; Rechte und Grenzen sind nicht gefragt.',
  'The command needs no decision.': 'Der Befehl braucht keine Entscheidung.',
  'The session is encrypted from here; what the client said before is forgotten (RFC 3207).':
    'Ab hier ist die Sitzung verschlüsselt; was der Client vorher sagte, ist vergessen (RFC 3207).',
  'The handshake itself is taken for granted.': 'Der Handshake selbst wird vorausgesetzt.',
  'The connector takes {count} messages a minute ({source}); what was sent before is not counted here.':
    'Der Connector nimmt {count} Nachrichten pro Minute an ({source}); was vorher gesendet wurde, zählt hier nicht mit.',
  'The connector takes any number of messages a minute.':
    'Der Connector nimmt beliebig viele Nachrichten pro Minute an.',

  // Was angenommen wurde, und was nicht erreicht wurde
  'The connector begins with TLS from the first byte: the client is taken to do so too.':
    'Der Connector beginnt mit TLS ab dem ersten Byte: Vom Client wird dasselbe angenommen.',
  'TLS from the first byte is taken for granted, although the connector begins in plain text.':
    'TLS ab dem ersten Byte wird vorausgesetzt, obwohl der Connector im Klartext beginnt.',
  'Not reached: the session had ended.': 'Nicht erreicht: Die Sitzung war beendet.',
  'Not reached: the session had ended ("{reply:any}").': 'Nicht erreicht: Die Sitzung war beendet („{reply}“).',
  'Not reached: the server asked for no answer to AUTH.': 'Nicht erreicht: Der Server wollte keine Antwort auf AUTH.',
  'Not reached: the server asked for no answer to AUTH ("{reply:any}").':
    'Nicht erreicht: Der Server wollte keine Antwort auf AUTH („{reply}“).',
  'Not reached: DATA was not accepted, so the message was not sent.':
    'Nicht erreicht: DATA wurde nicht angenommen, die Nachricht also nicht gesendet.',
  'Not reached: DATA was not accepted, so the message was not sent ("{reply:any}").':
    'Nicht erreicht: DATA wurde nicht angenommen, die Nachricht also nicht gesendet („{reply}“).',
  'The transcript has no answer to this challenge; one was sent.':
    'In der Mitschrift steht keine Antwort auf diese Aufforderung; eine wurde gesendet.',
  'The transcript has no message behind DATA; an empty one was sent.':
    'In der Mitschrift steht hinter DATA keine Nachricht; eine leere wurde gesendet.',
  'Not signed in as {user}.': 'Nicht als {user} angemeldet.',
  'Signed in as {user} here, with a password taken for right.':
    'Hier als {user} angemeldet; das Kennwort gilt als richtig.',
  'Signing in as {user} was tried here and failed ({reply:any}).':
    'Die Anmeldung als {user} wurde hier versucht und schlug fehl ({reply}).',
  'The session goes on behind it, where the recorded one was ended (421).':
    'Danach geht die Sitzung weiter; die aufgezeichnete wurde beendet (421).',

  // Was zu tun ist, bevor nachgespielt werden kann
  'Give either a text or a transcript.': 'Entweder einen Text oder eine Mitschrift angeben.',
  'There is no SMTP dialogue in this text.': 'In diesem Text steht kein SMTP-Dialog.',
  'Line {line}, column {column}: {problem:text}': 'Zeile {line}, Spalte {column}: {problem}',
  'The transcript does not tell from which address the client connects, so say it.':
    'Aus der Mitschrift geht nicht hervor, von welcher Adresse sich der Client verbindet; sie angeben.',
  'The transcript does not tell to which address of this server the client connects, so say it.':
    'Aus der Mitschrift geht nicht hervor, mit welcher Adresse dieses Servers sich der Client verbindet; sie angeben.',
  'The transcript does not tell to which port the client connects, so say it.':
    'Aus der Mitschrift geht nicht hervor, mit welchem Port sich der Client verbindet; ihn angeben.',
};
