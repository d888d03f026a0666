import type { Templates } from '../../../catalogue.ts';

/** Die Anmeldung mit OAuth: was Anbieter abweisen, was einzustellen ist und wie es steht. */

/** Was ein Anbieter sagt, steht dahinter. */
const refusals: Templates = {
  'Microsoft says: {words:any}': 'Microsoft sagt: {words}',
  'Google says: {words:any}': 'Google sagt: {words}',
  'The provider says: {words:any}': 'Der Anbieter sagt: {words}',
  'The client id or the client secret is wrong: check both, and set the secret again.':
    'Die Client-ID oder der geheime Clientschlüssel ist falsch: beide prüfen und den Schlüssel neu setzen.',
  'The application may not sign in this way: allow it at the provider, or choose another flow.':
    'Die Anwendung darf sich so nicht anmelden: es beim Anbieter erlauben oder einen anderen Ablauf wählen.',
  'The application does not get the scope it asks for: check the scope and the permissions it was given.':
    'Die Anwendung bekommt den verlangten Bereich nicht: den Bereich und die erteilten Berechtigungen prüfen.',
  'The provider does not know this way to sign in: choose another flow.':
    'Der Anbieter kennt diese Anmeldung nicht: einen anderen Ablauf wählen.',
  'The provider did not understand the request: check the settings of the sign-in.':
    'Der Anbieter hat die Anfrage nicht verstanden: die Einstellungen der Anmeldung prüfen.',
  'The sign-in was refused in the browser.': 'Die Anmeldung wurde im Browser abgelehnt.',
  'The provider still waits for the code to be typed in.': 'Der Anbieter wartet noch auf die Eingabe des Codes.',
  'The provider wants to be asked less often.': 'Der Anbieter will seltener gefragt werden.',
  'The code has run out: begin the sign-in anew.': 'Der Code ist abgelaufen: die Anmeldung neu beginnen.',
  'The provider is busy: the sign-in is tried again by itself.':
    'Der Anbieter ist überlastet: Die Anmeldung wird von selbst noch einmal versucht.',
  'The provider has trouble of its own: the sign-in is tried again by itself.':
    'Der Anbieter hat selbst eine Störung: Die Anmeldung wird von selbst noch einmal versucht.',
  'The provider is not answering as it should: the sign-in is tried again by itself.':
    'Der Anbieter antwortet nicht, wie er soll: Die Anmeldung wird von selbst noch einmal versucht.',
  'The provider refused the sign-in.': 'Der Anbieter hat die Anmeldung abgewiesen.',
  'Somebody has to agree to the permissions of the application: sign in again.':
    'Jemand muss den Berechtigungen der Anwendung zustimmen: neu anmelden.',
  'The provider wants to see a person: sign in again.': 'Der Anbieter will eine Person sehen: neu anmelden.',
  'The sign-in was revoked or has run out: sign in again.':
    'Die Anmeldung wurde widerrufen oder ist abgelaufen: neu anmelden.',
  'The provider does not let this application sign in: check its permissions.':
    'Der Anbieter lässt diese Anwendung nicht anmelden: ihre Berechtigungen prüfen.',
  'The service account may not send for this mailbox: check the mailbox, the key and the domain-wide delegation.':
    'Das Dienstkonto darf nicht für dieses Postfach senden: das Postfach, den Schlüssel und die domänenweite Delegierung prüfen.',
  'The provider did not begin the sign-in: check its settings.':
    'Der Anbieter hat die Anmeldung nicht begonnen: ihre Einstellungen prüfen.',
  'The code was not accepted: begin the sign-in anew.': 'Der Code wurde nicht angenommen: die Anmeldung neu beginnen.',
  'The provider answered HTTP {status} and no token: check the issuer and the endpoints.':
    'Der Anbieter hat mit HTTP {status} und ohne Token geantwortet: den Aussteller und die Endpunkte prüfen.',
  'The provider gave an answer that is not one of OAuth: check the issuer and the endpoints.':
    'Die Antwort des Anbieters ist keine von OAuth: den Aussteller und die Endpunkte prüfen.',
  'The provider gave a token that cannot be used: check the endpoints.':
    'Der Anbieter hat ein unbrauchbares Token gegeben: die Endpunkte prüfen.',
  'The provider named an address that is not https: check the issuer.':
    'Der Anbieter hat eine Adresse ohne https genannt: den Aussteller prüfen.',
  'The provider cannot be reached: the sign-in is tried again by itself.':
    'Der Anbieter ist nicht erreichbar: Die Anmeldung wird von selbst noch einmal versucht.',
  'The provider cannot be reached ({code:word}): the sign-in is tried again by itself.':
    'Der Anbieter ist nicht erreichbar ({code}): Die Anmeldung wird von selbst noch einmal versucht.',
};

const entra: Templates = {
  'The account has to be chosen by a person: sign in again.': 'Eine Person muss das Konto auswählen: neu anmelden.',
  'The account belongs to another tenant: sign in with an account of the tenant of the send connector.':
    'Das Konto gehört zu einem anderen Mandanten: mit einem Konto aus dem Mandanten des Sendeconnectors anmelden.',
  'The account does not exist in this tenant: check the tenant and the account that signs in.':
    'Das Konto gibt es in diesem Mandanten nicht: den Mandanten und das Konto prüfen, das sich anmeldet.',
  'The account is locked because of too many logins: wait, or let an administrator unlock it.':
    'Das Konto ist wegen zu vieler Anmeldungen gesperrt: warten oder von einem Administrator entsperren lassen.',
  'The password of the account has expired: change it, then sign in again.':
    'Das Kennwort des Kontos ist abgelaufen: es ändern, dann neu anmelden.',
  'The account is disabled: let an administrator enable it.':
    'Das Konto ist deaktiviert: von einem Administrator aktivieren lassen.',
  'Microsoft wants a second factor: sign in again and confirm it.':
    'Microsoft verlangt einen zweiten Faktor: neu anmelden und ihn bestätigen.',
  'The second factor has run out: sign in again and confirm it.':
    'Der zweite Faktor ist abgelaufen: neu anmelden und ihn bestätigen.',
  'The account has to be set up for a second factor: sign in again and follow what is asked.':
    'Für das Konto muss ein zweiter Faktor eingerichtet werden: neu anmelden und den Anweisungen folgen.',
  'The user name or the password was wrong: sign in again.':
    'Der Benutzername oder das Kennwort war falsch: neu anmelden.',
  'The sign-in was revoked, for example because the password was changed: sign in again.':
    'Die Anmeldung wurde widerrufen, zum Beispiel weil das Kennwort geändert wurde: neu anmelden.',
  'The sign-in was revoked because the password was changed or has expired: sign in again.':
    'Die Anmeldung wurde widerrufen, weil das Kennwort geändert wurde oder abgelaufen ist: neu anmelden.',
  'The sign-in was revoked because the password was changed: sign in again.':
    'Die Anmeldung wurde widerrufen, weil das Kennwort geändert wurde: neu anmelden.',
  'A conditional access policy of the tenant blocks the sign-in: let an administrator allow this application.':
    'Eine Richtlinie für bedingten Zugriff sperrt die Anmeldung: diese Anwendung von einem Administrator erlauben lassen.',
  'Nobody has agreed to the permissions of the application: let an administrator grant consent (SMTP.SendAsApp for a program, SMTP.Send for a person).':
    'Niemand hat den Berechtigungen der Anwendung zugestimmt: von einem Administrator zustimmen lassen (SMTP.SendAsApp für ein Programm, SMTP.Send für eine Person).',
  'The permissions were refused: sign in again and agree to them.':
    'Die Berechtigungen wurden abgelehnt: neu anmelden und ihnen zustimmen.',
  'The sign-in is not valid any more: sign in again.': 'Die Anmeldung gilt nicht mehr: neu anmelden.',
  'The sign-in has run out: sign in again.': 'Die Anmeldung ist abgelaufen: neu anmelden.',
  'The scope is not known to Microsoft: leave it empty to use the usual one.':
    'Microsoft kennt den Bereich nicht: ihn leer lassen, dann gilt der übliche.',
  'Microsoft still waits for the code to be typed in.': 'Microsoft wartet noch auf die Eingabe des Codes.',
  'The tenant lets sign-ins run out after a time: sign in again.':
    'Der Mandant lässt Anmeldungen nach einiger Zeit ablaufen: neu anmelden.',
  'There is no such tenant: check its id or domain.': 'Diesen Mandanten gibt es nicht: seine ID oder Domäne prüfen.',
  'The tenant knows no service of that name: check the scope, and that the tenant has Exchange Online.':
    'Der Mandant kennt keinen Dienst dieses Namens: den Bereich prüfen, und ob der Mandant Exchange Online hat.',
  'A conditional access policy wants a managed device: let an administrator make an exception for this application.':
    'Eine Richtlinie für bedingten Zugriff verlangt ein verwaltetes Gerät: von einem Administrator eine Ausnahme für diese Anwendung machen lassen.',
  'The tenant has no access to Exchange Online: check its licences.':
    'Der Mandant hat keinen Zugang zu Exchange Online: seine Lizenzen prüfen.',
  'The application is not known in this tenant: check the client id and the tenant.':
    'Die Anwendung ist in diesem Mandanten nicht bekannt: die Client-ID und den Mandanten prüfen.',
  'The certificate of the application was not accepted: use a client secret.':
    'Das Zertifikat der Anwendung wurde nicht angenommen: einen geheimen Clientschlüssel benutzen.',
  'The sign-in was not used for too long and has run out: sign in again.':
    'Die Anmeldung wurde zu lange nicht benutzt und ist abgelaufen: neu anmelden.',
  'That is no tenant: check its id or domain.': 'Das ist kein Mandant: seine ID oder Domäne prüfen.',
  'The application is disabled in this tenant: let an administrator enable it.':
    'Die Anwendung ist in diesem Mandanten deaktiviert: von einem Administrator aktivieren lassen.',
  'The client secret is wrong: set the value of the secret, not its id.':
    'Der geheime Clientschlüssel ist falsch: den Wert des Geheimnisses setzen, nicht seine ID.',
  'The application may not sign people in without a client secret: allow public client flows in its registration, or set the secret.':
    'Die Anwendung darf Personen nicht ohne geheimen Clientschlüssel anmelden: in ihrer Registrierung öffentliche Clientflows zulassen oder den Schlüssel setzen.',
  'The client secret has expired: make a new one in the registration of the application and set it.':
    'Der geheime Clientschlüssel ist abgelaufen: in der Registrierung der Anwendung einen neuen erzeugen und setzen.',
};

/** Wie es um eine Anmeldung steht. */
const signIns: Templates = {
  'Nobody has signed in for the send connector {connector} yet, so its mail waits.':
    'Für den Sendeconnector {connector} hat sich noch niemand angemeldet, deshalb wartet seine Mail.',
  'Nobody has signed in for the send connector {connector} yet: sign in on the delivery page.':
    'Für den Sendeconnector {connector} hat sich noch niemand angemeldet: auf der Seite Zustellung anmelden.',
  'Sign in on the delivery page; the mail then leaves by itself.':
    'Auf der Seite Zustellung anmelden; die Mail geht dann von selbst ab.',
  'Sign in again on the delivery page; the mail then leaves by itself.':
    'Auf der Seite Zustellung neu anmelden; die Mail geht dann von selbst ab.',
  'The send connector {connector} gets no token, so its mail waits: {reason:text}':
    'Der Sendeconnector {connector} bekommt kein Token, deshalb wartet seine Mail: {reason}',
  'Correct the send connector or the application at the provider; the mail then leaves by itself.':
    'Den Sendeconnector oder die Anwendung beim Anbieter berichtigen; die Mail geht dann von selbst ab.',
  'The client secret of the send connector {connector} has expired.':
    'Der geheime Clientschlüssel des Sendeconnectors {connector} ist abgelaufen.',
  'The client secret of the send connector {connector} expires in {days:number} day.':
    'Der geheime Clientschlüssel des Sendeconnectors {connector} läuft in {days} Tag ab.',
  'The client secret of the send connector {connector} expires in {days:number} days.':
    'Der geheime Clientschlüssel des Sendeconnectors {connector} läuft in {days} Tagen ab.',
  'Make a new client secret at the provider, set it, and note its last day on the send connector.':
    'Beim Anbieter einen neuen geheimen Clientschlüssel erzeugen, ihn setzen und seinen letzten Tag am Sendeconnector vermerken.',
  'The send connector {connector} has to log in, and there is no client secret for it.':
    'Der Sendeconnector {connector} muss sich anmelden, und es gibt keinen geheimen Clientschlüssel dafür.',
  'Send connector "{connector}" has no client secret yet; set the secret {secret}.':
    'Der Sendeconnector „{connector}“ hat noch keinen geheimen Clientschlüssel; das Geheimnis {secret} setzen.',
  'The client secret of the send connector {connector} is missing: set the secret {secret}.':
    'Der geheime Clientschlüssel des Sendeconnectors {connector} fehlt: das Geheimnis {secret} setzen.',
  'The stored key is not that of a service account: set the whole JSON file that Google gave out as the secret.':
    'Der hinterlegte Schlüssel ist nicht der eines Dienstkontos: die ganze JSON-Datei, die Google ausgegeben hat, als Geheimnis setzen.',
  'The send connector {connector} does not sign in with OAuth.':
    'Der Sendeconnector {connector} meldet sich nicht mit OAuth an.',
  'There is no send connector "{connector}" that signs in with OAuth.':
    'Es gibt keinen Sendeconnector „{connector}“, der sich mit OAuth anmeldet.',
  'No sign-in in a browser waits for the send connector {connector}.':
    'Für den Sendeconnector {connector} wartet keine Anmeldung in einem Browser.',
  'The provider gave no lasting sign-in for the send connector {connector}: sign in again, and ask for the scope offline_access.':
    'Der Anbieter hat für den Sendeconnector {connector} keine dauerhafte Anmeldung gegeben: neu anmelden und den Bereich offline_access verlangen.',
  'The sign-in of the send connector {connector} is kept, but cannot be opened on this machine: sign in again.':
    'Die Anmeldung des Sendeconnectors {connector} ist aufbewahrt, lässt sich auf diesem Rechner aber nicht öffnen: neu anmelden.',
  'The sign-in of the send connector {connector} could not be renewed.':
    'Die Anmeldung des Sendeconnectors {connector} ließ sich nicht erneuern.',
  'The sign-in has ended: sign in again.': 'Die Anmeldung ist beendet: neu anmelden.',
  'The sign-in failed.': 'Die Anmeldung ist fehlgeschlagen.',
  '451 4.7.0 The sign-in at the provider failed.': '451 4.7.0 Die Anmeldung beim Anbieter ist fehlgeschlagen.',
  'Nobody signed in in time: begin anew.': 'Niemand hat sich rechtzeitig angemeldet: neu beginnen.',
  'That is not the address of this sign-in: copy the whole line at the top of the browser, from http:// on.':
    'Das ist nicht die Adresse dieser Anmeldung: die ganze Zeile oben im Browser kopieren, ab http://.',
  'The send connector "{connector}" signs in with OAuth, which a dialogue cannot do: try the connector out instead.':
    'Der Sendeconnector „{connector}“ meldet sich mit OAuth an, was ein Dialog nicht kann: stattdessen den Connector ausprobieren.',
};

/** Was der Mailserver zum Token sagt. */
const peers: Templates = {
  '451 5.7.3 {host} takes no OAuth tokens (AUTH XOAUTH2) here. Check the host and the port (usually 587), or set the authentication of the send connector to a user name and password.':
    '451 5.7.3 {host} nimmt hier keine OAuth-Token an (AUTH XOAUTH2). Den Host und den Port prüfen (meist 587) oder die Authentifizierung des Sendeconnectors auf Benutzername und Kennwort stellen.',
  'The sign-in is good, but not for this mailbox: check that {mailbox} is the mailbox that signed in, or one that the application may use, and that SMTP AUTH is allowed for it.':
    'Die Anmeldung gilt, aber nicht für dieses Postfach: prüfen, ob {mailbox} das angemeldete Postfach ist oder eines, das die Anwendung benutzen darf, und ob SMTP AUTH dafür erlaubt ist.',
  'The server did not take the token ({words:clauses}).': 'Der Server hat das Token nicht angenommen ({words}).',
  'it wants the scope {scope}': 'er verlangt den Bereich {scope}',
};

const findings: Templates = {
  'Send connector "{connector}" signs in with OAuth, so it needs to know the provider: give oauth.provider and oauth.flow.':
    'Der Sendeconnector „{connector}“ meldet sich mit OAuth an, deshalb muss er den Anbieter kennen: oauth.provider und oauth.flow angeben.',
  'Send connector "{connector}" needs the client id of its application at the provider.':
    'Der Sendeconnector „{connector}“ braucht die Client-ID seiner Anwendung beim Anbieter.',
  'Send connector "{connector}" needs the id or a domain of its Microsoft 365 tenant.':
    'Der Sendeconnector „{connector}“ braucht die ID oder eine Domäne seines Microsoft-365-Mandanten.',
  'Send connector "{connector}" signs in as a program, so its tenant has to be its own, not "{tenant}".':
    'Der Sendeconnector „{connector}“ meldet sich als Programm an, deshalb muss er seinen eigenen Mandanten nennen, nicht „{tenant}“.',
  'Send connector "{connector}": Microsoft 365 has no service accounts; choose ClientCredentials.':
    'Sendeconnector „{connector}“: Microsoft 365 hat keine Dienstkonten; ClientCredentials wählen.',
  'Send connector "{connector}": Google gives programs no mail by client credentials; choose ServiceAccount or AuthorizationCode.':
    'Sendeconnector „{connector}“: Google gibt Programmen mit Clientanmeldeinformationen keine Mail; ServiceAccount oder AuthorizationCode wählen.',
  'Send connector "{connector}": Google does not give devices the right to send mail by SMTP; choose AuthorizationCode.':
    'Sendeconnector „{connector}“: Google gibt Geräten nicht das Recht, Mail mit SMTP zu senden; AuthorizationCode wählen.',
  'Send connector "{connector}" needs the issuer of its tokens, or the token endpoint by hand.':
    'Der Sendeconnector „{connector}“ braucht den Aussteller seiner Token oder den Token-Endpunkt von Hand.',
  'Send connector "{connector}" needs the {endpoint} for this flow, or an issuer that tells it.':
    'Der Sendeconnector „{connector}“ braucht für diesen Ablauf {endpoint} oder einen Aussteller, der ihn nennt.',
};

export const oauth: Templates = { ...refusals, ...entra, ...signIns, ...peers, ...findings };
