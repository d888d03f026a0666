import { afterEach, expect, test } from 'vitest';
import { toastsOf } from '../../../app/toasts.ts';
import { trayState } from '../../../app/tray-state.ts';
import { said, speak, words } from '../../../app/words.ts';
import { aNotice, anItem } from '../../support/alerts.ts';
import { emptyStatus } from '../../support/fake-api.ts';

afterEach(() => speak('en'));

test.each([
  ['de', 'Beenden'],
  ['de-AT', 'Beenden'],
  ['en-GB', 'Quit'],
  ['fr', 'Quit'],
  ['', 'Quit'],
])('%s: the tray says %s', (locale, text) => {
  speak(locale);
  expect(words.quit).toBe(text);
});

test('in German the tray, and toasts with what the engine says, are German', () => {
  speak('de');
  expect(trayState(null).tooltip).toBe('Postroom: keine Verbindung zum Dienst');
  expect(trayState({ ...emptyStatus, problems: [] }).tooltip).toContain('nichts wartet');
  const expired = anItem('A', {
    kind: 'certificate-expired',
    text: 'The certificate CN=mail has expired.',
    action: 'Put a renewed certificate and key into the certificates folder; they are used at once.',
  });
  expect(toastsOf(aNotice({ problems: { items: [expired], more: 0 } }))).toEqual([
    {
      title: 'Das Zertifikat CN=mail ist abgelaufen.',
      body: 'Ein erneuertes Zertifikat mit Schlüssel in den Zertifikatsordner legen; es wird sofort verwendet.',
      page: 'overview',
    },
  ]);
  expect(said('550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain')).toMatch(/^550 5\.7\.54 /);
});

test('in English they stay as the engine says them', () => {
  speak('en');
  expect(said('The certificate CN=mail has expired.')).toBe('The certificate CN=mail has expired.');
});
