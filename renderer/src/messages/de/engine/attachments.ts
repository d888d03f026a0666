import type { Templates } from '../../../catalogue.ts';

/** Anlagen, die in einen Ordner gespeichert werden. */
export const attachments: Templates = {
  '452 4.3.1 The disk with the folder for attachments {folder} is full: make room, and the message is delivered.':
    '452 4.3.1 Der Datenträger mit dem Ordner für Anlagen {folder} ist voll: Platz schaffen, dann wird die Nachricht zugestellt.',
  '451 4.3.0 The folder for attachments {folder} is not there: make it, or connect the share; the message is delivered then.':
    '451 4.3.0 Den Ordner für Anlagen {folder} gibt es nicht: ihn anlegen oder die Freigabe verbinden; dann wird die Nachricht zugestellt.',
  '451 4.3.0 This program may not write into the folder for attachments {folder}: give its account the right to; the message is delivered then.':
    '451 4.3.0 In den Ordner für Anlagen {folder} darf dieses Programm nicht schreiben: seinem Konto das Recht geben; dann wird die Nachricht zugestellt.',
  '451 4.3.0 The folder for attachments {folder} could not be written ({code:text}): see whether the disk or the share can be reached; the message is delivered then.':
    '451 4.3.0 Der Ordner für Anlagen {folder} ließ sich nicht beschreiben ({code}): prüfen, ob der Datenträger oder die Freigabe erreichbar ist; dann wird die Nachricht zugestellt.',
  '451 4.3.0 The folder for attachments {folder} has no drive and no server: give a path such as D:\\Scans or \\\\server\\scans; the message is delivered then.':
    '451 4.3.0 Der Ordner für Anlagen {folder} hat kein Laufwerk und keinen Server: einen Pfad wie D:\\Scans oder \\\\server\\scans angeben; dann wird die Nachricht zugestellt.',
  '451 4.3.0 The folder for attachments {folder} is a path of Windows, which this machine does not know: mount the share and give the folder it is mounted at; the message is delivered then.':
    '451 4.3.0 Der Ordner für Anlagen {folder} ist ein Windows-Pfad, den dieser Rechner nicht kennt: die Freigabe einhängen und den Ordner angeben, in dem sie eingehängt ist; dann wird die Nachricht zugestellt.',
  '451 4.3.0 The folder for attachments {folder} does not answer: see whether the server of the share can be reached; the message is delivered then.':
    '451 4.3.0 Der Ordner für Anlagen {folder} antwortet nicht: prüfen, ob der Server der Freigabe erreichbar ist; dann wird die Nachricht zugestellt.',
  'the folder does not answer': 'der Ordner antwortet nicht',
  'no name is free': 'kein Name ist frei',
};
