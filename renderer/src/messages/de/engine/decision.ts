import type { Templates } from '../../../catalogue.ts';

/** Warum so geantwortet wurde: die Schritte einer Entscheidung. */

export const decision: Templates = {
  // Wahl des Empfangsconnectors
  '{peer} connects to {local} port {port} of {server}.': '{peer} verbindet sich mit {local} Port {port} von {server}.',
  '{connector} is the one that takes the connection.': '{connector} nimmt die Verbindung an.',
  '{connector} does not listen on {address} port {port}.': '{connector} lauscht nicht auf {address} Port {port}.',
  '{connector} does not list {address} in its remote IP ranges.':
    '{connector} führt {address} nicht in seinen Remote-IP-Bereichen.',
  '{connector} is disabled.': '{connector} ist ausgeschaltet.',
  '{connector} listens there only through {binding:text}, and an exact address comes first.':
    '{connector} lauscht dort nur über {binding}, und eine genaue Adresse geht vor.',
  'a wildcard': 'einen Platzhalter',
  '{connector} matches with a larger range, {range}.': '{connector} passt mit einem größeren Bereich, {range}.',
  '{connector} matches with a larger range, .': '{connector} passt mit einem größeren Bereich.',
  '{connector} matches with a range of the same size, and its name comes later.':
    '{connector} passt mit einem gleich großen Bereich, und sein Name kommt im Alphabet später.',
  'No connector takes this connection: {reply:any}.': 'Kein Connector nimmt diese Verbindung an: {reply}.',
  '{connector} takes the connection: the single address {range} is the most specific match on {binding}.':
    '{connector} nimmt die Verbindung an: Die einzelne Adresse {range} passt auf {binding} am genauesten.',
  '{connector} takes the connection: the range {range} of {size} addresses is the most specific match on {binding}.':
    '{connector} nimmt die Verbindung an: Der Bereich {range} mit {size} Adressen passt auf {binding} am genauesten.',

  // Rechte
  'The session acts as {principals:any}.': 'Die Sitzung handelt als {principals}.',
  '{right} is granted to {principal} by the permission group {group}.':
    '{right} ist {principal} durch die Berechtigungsgruppe {group} erteilt.',
  '{right} is denied to {principal} by the permission group {group}.':
    '{right} ist {principal} durch die Berechtigungsgruppe {group} verweigert.',
  '{right} is granted to {principal} by an access control entry of the connector.':
    '{right} ist {principal} durch einen Zugriffseintrag des Connectors erteilt.',
  '{right} is denied to {principal} by an access control entry of the connector.':
    '{right} ist {principal} durch einen Zugriffseintrag des Connectors verweigert.',
  'Its rights: none.': 'Ihre Rechte: keine.',
  'Its rights: {rights}.': 'Ihre Rechte: {rights}.',
  '"{right}" is not an extended right that works here; the one that allows relay is ms-Exch-SMTP-Accept-Any-Recipient.':
    '„{right}“ ist kein erweitertes Recht, das hier wirkt; das Weiterleiten erlaubt ms-Exch-SMTP-Accept-Any-Recipient.',
  'Answered {reply:any}.': 'Die Antwort ist {reply}.',
  'Accepted.': 'Angenommen.',

  // MAIL FROM
  '{address} is on the list of blocked addresses ({range}).':
    '{address} steht auf der Liste gesperrter Adressen ({range}).',
  '{address} is on the list of blocked addresses ({range}), but the session may bypass that.':
    '{address} steht auf der Liste gesperrter Adressen ({range}), aber die Sitzung darf das umgehen.',
  'The client has shown a certificate for {domain}.': 'Der Client hat ein Zertifikat für {domain} gezeigt.',
  'Mail from {domain} needs a certificate of that domain (DomainSecureEnabled): {fault:text}.':
    'Mail von {domain} braucht ein Zertifikat dieser Domäne (DomainSecureEnabled): {fault}.',
  'the client showed none': 'der Client hat keines gezeigt',
  'the session is in clear': 'die Sitzung ist unverschlüsselt',
  'the one it showed is not valid ({fault:text})': 'das gezeigte ist nicht gültig ({fault})',
  'the one it showed is for {names:any}': 'das gezeigte ist für {names}',
  'The connector requires TLS, and the session is encrypted.':
    'Der Connector verlangt TLS, und die Sitzung ist verschlüsselt.',
  'The connector requires TLS, and the session is in clear.':
    'Der Connector verlangt TLS, und die Sitzung ist unverschlüsselt.',
  'The session may submit mail (ms-Exch-SMTP-Submit).': 'Die Sitzung darf Mail einliefern (ms-Exch-SMTP-Submit).',
  'No principal of the session has the right ms-Exch-SMTP-Submit: add a permission group, or let the client log in.':
    'Niemand, als der die Sitzung handelt, hat das Recht ms-Exch-SMTP-Submit: eine Berechtigungsgruppe hinzufügen oder den Client sich anmelden lassen.',
  '{address} is a blocked sender ({entry}).': '{address} ist ein gesperrter Absender ({entry}).',
  '{address} is a blocked sender ({entry}), but the session may bypass that.':
    '{address} ist ein gesperrter Absender ({entry}), aber die Sitzung darf das umgehen.',
  'The client announces {bytes} bytes; the session has no size limit.':
    'Der Client kündigt {bytes} Bytes an; für die Sitzung gilt keine Größengrenze.',
  'The client announces {bytes} bytes; the limit is {limit}.':
    'Der Client kündigt {bytes} Bytes an; die Grenze ist {limit}.',
  'The account {account} may send as {address}: it is an address of its own.':
    'Das Konto {account} darf als {address} senden: Es ist eine seiner eigenen Adressen.',
  'The account {account} may send as {address}: it is none of its addresses and ms-Exch-SMTP-Accept-Any-Sender is granted.':
    'Das Konto {account} darf als {address} senden: Es ist keine seiner Adressen, aber ms-Exch-SMTP-Accept-Any-Sender ist erteilt.',
  'The account {account} may not send as {address}: it is none of its addresses and ms-Exch-SMTP-Accept-Any-Sender is missing.':
    'Das Konto {account} darf nicht als {address} senden: Es ist keine seiner Adressen, und ms-Exch-SMTP-Accept-Any-Sender fehlt.',
  'The session may use any sender (ms-Exch-SMTP-Accept-Any-Sender).':
    'Die Sitzung darf jeden Absender verwenden (ms-Exch-SMTP-Accept-Any-Sender).',
  'The session may not use any sender (ms-Exch-SMTP-Accept-Any-Sender).':
    'Die Sitzung darf nicht jeden Absender verwenden (ms-Exch-SMTP-Accept-Any-Sender).',
  '{address} is in the authoritative domain {domain}, and ms-Exch-SMTP-Accept-Authoritative-Domain-Sender is granted.':
    '{address} gehört zur autoritativen Domäne {domain}, und ms-Exch-SMTP-Accept-Authoritative-Domain-Sender ist erteilt.',
  '{address} is in the authoritative domain {domain}, and ms-Exch-SMTP-Accept-Authoritative-Domain-Sender is missing.':
    '{address} gehört zur autoritativen Domäne {domain}, und ms-Exch-SMTP-Accept-Authoritative-Domain-Sender fehlt.',

  // RCPT TO
  'The message has {count} recipients so far; the limit is {limit}.':
    'Die Nachricht hat bisher {count} Empfänger; die Grenze ist {limit}.',
  '{address} is a blocked recipient ({entry}).': '{address} ist ein gesperrter Empfänger ({entry}).',
  '{address} is a blocked recipient ({entry}), but the session may bypass that.':
    '{address} ist ein gesperrter Empfänger ({entry}), aber die Sitzung darf das umgehen.',
  'The connector refuses the domain {domain} ({setting}).': 'Der Connector weist die Domäne {domain} ab ({setting}).',
  '{domain} is an accepted domain ({type}); its recipients are not looked up.':
    '{domain} ist eine akzeptierte Domäne ({type}); ihre Empfänger werden nicht nachgeschlagen.',
  '{domain} is an accepted domain ({type}), and the recipient is known.':
    '{domain} ist eine akzeptierte Domäne ({type}), und der Empfänger ist bekannt.',
  '{domain} is an accepted domain ({type}); {address} is not in the recipient list.':
    '{domain} ist eine akzeptierte Domäne ({type}); {address} steht nicht in der Empfängerliste.',
  '{domain} is an accepted domain ({type}); {address} is not in the recipient list, but the session may bypass that.':
    '{domain} ist eine akzeptierte Domäne ({type}); {address} steht nicht in der Empfängerliste, aber die Sitzung darf das umgehen.',
  '{domain} is not an accepted domain, and the session may relay (ms-Exch-SMTP-Accept-Any-Recipient).':
    '{domain} ist keine akzeptierte Domäne, aber die Sitzung darf weiterleiten (ms-Exch-SMTP-Accept-Any-Recipient).',
  '{domain} is not an accepted domain, and the right ms-Exch-SMTP-Accept-Any-Recipient is missing.':
    '{domain} ist keine akzeptierte Domäne, und das Recht ms-Exch-SMTP-Accept-Any-Recipient fehlt.',
  '{address} may be read as an address elsewhere, and only sessions that may relay can use such a form.':
    '{address} lässt sich als Adresse bei anderen lesen; so darf nur schreiben, wer weiterleiten darf.',
  'postmaster is always accepted (RFC 5321 4.5.1).': 'postmaster wird immer angenommen (RFC 5321 4.5.1).',
  'postmaster is always accepted; it belongs to {domain} (RFC 5321 4.5.1).':
    'postmaster wird immer angenommen; die Adresse gehört zu {domain} (RFC 5321 4.5.1).',

  // Ende der Daten
  'The header has {bytes} bytes; the limit is {limit}.': 'Der Kopf hat {bytes} Bytes; die Grenze ist {limit}.',
  'The message has {bytes} bytes; the limit is {limit}.': 'Die Nachricht hat {bytes} Bytes; die Grenze ist {limit}.',
  'The message has {bytes} bytes; the session has no size limit.':
    'Die Nachricht hat {bytes} Bytes; für die Sitzung gilt keine Größengrenze.',
  'The message has passed {hops} servers (limit {limit}), {local} times this one (limit none).':
    'Die Nachricht kam durch {hops} Server (Grenze {limit}), {local}-mal durch diesen (ohne Grenze).',
  'The message has passed {hops} servers (limit {limit}), {local} times this one (limit {most}).':
    'Die Nachricht kam durch {hops} Server (Grenze {limit}), {local}-mal durch diesen (Grenze {most}).',
  'The message has line feeds without carriage returns, which the connector refuses.':
    'Die Nachricht hat LF ohne CR, was der Connector abweist.',
  'The message has line feeds without carriage returns, which the connector repairs.':
    'Die Nachricht hat LF ohne CR, was der Connector berichtigt.',
  'Learning mode is on: the sender is heard, and no recipient is accepted.':
    'Der Lernmodus ist an: Der Absender wird angehört, und kein Empfänger angenommen.',
  'Learning mode is on: nothing is accepted, and devices keep their mail.':
    'Der Lernmodus ist an: Nichts wird angenommen, und Geräte behalten ihre Mail.',
  'Without learning mode it would be accepted.': 'Ohne Lernmodus würde angenommen.',
  'Without learning mode the answer would be {reply:any}.': 'Ohne Lernmodus wäre die Antwort {reply}.',
  'From or Sender names {foreign}, not an address of {account}; ms-Exch-SMTP-Accept-Any-Sender is granted.':
    'From oder Sender nennt {foreign}, keine Adresse von {account}; ms-Exch-SMTP-Accept-Any-Sender ist erteilt.',
  'From or Sender names {foreign}, not an address of {account}; ms-Exch-SMTP-Accept-Any-Sender is missing.':
    'From oder Sender nennt {foreign}, keine Adresse von {account}; ms-Exch-SMTP-Accept-Any-Sender fehlt.',
};
