/** Texts of the tray and of start-up failures. */
export const words = {
  product: 'Postroom',
  receiving: (waiting: number) => `Postroom: receiving, ${waitingText(waiting)}`,
  needsYou: (problems: number, waiting: number) =>
    `Postroom: ${problems === 1 ? '1 thing needs' : `${String(problems)} things need`} you, ${waitingText(waiting)}`,
  notReceiving: (waiting: number) => `Postroom: not receiving, ${waitingText(waiting)}`,
  unknown: 'Postroom: no connection to the service',
  open: 'Open Postroom',
  startReceiving: 'Start receiving',
  stopReceiving: 'Stop receiving',
  pauseSending: 'Pause sending',
  resumeSending: 'Resume sending',
  quit: 'Quit',
  closeWindow: 'Close window and tray (the service goes on)',
  cannotStart: 'Postroom could not start',
} as const;

function waitingText(waiting: number): string {
  if (waiting === 0) return 'nothing waiting';
  return waiting === 1 ? '1 message waiting' : `${String(waiting)} messages waiting`;
}
