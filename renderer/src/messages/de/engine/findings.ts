import type { Templates } from '../../../catalogue.ts';

/** Was an einer Konfiguration nicht sein darf, und was sein darf, aber nicht sein sollte. */

export const findings: Templates = {
  // Ein Empfangsconnector
  'Receive connector "{name}": {rule:text}': 'Empfangsconnector „{name}“: {rule}',
  'AuthMechanism None can only stand alone; remove it or the others.':
    'AuthMechanism None kann nur allein stehen; es oder die anderen entfernen.',
  'AuthMechanism BasicAuthRequireTLS needs BasicAuth and Tls beside it.':
    'AuthMechanism BasicAuthRequireTLS braucht BasicAuth und Tls neben sich.',
  'AuthMechanism ExternalAuthoritative can only be combined with Tls; remove the other mechanisms.':
    'AuthMechanism ExternalAuthoritative lässt sich nur mit Tls verbinden; die anderen Verfahren entfernen.',
  'You must set the value for the PermissionGroups parameter on the Receive connector to ExchangeServers when the AuthMechanism parameter is set to a value of ExternalAuthoritative.':
    'Mit AuthMechanism ExternalAuthoritative muss PermissionGroups am Empfangsconnector ExchangeServers enthalten.',
  'RequireTLS needs Tls in AuthMechanism.': 'RequireTLS braucht Tls in AuthMechanism.',
  'DomainSecureEnabled needs Tls in AuthMechanism.': 'DomainSecureEnabled braucht Tls in AuthMechanism.',
  'DomainSecureEnabled cannot be combined with AuthMechanism ExternalAuthoritative.':
    'DomainSecureEnabled lässt sich nicht mit AuthMechanism ExternalAuthoritative verbinden.',
  'TLS from the first byte needs Tls in AuthMechanism.': 'TLS ab dem ersten Byte braucht Tls in AuthMechanism.',
  'ConnectionInactivityTimeout must be shorter than ConnectionTimeout.':
    'ConnectionInactivityTimeout muss kürzer sein als ConnectionTimeout.',
  'there is no accepted domain named "{name}" that is one single domain.':
    'Es gibt keine akzeptierte Domäne namens „{name}“, die eine einzelne Domäne ist.',
  'Receive connector "{name}" trusts as externally secured {range}, which contains addresses of the Internet: it is an open relay for whoever has one of them.':
    'Empfangsconnector „{name}“ vertraut {range} als extern gesichert, und darin liegen Adressen des Internets: Er ist ein offenes Relay für alle, die eine davon haben.',
  'Receive connector "{name}" relays without login for {range}, which contains addresses of the Internet: it is an open relay for whoever has one of them.':
    'Empfangsconnector „{name}“ leitet ohne Anmeldung für {range} weiter, und darin liegen Adressen des Internets: Er ist ein offenes Relay für alle, die eine davon haben.',
  'Receive connector "{name}" accepts every domain ("*") without login from {range}, which contains addresses of the Internet: it is an open relay for whoever has one of them.':
    'Empfangsconnector „{name}“ nimmt ohne Anmeldung jede Domäne („*“) von {range} an, und darin liegen Adressen des Internets: Er ist ein offenes Relay für alle, die eine davon haben.',
  'Restrict the range to your devices, or type the name of the connector to confirm.':
    'Den Bereich auf die eigenen Geräte beschränken oder zum Bestätigen den Namen des Connectors eintippen.',
  'Receive connector "{name}" {what:text}': 'Empfangsconnector „{name}“ {what}',
  'relays both for anonymous and for externally secured peers.':
    'leitet sowohl für anonyme als auch für extern gesicherte Gegenstellen weiter.',
  'The rights of both add up; one of the two methods is enough.':
    'Die Rechte beider addieren sich; eines der beiden Verfahren genügt.',
  'takes passwords in clear text.': 'nimmt Kennwörter im Klartext an.',
  'Add BasicAuthRequireTLS, so that they are only asked for inside TLS.':
    'BasicAuthRequireTLS hinzufügen, damit sie nur innerhalb von TLS verlangt werden.',
  'accepts mail from nobody.': 'nimmt von niemandem Mail an.',
  'Add AnonymousUsers, or ExchangeUsers with BasicAuth.':
    'AnonymousUsers hinzufügen, oder ExchangeUsers mit BasicAuth.',

  // Zwei Empfangsconnectors
  'Receive connectors assigned to different Transport roles on a single server must listen on unique local IP address & port bindings.':
    'Empfangsconnectors mit verschiedenen Transportrollen auf einem Server müssen auf verschiedenen Bindungen aus lokaler IP-Adresse und Port lauschen.',
  'Receive connectors must have a unique combination of a local IP address & port bindings and remote IP address ranges.':
    'Die Verbindung aus Bindungen (lokale IP-Adresse und Port) und Remote-IP-Bereichen muss bei jedem Empfangsconnector eine andere sein.',
  'Change at least one of these values.': 'Wenigstens einen dieser Werte ändern.',
  'The values that you specified for the Bindings and RemoteIPRanges parameters conflict with the settings on Receive connector "{name}".':
    'Die Werte von Bindings und RemoteIPRanges stehen im Widerspruch zu den Einstellungen des Empfangsconnectors „{name}“.',
  'The ranges {later} and {earlier} overlap, but neither contains the other.':
    'Die Bereiche {later} und {earlier} überschneiden sich, ohne dass einer den anderen enthält.',
  'Ranges of different connectors may overlap only if one lies completely within the other.':
    'Bereiche verschiedener Connectors dürfen sich nur überschneiden, wenn einer ganz im anderen liegt.',
  'One of the two is disabled, so this does no harm until both are enabled.':
    'Einer der beiden ist ausgeschaltet; das schadet also erst, wenn beide eingeschaltet sind.',

  // Sendeconnectors
  'Send connector "{name}" cannot require TLS and ignore STARTTLS; clear one of the two.':
    'Sendeconnector „{name}“ kann nicht TLS verlangen und STARTTLS übergehen; eines von beiden ausschalten.',
  'Send connector "{name}" cannot have DomainSecureEnabled and ignore STARTTLS; clear one of the two.':
    'Sendeconnector „{name}“ kann nicht DomainSecureEnabled haben und STARTTLS übergehen; eines von beiden ausschalten.',
  'Send connector "{name}" cannot have DomainSecureEnabled and smart hosts: it checks the servers that the partner’s own MX records name.':
    'Sendeconnector „{name}“ kann nicht DomainSecureEnabled und Smarthosts haben: Geprüft werden die Server, die der Partner in seinen MX-Einträgen nennt.',
  'Clear one of the two; for a smart host use DomainValidation.':
    'Eines von beiden entfernen; für einen Smarthost DomainValidation verwenden.',
  'Send connector "{name}" has DomainSecureEnabled, but nobody has to prove anything: list the partners’ domains in tlsSendDomainSecureList.':
    'Sendeconnector „{name}“ hat DomainSecureEnabled, aber niemand muss etwas nachweisen: die Domänen der Partner in tlsSendDomainSecureList aufnehmen.',
  'Mail to {domain} is not checked: no send connector with DomainSecureEnabled is for this domain.':
    'Mail an {domain} wird nicht geprüft: Kein Sendeconnector mit DomainSecureEnabled ist für diese Domäne da.',
  'Send connector "{name}" sends its password unencrypted; anyone on the way can read it.':
    'Sendeconnector „{name}“ sendet sein Kennwort unverschlüsselt; wer auf dem Weg mithört, kann es lesen.',
  'Send connector "{name}" signs in, so it needs a user name.':
    'Sendeconnector „{name}“ meldet sich an und braucht dafür einen Benutzernamen.',
  'Send connector "{name}" signs in, so it needs a smart host to sign in to.':
    'Sendeconnector „{name}“ meldet sich an und braucht dafür einen Smarthost.',
  'Send connector "{name}": "{host}" is not a host name or an IP address.':
    'Sendeconnector „{name}“: „{host}“ ist kein Hostname und keine IP-Adresse.',
  'Send connector "{name}": {host}, port {port}, is this server; mail would go round in circles.':
    'Sendeconnector „{name}“: {host}, Port {port}, ist dieser Server selbst; Mail liefe im Kreis.',
  'Send connector "{name}" has no password yet; set the secret {secret}.':
    'Sendeconnector „{name}“ hat noch kein Kennwort; das Geheimnis {secret} setzen.',

  // Domänen, Namen, Abschnitte
  'Only one accepted domain can be the default; clear it on the others.':
    'Nur eine akzeptierte Domäne kann die Standarddomäne sein; bei den anderen ausschalten.',
  'The accepted domain "*" can be InternalRelay or ExternalRelay, not Authoritative.':
    'Die akzeptierte Domäne „*“ kann InternalRelay oder ExternalRelay sein, nicht Authoritative.',
  '"{value}" is there twice; names are compared without case.':
    '„{value}“ kommt zweimal vor; Groß- und Kleinschreibung unterscheiden Namen nicht.',
  'Rename one or remove it.': 'Eines umbenennen oder entfernen.',
  'There is no section named "{name}"; remove it or correct its name.':
    'Einen Abschnitt namens „{name}“ gibt es nicht; ihn entfernen oder seinen Namen berichtigen.',
};
