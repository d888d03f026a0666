import type { Templates } from '../../../catalogue.ts';

/** Was ein Wert sein müsste, der keiner ist. */

const rules: Templates = {
  'there is no property named "{names:any}"': 'eine Eigenschaft namens „{names}“ gibt es nicht',
  'must be a name such as send-connector/Internet': 'muss ein Name sein wie send-connector/Internet',
  'must have at least 8 characters': 'muss mindestens 8 Zeichen haben',
  'must be a computer name such as POSTROOM': 'muss ein Computername sein wie POSTROOM',
  'must be a domain, *.domain or *': 'muss eine Domäne sein, *.domäne oder *',
  'must not hold control characters': 'darf keine Steuerzeichen enthalten',
  'must be a hash made by Postroom': 'muss ein von Postroom gebildeter Hash sein',
  'must be a size such as 36MB, between {least} and {most} bytes':
    'muss eine Größe sein wie 36MB, zwischen {least} und {most} Bytes',
  'must be a time span such as 00:05:00, between {least} and {most} seconds':
    'muss eine Zeitspanne sein wie 00:05:00, zwischen {least} und {most} Sekunden',
  'must be a host name such as mail.office.example': 'muss ein Hostname sein wie mail.office.example',
  'must be an IP address such as 192.168.0.181 or ::1': 'muss eine IP-Adresse sein wie 192.168.0.181 oder ::1',
  'must be an address such as scanner@office.example': 'muss eine Adresse sein wie scanner@office.example',
  'must be a plain folder name': 'muss ein einfacher Ordnername sein',
  'must not be a name that Windows keeps for devices': 'darf kein Name sein, den Windows Geräten vorbehält',
  'must be one line without control characters and without a backslash':
    'muss eine Zeile ohne Steuerzeichen und ohne Backslash sein',
  'must start with 220 and be one line': 'muss mit 220 beginnen und eine Zeile sein',
  'must be an address space such as SMTP:*;1 or contoso.com': 'muss ein Adressraum sein wie SMTP:*;1 oder contoso.com',
  'must be a SHA-256 fingerprint as AB:CD:… (32 bytes)': 'muss ein SHA-256-Fingerabdruck sein, AB:CD:… (32 Bytes)',
  'must be one line': 'muss eine Zeile sein',
  'must be a host name or an address': 'muss ein Hostname oder eine Adresse sein',
  'must be base64': 'muss Base64 sein',
  'must be a host name, *.domain or an IP address': 'muss ein Hostname, *.domäne oder eine IP-Adresse sein',
  'must be an address in ASCII, such as scanner@office.example':
    'muss eine Adresse in ASCII sein, etwa scanner@office.example',
  'must be a time of day such as 20:00': 'muss eine Uhrzeit sein, etwa 20:00',
  'must begin and end at different times, or leave out a day':
    'muss zu verschiedenen Zeiten beginnen und enden oder einen Tag auslassen',
  'must be an address, @domain, or <> for the null sender':
    'muss eine Adresse, @Domäne oder <> für den leeren Absender sein',
  'must be a time of day such as 22:00': 'muss eine Uhrzeit wie 22:00 sein',
  'must be an address such as https://hooks.office.example/postroom':
    'muss eine Adresse wie https://hooks.office.example/postroom sein',
  'must be a name such as postroom2027': 'muss ein Name wie postroom2027 sein',
  'must be a whole path such as D:\\Scans or \\\\server\\scans':
    'muss ein ganzer Pfad wie D:\\Scans oder \\\\server\\scans sein',
  'must be a file name of {date}, {time}, {device}, {subject}, {counter} and {name}':
    'muss ein Dateiname aus {date}, {time}, {device}, {subject}, {counter} und {name} sein',
  'must be an https address such as https://login.example/oauth2/token':
    'muss eine https-Adresse wie https://login.example/oauth2/token sein',
  'must be plain characters without blanks': 'muss aus einfachen Zeichen ohne Leerzeichen bestehen',
  'must be the id or a domain of the tenant': 'muss die ID oder eine Domäne des Mandanten sein',
  'must be scopes with one blank between them': 'muss aus Bereichen mit je einem Leerzeichen dazwischen bestehen',
};

/** Die Sätze von zod; in Befunden beginnen sie klein. */
const zod: Templates = {
  'Invalid input: expected {expected:text}, received {received:text}':
    'ungültige Eingabe: erwartet war {expected}, gegeben ist {received}',
  'Invalid input: expected {expected}': 'ungültige Eingabe: erwartet war {expected}',
  'Invalid option: expected one of {options:any}': 'ungültige Auswahl: erwartet war eines von {options}',
  'Too small: expected string to have >={least} characters': 'zu kurz: mindestens {least} Zeichen nötig',
  'Too big: expected string to have <={most} characters': 'zu lang: höchstens {most} Zeichen möglich',
  'Too small: expected array to have >={least} items': 'zu wenig: mindestens {least} Einträge nötig',
  'Too big: expected array to have <={most} items': 'zu viel: höchstens {most} Einträge möglich',
  'Too small: expected number to be >={least}': 'zu klein: mindestens {least}',
  'Too small: expected number to be >{least}': 'zu klein: größer als {least}',
  'Too big: expected number to be <={most}': 'zu groß: höchstens {most}',
  'Too big: expected number to be <{most}': 'zu groß: kleiner als {most}',
  'Too small: expected int to be >={least}': 'zu klein: mindestens {least}',
  'Too big: expected int to be <={most}': 'zu groß: höchstens {most}',
  'Invalid string: must start with "{start}"': 'ungültiger Text: muss mit „{start}“ beginnen',
  'Invalid string: must match pattern {pattern:any}': 'ungültiger Text: muss dem Muster {pattern} entsprechen',
  'Invalid number: must be a multiple of {number}': 'ungültige Zahl: muss ein Vielfaches von {number} sein',
  'Unrecognized key: {names:any}': 'unbekannte Eigenschaft: {names}',
  'Unrecognized keys: {names:any}': 'unbekannte Eigenschaften: {names}',
  'Invalid IPv4 address': 'keine IPv4-Adresse',
  'Invalid IPv6 address': 'keine IP-Adresse',
  'Invalid input': 'ungültige Eingabe',
};

const types: Templates = {
  string: 'Text',
  number: 'eine Zahl',
  int: 'eine ganze Zahl',
  boolean: 'true oder false',
  array: 'eine Liste',
  object: 'ein Objekt',
  undefined: 'nichts',
  null: 'null',
  NaN: 'keine Zahl',
};

const small = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

export const values: Templates = {
  ...rules,
  ...types,
  ...zod,
  ...Object.fromEntries(Object.entries(zod).map(([english, german]) => [small(english), german])),
  // Ein Befund: wo es steht, und was dort nicht stimmt.
  ...Object.fromEntries(
    Object.entries({ ...rules, ...Object.fromEntries(Object.entries(zod).map(([e, g]) => [small(e), g])) }).map(
      ([english, german]) => [`{path}: ${english}.`, `{path}: ${german}.`],
    ),
  ),
};
