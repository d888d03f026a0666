import { formatTime } from '../../format.ts';
import type { frameMessages as en } from '../en/frame.ts';
import type { Translation } from '../translation.ts';

export const frameMessages: Translation<typeof en> = {
  search: 'Suchen oder ausführen',
  connection: {
    since: (ms) =>
      `Keine Verbindung mit Postroom seit ${formatTime(ms, Date.now())}. Was hier steht, ist von davor. Es wird weiter versucht …`,
  },
  palette: {
    title: 'Suchen oder ausführen',
    field: 'Seite, Connector, Gerät, Warteschlange, Sitzung oder Aktion',
    results: 'Treffer',
    none: 'Nichts heißt so.',
    hint: '↑ ↓ wählt, Eingabe öffnet oder führt aus, Esc schließt',
    kinds: {
      page: 'Seite',
      action: 'Aktion',
      connector: 'Connector',
      device: 'Gerät',
      queue: 'Warteschlange',
      session: 'Sitzung',
    },
    retry: (queue) => `${queue} jetzt wiederholen`,
    appearance: (theme) => `Darstellung: ${theme}`,
    keys: 'Tasten zeigen',
    guide: 'Einrichtung öffnen',
  },
  keys: {
    title: 'Tasten',
    palette: 'Suchen oder ausführen',
    page: (name) => `Zur Seite ${name}`,
    filter: 'Zum Filter der Seite',
    help: 'Diese Liste',
    escape: 'Schließen, was offen ist',
    arrows: 'Bewegen in einer Liste oder einem Protokoll',
    button: 'Tasten',
    then: 'dann',
    close: 'Schließen',
  },
};
