import type { connectorWizardMessages as english } from '../en/connector-wizard.ts';
import type { Translation } from '../translation.ts';

/** Die Texte des Assistenten für einen neuen Empfangsconnector. */

export const connectorWizardMessages: Translation<typeof english> = {
  button: 'Neuer Connector …',
  title: 'Neuer Empfangsconnector',
  steps: 'Schritte',
  step: (number, name) => `${String(number)} ${name}`,
  pages: {
    kind: 'Name und Typ',
    bindings: 'Netzwerkadapterbindungen',
    ranges: 'Remotenetzwerkeinstellungen',
    summary: 'Was er tun wird',
  },
  name: 'Name',
  nameExample: 'Relay für Drucker',
  role: 'Rolle',
  roles: { FrontendTransport: 'Front-End-Transport', HubTransport: 'Hub-Transport' },
  roleHint:
    'Mit dem Front-End-Transport verbinden sich Geräte und Menschen. Der Hub-Transport ist für Mail zwischen Servern.',
  type: 'Typ',
  types: {
    Relay: 'Relay für Geräte',
    Custom: 'Benutzerdefiniert',
    Internal: 'Intern',
    Internet: 'Internet',
    Partner: 'Partner',
    Client: 'Client',
  },
  typeHints: {
    Relay: 'Drucker und Programme mit den genannten Adressen dürfen ohne Anmeldung an alle senden.',
    Custom: 'Nimmt von niemandem Mail an, bis in den Einstellungen eine Berechtigungsgruppe gewählt ist.',
    Internal:
      'Für eigene Server, auf Port 25. Sie müssen sich als Exchange anmelden; dafür braucht es Active Directory.',
    Internet: 'Alle dürfen an die eigenen Domänen senden.',
    Partner: 'Für eine Organisation, die sich durch ein Zertifikat ausweist.',
    Client: 'Menschen und Programme, die sich mit einem Konto anmelden, auf Port 587. Sie dürfen an alle senden.',
  },
  back: 'Zurück',
  next: 'Weiter',
  create: 'Anlegen',
  creating: 'Wird angelegt …',
  unanswered: { kind: 'Ein Name fehlt noch.', ranges: 'Mindestens eine Adresse nennen.' },
  discardQuestion: 'Der Connector ist noch nicht angelegt.',
};
