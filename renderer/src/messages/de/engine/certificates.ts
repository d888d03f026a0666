import type { Templates } from '../../../catalogue.ts';

/** Zertifikate und ihre Dateien. */

export const certificates: Templates = {
  '{file} is a PFX file; import it on the page Delivery.':
    '{file} ist eine PFX-Datei; sie auf der Seite Zustellung importieren.',
  '{file} is not a certificate in PEM form that can be read; replace it.':
    '{file} ist kein lesbares Zertifikat in PEM-Form; es ersetzen.',
  'The key of {file} is missing; put it beside it as {key}.':
    'Der Schlüssel von {file} fehlt; ihn als {key} danebenlegen.',
  'The key of {file} cannot be read; it must be in PEM form and without a password.':
    'Der Schlüssel von {file} ist nicht lesbar; er muss in PEM-Form und ohne Kennwort sein.',
  '{key} does not belong to {file}; put the key it was issued for there.':
    '{key} gehört nicht zu {file}; den Schlüssel hinlegen, für den es ausgestellt ist.',
  '{file} is too weak for TLS or damaged; put a certificate with an RSA key of 2048 bits or more there.':
    '{file} ist für TLS zu schwach oder beschädigt; ein Zertifikat mit einem RSA-Schlüssel von mindestens 2048 Bit hinlegen.',
  'Renew it on the page Delivery, or import one of an authority there.':
    'Es auf der Seite Zustellung erneuern oder dort eines einer Zertifizierungsstelle importieren.',
  'Import the renewed one on the page Delivery.': 'Das erneuerte auf der Seite Zustellung importieren.',
  'The certificate "{name}" expired on {day} and is still used, so devices that check it will refuse.':
    'Das Zertifikat „{name}“ ist am {day} abgelaufen und noch im Einsatz; Geräte, die es prüfen, senden nicht.',
  'The certificate "{name}" is valid only from {day}; check this machine\'s clock.':
    'Das Zertifikat „{name}“ gilt erst ab {day}; die Uhr dieses Rechners prüfen.',
  'The certificate "{name}" expires on {day}.': 'Das Zertifikat „{name}“ läuft am {day} ab.',
  'The key is missing: give the file with the private key too.':
    'Der Schlüssel fehlt: auch die Datei mit dem privaten Schlüssel angeben.',
  'The key does not belong to the certificate; give the key that it was issued for.':
    'Der Schlüssel gehört nicht zum Zertifikat; den Schlüssel angeben, für den es ausgestellt ist.',
  'There is a certificate "{name}" already; choose another name, or replace it.':
    'Ein Zertifikat „{name}“ gibt es schon; einen anderen Namen wählen oder es ersetzen.',
  'There is no certificate "{name}" any more.': 'Ein Zertifikat „{name}“ gibt es nicht mehr.',
  'The file is not a certificate that can be read; it must be PEM, DER or PFX.':
    'Die Datei ist kein lesbares Zertifikat; sie muss PEM, DER oder PFX sein.',
  'The key has a password: give it too.': 'Der Schlüssel hat ein Kennwort: es mit angeben.',
  'The key cannot be opened: the password is wrong, or the file is damaged.':
    'Der Schlüssel lässt sich nicht öffnen: Das Kennwort ist falsch oder die Datei beschädigt.',
  'The key cannot be read; it must be a private key in PEM form.':
    'Der Schlüssel ist nicht lesbar; er muss ein privater Schlüssel in PEM-Form sein.',
  'The certificate is too weak for TLS; take one with an RSA key of 2048 bits or more.':
    'Das Zertifikat ist für TLS zu schwach; eines mit einem RSA-Schlüssel von mindestens 2048 Bit nehmen.',
  'The PFX file is encrypted in a way that is too old or unknown ({algorithm}); export it again with AES256 or TripleDES.':
    'Die PFX-Datei ist auf zu alte oder unbekannte Weise verschlüsselt ({algorithm}); sie noch einmal mit AES256 oder TripleDES exportieren.',
  'The PFX file cannot be opened without its password.': 'Die PFX-Datei lässt sich ohne ihr Kennwort nicht öffnen.',
  'The PFX file cannot be opened: the password is wrong, or the file is damaged.':
    'Die PFX-Datei lässt sich nicht öffnen: Das Kennwort ist falsch oder die Datei beschädigt.',
  'The certificate "{name}" was written and cannot be used.':
    'Das Zertifikat „{name}“ wurde geschrieben und lässt sich nicht verwenden.',
  'The receive connector "{name}" is set to this certificate; choose another one there first.':
    'Der Empfangsconnector „{name}“ ist auf dieses Zertifikat eingestellt; dort zuerst ein anderes wählen.',
  'The send connector "{name}" is set to this certificate; choose another one there first.':
    'Der Sendeconnector „{name}“ ist auf dieses Zertifikat eingestellt; dort zuerst ein anderes wählen.',
  'This is the only certificate: without it nothing could be encrypted.':
    'Das ist das einzige Zertifikat: Ohne es ließe sich nichts verschlüsseln.',
  'Make or import another one first.': 'Zuerst ein anderes erzeugen oder importieren.',
};
