import type { Templates } from '../../../catalogue.ts';

/** Was ein Gerät in einer Sitzung anders gemacht hat. */

const address: Templates = {
  'a blank stands before the colon': 'vor dem Doppelpunkt steht ein Leerzeichen',
  'a blank stands behind the colon': 'hinter dem Doppelpunkt steht ein Leerzeichen',
  'no angle brackets around the address': 'die Adresse steht nicht in spitzen Klammern',
  'a display name stands before the address': 'vor der Adresse steht ein Anzeigename',
  'dots of the name before the @ stand first, last or side by side':
    'im Namen vor dem @ stehen Punkte am Anfang, am Ende oder nebeneinander',
  'the name before the @ is longer than 64 bytes': 'der Name vor dem @ ist länger als 64 Bytes',
  'an underscore in the domain': 'in der Domäne steht ein Unterstrich',
  'no domain behind the name; the default domain was put there':
    'hinter dem Namen fehlt die Domäne; die Standarddomäne wurde ergänzt',
  'a route stands before the address; it was left out': 'vor der Adresse steht eine Route; sie wurde weggelassen',
};

export const session: Templates = {
  ...address,
  'MAIL FROM: {deviation:text}': 'MAIL FROM: {deviation}',
  'RCPT TO: {deviation:text}': 'RCPT TO: {deviation}',
  'The device put several addresses into one RCPT TO; it must send one command for each.':
    'Das Gerät hat mehrere Adressen in ein RCPT TO geschrieben; es muss für jede einen Befehl senden.',
  'The device put several addresses into one MAIL FROM; it must send one command for each.':
    'Das Gerät hat mehrere Adressen in ein MAIL FROM geschrieben; es muss für jede einen Befehl senden.',
  'The client speaks TLS from the first byte on a port that begins in plain text: choose STARTTLS on the device, or give it a connector with ImplicitTls.':
    'Der Client spricht ab dem ersten Byte TLS an einem Port, der im Klartext beginnt: am Gerät STARTTLS wählen oder ihm einen Connector mit ImplicitTls geben.',
  'The client sends too slowly: less than 500 bytes a second for minutes.':
    'Der Client sendet zu langsam: minutenlang weniger als 500 Bytes pro Sekunde.',
  'The client speaks HTTP, not SMTP.': 'Der Client spricht HTTP, nicht SMTP.',
  'The client speaks plain text where TLS is expected from the first byte: choose SSL on the device, or give it a connector without ImplicitTls.':
    'Der Client spricht Klartext, wo ab dem ersten Byte TLS erwartet wird: am Gerät SSL wählen oder ihm einen Connector ohne ImplicitTls geben.',
  'The client asked for TLS and then spoke plain text.': 'Der Client hat TLS verlangt und dann Klartext gesprochen.',
  'The client does not know who signed our certificate (TLS alert 48): let it trust the authority of this server, or give it a connector that offers no TLS.':
    'Der Client kennt den Aussteller unseres Zertifikats nicht (TLS-Alarm 48): ihn der Zertifizierungsstelle dieses Servers vertrauen lassen oder ihm einen Connector geben, der kein TLS anbietet.',
  'The client takes our certificate for expired (TLS alert 45): set the clock of the device, and see whether the certificate is still valid.':
    'Der Client hält unser Zertifikat für abgelaufen (TLS-Alarm 45): die Uhr des Geräts stellen und nachsehen, ob das Zertifikat noch gültig ist.',
  'The client refuses our certificate (TLS alert 42): give it the name that stands in the certificate as its server, or a connector that offers no TLS.':
    'Der Client lehnt unser Zertifikat ab (TLS-Alarm 42): bei ihm den Namen aus dem Zertifikat als Server eintragen oder ihm einen Connector geben, der kein TLS anbietet.',
  'The client refuses our certificate and does not say why (TLS alert 46): let it trust the authority of this server, or give it a connector that offers no TLS.':
    'Der Client lehnt unser Zertifikat ab und sagt nicht, warum (TLS-Alarm 46): ihn der Zertifizierungsstelle dieses Servers vertrauen lassen oder ihm einen Connector geben, der kein TLS anbietet.',
  'The client does not know the kind of our certificate (TLS alert 43): give it a connector with an RSA certificate.':
    'Der Client kennt die Art unseres Zertifikats nicht (TLS-Alarm 43): ihm einen Connector mit einem RSA-Zertifikat geben.',
  'Somebody types into telnet: its own bytes, or keys such as backspace and the arrows, came along with the line, which is not understood for that.':
    'Jemand tippt in telnet: Mit der Zeile kamen dessen eigene Bytes oder Tasten wie Rücktaste und Pfeile; deshalb wird sie nicht verstanden.',
  'The client knows only TLS 1.1 or older: update the device, or allow OldTls on a connector for it alone.':
    'Der Client kennt nur TLS 1.1 oder älter: das Gerät aktualisieren oder OldTls an einem Connector allein für dieses Gerät erlauben.',
  'The device ends lines with LF alone; its LF dot ended the message and the session is closed behind it.':
    'Das Gerät beendet Zeilen nur mit LF; sein Punkt mit LF hat die Nachricht beendet, und die Sitzung wird danach geschlossen.',
  'Bare LF was turned into CRLF.': 'Einzelne LF wurden zu CRLF.',
  'Bare CR was turned into CRLF.': 'Einzelne CR wurden zu CRLF.',
  'The message began with its body; a header was put in front.':
    'Die Nachricht begann mit ihrem Inhalt; ein Kopf wurde davorgesetzt.',
  'Added {headers}.': '{headers} ergänzt.',
  'Took out {headers}.': '{headers} entfernt.',
  'Raw letters beyond ASCII were encoded in {headers}.':
    'Unkodierte Zeichen außerhalb von ASCII wurden kodiert in: {headers}.',
  'Raw letters beyond ASCII stay in {headers}: the message is DKIM-signed, and encoding them would break the signature.':
    'Unkodierte Zeichen außerhalb von ASCII bleiben in: {headers}. Die Nachricht ist DKIM-signiert, und Kodieren würde die Signatur brechen.',
  'Raw letters beyond ASCII stay in {headers}: what stands there cannot be said in ASCII.':
    'Unkodierte Zeichen außerhalb von ASCII bleiben in: {headers}. Was dort steht, lässt sich nicht in ASCII sagen.',
  'The message is DKIM-signed and was changed all the same; its signature may no longer fit.':
    'Die Nachricht ist DKIM-signiert und wurde dennoch geändert; ihre Signatur passt womöglich nicht mehr.',
  'The same message came {times:number} times and was accepted each time: the device does not wait for the answer, and sends again. Raise its SMTP timeout.':
    'Dieselbe Nachricht kam {times}-mal und wurde jedes Mal angenommen: Das Gerät wartet die Antwort nicht ab und sendet noch einmal. Am Gerät die Wartezeit für SMTP erhöhen.',
  'The client had gone when its message was accepted: it was not told so, and may send it again.':
    'Der Client war schon fort, als seine Nachricht angenommen wurde: Er hat es nicht erfahren und sendet sie vielleicht noch einmal.',
  'A line is longer than 998 bytes; it is wrapped on the way out where the next hop needs that.':
    'Eine Zeile ist länger als 998 Bytes; sie wird beim Weitersenden umbrochen, wo der nächste Hop das braucht.',
  'The device named itself "{name}"; the first word counts.': 'Das Gerät nannte sich „{name}“; das erste Wort zählt.',
  'The client did not name itself.': 'Der Client hat keinen Namen genannt.',
  'The name "{name}" is not a host name.': 'Der Name „{name}“ ist kein Hostname.',
};
