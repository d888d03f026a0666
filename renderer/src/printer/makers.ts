/**
 * What makers call the five values on the web pages of their devices, and where the page is. The words are the
 * devices' own, in English, as current office models have them; they differ a little between models. `sources` are the
 * manuals where they were read on the day given, with the words that stand there; words that none of them has are as
 * commonly known, not checked against a manual.
 */

export const makerFields = ['server', 'port', 'encryption', 'login', 'sender'] as const;
type MakerField = (typeof makerFields)[number];

interface MakerSource {
  readonly url: string;
  readonly checked: string;
  readonly words: readonly MakerField[];
}

export interface Maker {
  readonly name: string;
  /** The way to the page, from the web page of the device. */
  readonly menu: readonly string[];
  readonly words: Readonly<Record<MakerField, string>>;
  /** What its encryption setting is called when it is off, offered by the server, or from the first byte. */
  readonly choices: { readonly none: string; readonly startTls: string; readonly implicit: string };
  /** What its login setting is called when there is none. */
  readonly noLogin: string;
  readonly sources: readonly MakerSource[];
}

export const makers: readonly Maker[] = [
  {
    name: 'HP',
    menu: ['Scan/Digital Send', 'E-mail Setup', 'Outgoing E-mail Servers (SMTP)', 'Add'],
    words: {
      server: 'Server name or address',
      port: 'Port number',
      encryption: 'Enable SMTP SSL Protocol',
      login: 'Server requires authentication',
      sender: 'Default From:',
    },
    choices: { none: 'off', startTls: 'on', implicit: 'on' },
    noLogin: 'Server does not require authentication',
    sources: [],
  },
  {
    name: 'Xerox',
    menu: ['Properties', 'Connectivity', 'Setup', 'SMTP Server'],
    words: {
      server: 'SMTP Server Address',
      port: 'SMTP Server Port Number',
      encryption: 'Connection Security',
      login: 'Email Send Authentication',
      sender: 'Device Email Address',
    },
    choices: { none: 'None', startTls: 'STARTTLS', implicit: 'SSL/TLS' },
    noLogin: 'No Authentication',
    sources: [
      {
        url: 'http://www.office.xerox.com/userdoc/WC6505/phlink/email.htm',
        checked: '2026-11-22',
        words: ['server', 'port', 'login'],
      },
      {
        url: 'https://www.easymanua.ls/xerox/docucentre-sc2020/manual?p=256',
        checked: '2026-11-22',
        words: ['sender'],
      },
    ],
  },
  {
    name: 'Ricoh',
    menu: ['Device Management', 'Configuration', 'Device Settings', 'E-mail'],
    words: {
      server: 'SMTP Server Name',
      port: 'SMTP Port No.',
      encryption: 'Use Secure Connection (SSL)',
      login: 'SMTP Authentication',
      sender: 'Administrator\u2019s Email Address',
    },
    choices: { none: 'Off', startTls: 'Off (uses STARTTLS where offered)', implicit: 'On' },
    noLogin: 'Off',
    sources: [
      {
        url: 'https://www.easymanua.ls/ricoh/mp-c307/manual?p=1009',
        checked: '2026-11-22',
        words: ['login', 'sender'],
      },
    ],
  },
  {
    name: 'Konica Minolta',
    menu: ['Network', 'E-mail Setting', 'E-mail TX (SMTP)'],
    words: {
      server: 'SMTP Server Address',
      port: 'Port Number',
      encryption: 'Use SSL/TLS',
      login: 'SMTP Authentication',
      sender: 'Administrator E-mail Address',
    },
    choices: { none: 'OFF', startTls: 'Start TLS', implicit: 'SMTP over SSL' },
    noLogin: 'OFF',
    sources: [
      {
        url: 'https://www.konicaminolta.jp/business/download/printers/color/bizhub_c4000i/guide/Product-2/contents/opkey_170_S.html',
        checked: '2026-11-22',
        words: makerFields,
      },
    ],
  },
  {
    name: 'Canon',
    menu: ['Settings/Registration', 'Function Settings', 'Send', 'E-Mail/I-Fax Settings', 'Communication Settings'],
    words: {
      server: 'SMTP Server',
      port: 'Port No. (SMTP TX)',
      encryption: 'Allow TLS (SMTP TX)',
      login: 'Use SMTP Authentication (SMTP AUTH)',
      sender: 'E-Mail Address',
    },
    choices: { none: 'Off', startTls: 'On', implicit: 'On' },
    noLogin: 'Off',
    sources: [],
  },
  {
    name: 'Sharp',
    menu: ['System Settings', 'Network Settings', 'Services Settings', 'SMTP'],
    words: {
      server: 'Primary Server',
      port: 'Port Number',
      encryption: 'Enable SSL/TLS',
      login: 'SMTP Authentication',
      sender: 'Sender Address',
    },
    choices: { none: 'Off', startTls: 'On', implicit: 'On' },
    noLogin: 'Off',
    sources: [],
  },
  {
    name: 'Brother',
    menu: ['Network', 'Protocol', 'SMTP', 'Advanced Settings'],
    words: {
      server: 'SMTP Server Address',
      port: 'SMTP Port',
      encryption: 'SSL/TLS',
      login: 'SMTP Server Authentication Method',
      sender: 'Device E-mail Address',
    },
    choices: { none: 'None', startTls: 'TLS', implicit: 'SSL' },
    noLogin: 'None',
    sources: [],
  },
  {
    name: 'Kyocera',
    menu: ['Function Settings', 'E-mail', 'E-mail Settings'],
    words: {
      server: 'SMTP Server Name',
      port: 'SMTP Port Number',
      encryption: 'SMTP Security',
      login: 'Authentication Protocol',
      sender: 'Sender Address',
    },
    choices: { none: 'Off', startTls: 'STARTTLS', implicit: 'SSL/TLS' },
    noLogin: 'Off',
    sources: [],
  },
  {
    name: 'Epson',
    menu: ['Network', 'Email Server', 'Basic'],
    words: {
      server: 'SMTP Server Address',
      port: 'SMTP Server Port Number',
      encryption: 'Secure Connection',
      login: 'Authentication Method',
      sender: "Sender's Email Address",
    },
    choices: { none: 'None', startTls: 'STARTTLS', implicit: 'SSL/TLS' },
    noLogin: 'Off',
    sources: [
      {
        url: 'https://download4.epson.biz/sec_pubs/em-c800_series/useg/id/GUID-0CF50114-406B-47D8-9B72-C8F1B81FAA53.htm',
        checked: '2026-11-22',
        words: makerFields,
      },
    ],
  },
];
