import { joinWords } from '../../format.ts';

/** Every text of the printer card. */

export const printerMessages = {
  title: 'What to type into the printer',
  loading: 'Reading the addresses of this machine …',
  failed: 'The addresses of this machine could not be read.',
  tryAgain: 'Try again',
  none: 'No port is open that devices could reach. Look at the receive connectors.',
  maker: 'Words of',
  anyMaker: 'any maker',
  where: 'Where:',
  openPage: 'Open the device’s own web page: type its address into a browser.',
  door: 'Port',
  doorOf: (port: number, login: 'none' | 'required') =>
    `${String(port)}, ${login === 'none' ? 'without login' : 'with login'}`,
  address: 'Address of this machine',
  fields: {
    server: 'Server (SMTP)',
    port: 'Port',
    encryption: 'Encryption',
    login: 'Login',
    sender: 'Sender (From)',
  },
  encryption: {
    none: 'None',
    offered: 'None, or STARTTLS',
    required: 'STARTTLS',
    implicit: 'SSL/TLS',
  },
  encryptionHint: {
    none: '',
    offered: 'STARTTLS works too, where the device takes a self-signed certificate.',
    required: 'This port takes mail only inside TLS.',
    implicit: 'This port speaks TLS from the first byte.',
  },
  login: { none: 'None', required: 'User name and password of an account' },
  loginHint: 'Make an account for the device on the page Delivery.',
  senderHint: 'Any address of your own domain.',
  copy: 'Copy',
  copyOf: (label: string) => `Copy ${label}`,
  copied: (label: string) => `${label} is on the clipboard.`,
  notCopied: 'The browser did not let it onto the clipboard. Select the value and copy it.',
  unchecked: 'Words as commonly known; your model may say it a little differently.',
  partlyChecked: (date: string, fields: readonly string[]) =>
    `From the maker’s manual, read ${date}: ${joinWords(fields, 'and')}. The other words as commonly known; your model may say them a little differently.`,
  checked: (date: string) => `Words from the maker’s manual, read ${date}; your model may say it a little differently.`,
  watch: {
    title: 'The device’s first connection',
    waiting: 'Send a scan from the device now. Its conversation with Postroom appears here as it happens.',
    silent: 'Nothing appears?',
    silentValues:
      'The server on the device has to be an address of this computer as on the card, and the port that of the card.',
    silentNetwork:
      'A device in another network, such as that of guests, comes through only if the router between lets this port through.',
    silentFirewall:
      'The firewall of Windows keeps devices out of networks that it calls public, and wherever Postroom was not installed by its installer. Make the network private, or let the ports in as an administrator:',
    from: (who: string) => `From ${who}`,
    open: 'They are talking.',
    accepted: (who: string) => `${who} is set up: its mail was accepted.`,
    refused: 'It was refused.',
    nothing: 'It connected and sent no message. Some devices do this to test the connection.',
    advice: 'What would change it',
    relay: 'Let it relay …',
    relayed: (who: string) => `${who} may relay now. Send the scan again.`,
    relayText: (who: string) => `Let ${who} relay.`,
    openDevice: 'Open the device',
    conversation: 'Conversation',
    working: 'Looking for what would change it …',
    noAdvice: 'Nothing simple would change this. The tester shows every step of the decision.',
    tester: 'Open in tester',
  },
} as const;
