import { ipcRenderer } from 'electron';

/** Hands the page one MessagePort to the engine whenever it asks for one, and nothing else. */
const WANTED = 'postroom-port-wanted';
const PORT = 'postroom-port';

window.addEventListener('message', (event) => {
  if (event.source === window && event.data === WANTED) ipcRenderer.send(WANTED);
});
ipcRenderer.on(PORT, (event) => {
  window.postMessage(PORT, location.origin, [...event.ports]);
});
