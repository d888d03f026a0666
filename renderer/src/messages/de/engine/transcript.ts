import type { Templates } from '../../../catalogue.ts';

/** Was in einer Mitschrift nicht zum Dialog gehört oder nicht zu verstehen ist. */

export const transcript: Templates = {
  'A remark.': 'Eine Anmerkung.',
  'Here each line begins with "{client}", "{server}" or "*** ".':
    'Hier beginnt jede Zeile mit „{client}“, „{server}“ oder „*** “.',
  'This message has no line of one dot behind it.': 'Hinter dieser Nachricht fehlt die Zeile mit nur einem Punkt.',
  'Neither a reply nor a command of SMTP.': 'Weder eine Antwort noch ein Befehl von SMTP.',
  'The rest of the row above, which a terminal broke in two.':
    'Der Rest der Zeile darüber, die ein Terminal umgebrochen hat.',
  'Blanks of a web page or word processor were mended.':
    'Leerzeichen einer Webseite oder Textverarbeitung sind berichtigt.',
  'Characters that were rubbed out while typing are left out.':
    'Zeichen, die beim Tippen gelöscht wurden, sind weggelassen.',
  'A reply that no command asked for: are the lines of the client missing?':
    'Eine Antwort, nach der kein Befehl fragte: Fehlen die Zeilen des Clients?',
  'The server ended the session unasked.': 'Der Server hat die Sitzung von sich aus beendet.',
  'The message itself is not in this text; an empty one stands for it.':
    'Die Nachricht selbst steht nicht in diesem Text; eine leere vertritt sie.',
  'The message itself is not there; an empty one is sent.': 'Die Nachricht selbst fehlt; eine leere wird gesendet.',
  'The answer to AUTH is not in this text.': 'Die Antwort auf AUTH steht nicht in diesem Text.',
  'The message does not end with a line of one dot; it was taken to end here.':
    'Die Nachricht endet nicht mit einer Zeile aus einem Punkt; ihr Ende ist hier angenommen.',
  'A header line of the log.': 'Eine Kopfzeile des Protokolls.',
  'Not a record of the protocol log.': 'Kein Eintrag des Protokolls.',
  'The quoted text of this record does not end.': 'Der Text in Anführungszeichen hört in diesem Eintrag nicht auf.',
  'A line of the telnet program.': 'Eine Zeile des Programms telnet.',
  'The prompt of a command line.': 'Die Eingabeaufforderung einer Befehlszeile.',
  'A remark of the program.': 'Eine Anmerkung des Programms.',
  'A remark of curl.': 'Eine Anmerkung von curl.',
  'The progress of curl.': 'Der Fortschritt von curl.',
  'A setting of msmtp.': 'Eine Einstellung von msmtp.',
  'A remark of msmtp.': 'Eine Anmerkung von msmtp.',
  'What msmtp says of TLS.': 'Was msmtp über TLS sagt.',
  'A line of openssl.': 'Eine Zeile von openssl.',
  'A remark of the mail program.': 'Eine Anmerkung des Mailprogramms.',
  'An entry of the log that is no line of the dialogue.':
    'Ein Eintrag des Protokolls, der keine Zeile des Dialogs ist.',
  'What openssl says of the certificate and the connection.': 'Was openssl über Zertifikat und Verbindung sagt.',
  'A session ticket that openssl prints.': 'Ein Sitzungsticket, das openssl ausgibt.',
  'The end of the reply to the EHLO that openssl said by itself, before its STARTTLS.':
    'Das Ende der Antwort auf das EHLO, das openssl vor seinem STARTTLS selbst sagte.',
  'There is no session {id} in this text.': 'Eine Sitzung {id} steht nicht in diesem Text.',
  'Belongs to session {id}, which is read when it is chosen.':
    'Gehört zur Sitzung {id}, die gelesen wird, wenn sie gewählt ist.',
  'A line of the program’s log.': 'Eine Zeile aus dem Protokoll des Programms.',
  '{count} lines from the middle of session {id} are not in this text.':
    '{count} Zeilen aus der Mitte der Sitzung {id} stehen nicht in diesem Text.',
  'A session as JSON.': 'Eine Sitzung als JSON.',
  'Not a line of the session log.': 'Keine Zeile des Sitzungsprotokolls.',
  'smtplib says again what it received.': 'smtplib sagt noch einmal, was es empfing.',
};
