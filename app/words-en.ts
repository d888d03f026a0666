/** Texts of the tray, of toasts and of start-up failures. */
export const english = {
  product: 'Postroom',
  receiving: (waiting: number) => `Postroom: receiving, ${waitingText(waiting)}`,
  needsYou: (problems: number, waiting: number) =>
    `Postroom: ${problems === 1 ? '1 thing needs' : `${String(problems)} things need`} you, ${waitingText(waiting)}`,
  notReceiving: (waiting: number) => `Postroom: not receiving, ${waitingText(waiting)}`,
  unknown: 'Postroom: no connection to the service',
  stopping: 'Postroom: finishing what it is receiving, then it ends',
  open: 'Open Postroom',
  copyPrinterSettings: 'Copy printer settings',
  startReceiving: 'Start receiving',
  stopReceiving: 'Stop receiving',
  pauseSending: 'Pause sending',
  resumeSending: 'Resume sending',
  startAtLogin: 'Start when I log in',
  startAtBoot: 'Start with the machine …',
  bootTaskRefused: 'Windows did not change the scheduled task. An administrator has to agree; ask for it again.',
  notOnThisSystem: 'This system has no such thing, or Postroom is not installed on it.',
  quit: 'Quit',
  closeWindow: 'Close window and tray (the service goes on)',
  openOutside: (host: string) => `Open a page of ${host} in the browser?`,
  openInBrowser: 'Open',
  cancel: 'Cancel',
  cannotStart: 'Postroom could not start',
  goesOn: 'Postroom goes on',
  goesOnWhere: 'Mail is still received and sent. Open the window again from the tray; Quit there ends Postroom.',
  copied: 'Printer settings copied',
  copiedWhere: 'Paste them into a note or a mail to whoever sets up the printer.',
  over: 'Over',
  andMore: (count: number) => `and ${String(count)} more`,
  seeOverview: 'The overview has it all.',
  testArrived: 'If you can read it, alerts arrive this way.',
  manyDevices: (count: number) => `${String(count)} devices were refused`,
  deviceRefused: (address: string) => `${address} was refused`,
  seeSession: 'The session says why.',
  nothingForPrinters:
    'No connector listens on an address that a printer could reach. Start receiving, or give a connector such an address.',
  printerTitle: 'Mail settings for printers and other devices',
  printerServer: (address: string) => `SMTP server: ${address}`,
  printerPort: (port: number) => `Port: ${String(port)}`,
  printerEncryption: {
    implicit: 'Encryption: SSL/TLS',
    required: 'Encryption: STARTTLS',
    offered: 'Encryption: STARTTLS where the device has it, otherwise none',
    none: 'Encryption: none',
  },
  printerLogin: {
    none: 'Login (SMTP authentication): none',
    required: 'Login (SMTP authentication): name and password of a Postroom account',
  },
  printerSender: (domain: string) => `Sender: an address that ends in @${domain}`,
};

export type Words = typeof english;

function waitingText(waiting: number): string {
  if (waiting === 0) return 'nothing waiting';
  return waiting === 1 ? '1 message waiting' : `${String(waiting)} messages waiting`;
}
