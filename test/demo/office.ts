import { hashPassword } from '../../main/config/passwords.ts';
import type { DemoNetwork } from './network.ts';
import { RELAY_HOST } from './network.ts';

/** The office of the demo: what it has configured, and who sends there. */

export const DOMAIN = 'office.example';
/** Takes mail for everybody else. */
export const PROVIDER_HOST = 250;
/** Is never there: what is routed to it waits. */
export const BRANCH_HOST = 251;

export interface DemoDevice {
  readonly number: number;
  readonly name: string;
  readonly note?: string;
  readonly helo: string;
  readonly sender: string;
  /** Messages a day, of a week that was. */
  readonly week: readonly number[];
  /** What it sends now. */
  readonly sends: readonly { readonly to: string; readonly subject: string; readonly kilobytes?: number }[];
  /** Writes `MAIL FROM: a@b` and bare names, as old printers do. */
  readonly careless?: boolean;
  readonly startTls?: boolean;
}

const customer = 'purchasing@customer.example';

export const erpServer: DemoDevice = {
  number: 42,
  name: 'ERP server',
  note: 'Invoices, orders, stock lists',
  helo: 'erp.office.example',
  sender: `invoices@${DOMAIN}`,
  week: [2180, 2204, 2312, 1640, 0, 2271],
  sends: [
    { to: customer, subject: 'Invoice 2026-11-0417' },
    { to: 'orders@supplier.example', subject: 'Order 55120' },
    { to: 'anna@branch.example', subject: 'Stock list of the week' },
    { to: 'ben@branch.example', subject: 'Stock list of the week' },
  ],
  startTls: true,
};

export const devices: readonly DemoDevice[] = [
  {
    number: 181,
    name: 'Front desk scanner',
    note: 'HP LaserJet Flow, ground floor',
    helo: 'HP-MFP-1',
    sender: `scanner@${DOMAIN}`,
    week: [41, 38, 44, 12, 3, 47],
    sends: [
      { to: `reception@${DOMAIN}`, subject: 'Scan from the front desk', kilobytes: 180 },
      { to: customer, subject: 'Signed delivery note', kilobytes: 220 },
      { to: `reception@${DOMAIN}`, subject: 'Scan from the front desk', kilobytes: 95 },
    ],
    careless: true,
  },
  {
    number: 180,
    name: 'Accounting printer',
    note: 'Moved here in September; its old address was .181',
    helo: 'HP-MFP-2',
    sender: `accounting@${DOMAIN}`,
    week: [9, 11, 8, 0, 0, 10],
    sends: [
      { to: `accounting@${DOMAIN}`, subject: 'Invoices of today', kilobytes: 140 },
      { to: 'tax.adviser@gmail.com', subject: 'Invoices of today', kilobytes: 140 },
      { to: 'tax.adviser@gmail.com', subject: 'Invoices of today', kilobytes: 140 },
    ],
    careless: true,
  },
  erpServer,
  {
    number: 43,
    name: 'Backup',
    helo: 'backup',
    sender: `backup@${DOMAIN}`,
    week: [2, 2, 2, 2, 2, 2],
    sends: [{ to: `it@${DOMAIN}`, subject: 'Backup finished: 412 GB, no errors' }],
  },
  {
    number: 60,
    name: 'Door control',
    helo: 'MOBOTIX',
    sender: `door@${DOMAIN}`,
    week: [5, 7, 4, 1, 0, 6],
    sends: [{ to: `it@${DOMAIN}`, subject: 'Side entrance open for ten minutes' }],
  },
  {
    number: 61,
    name: 'UPS',
    helo: 'apc-ups',
    sender: `ups@${DOMAIN}`,
    week: [0, 1, 0, 0, 0, 0],
    sends: [],
  },
];

/** A device that nobody has named knocks as well. */
export const stranger: DemoDevice = {
  number: 77,
  name: '',
  helo: 'BRW30055C',
  sender: `brother@${DOMAIN}`,
  week: [0, 0, 0, 0, 0, 0],
  sends: [{ to: 'home@gmail.com', subject: 'Scan' }],
  careless: true,
};

export interface OfficeOptions {
  readonly network: DemoNetwork;
  /** Where the provider's server listens. */
  readonly providerPort: number;
  /** So many more receive connectors. */
  readonly moreConnectors?: number;
  /** Named along with the office's own. */
  readonly crowd?: readonly DemoDevice[];
}

/** config.json of the office. */
export async function officeConfig({
  network,
  providerPort,
  moreConnectors = 0,
  crowd = [],
}: OfficeOptions): Promise<object> {
  const { host, smtpPort, submissionPort } = network;
  const at = (port: number): readonly string[] => [`${host(RELAY_HOST)}:${String(port)}`];
  const anonymous = { bindings: at(smtpPort), permissionGroups: ['AnonymousUsers'], tarpitInterval: '00:00:00' };
  const relayRight = { user: 'NT AUTHORITY\\ANONYMOUS LOGON', right: 'ms-Exch-SMTP-Accept-Any-Recipient' };
  return {
    server: { name: 'OFFICE', fqdn: `mail.${DOMAIN}` },
    receiveConnectors: [
      { ...anonymous, name: 'Default Frontend OFFICE', remoteIPRanges: ['0.0.0.0-255.255.255.255'] },
      {
        ...{
          name: 'Client Frontend OFFICE',
          bindings: at(submissionPort),
          remoteIPRanges: ['0.0.0.0-255.255.255.255'],
        },
        ...{ authMechanism: ['Tls', 'BasicAuth', 'BasicAuthRequireTLS'], permissionGroups: ['ExchangeUsers'] },
      },
      {
        ...anonymous,
        name: 'Relay OFFICE',
        comment: 'Scanners that may send to customers',
        remoteIPRanges: [host(181), `${host(40)}-${host(45)}`],
        extendedRights: [relayRight],
      },
      {
        ...{ name: 'House technology', bindings: at(smtpPort), remoteIPRanges: [`${host(60)}-${host(69)}`] },
        ...{ permissionGroups: ['AnonymousUsers'], tolerance: 'DeviceFriendly', oldTls: true },
      },
      ...Array.from({ length: moreConnectors }, (_, index) => ({
        ...anonymous,
        name: `Department ${String(index + 1)}`,
        remoteIPRanges: [network.department(index)],
        ...(index % 3 === 0 ? { extendedRights: [relayRight] } : {}),
      })),
    ],
    acceptedDomains: [
      { name: 'Office', domainName: DOMAIN, default: true },
      { name: 'Branch', domainName: 'branch.example', domainType: 'InternalRelay' },
    ],
    accounts: [
      {
        userName: 'shop',
        addresses: [`shop@${DOMAIN}`],
        passwordHash: await hashPassword('a long demo password'),
      },
    ],
    sendConnectors: [
      {
        ...{ name: 'Provider', comment: 'Everything that is not ours', addressSpaces: ['SMTP:*;10'] },
        ...{ smartHosts: [host(PROVIDER_HOST)], port: providerPort, ignoreSTARTTLS: true },
      },
      {
        ...{ name: 'Branch office', addressSpaces: ['SMTP:branch.example;1'], smartHosts: [host(BRANCH_HOST)] },
        ...{ port: smtpPort, ignoreSTARTTLS: true },
      },
    ],
    devices: [...devices, ...crowd]
      .filter(({ name }) => name !== '')
      .map(({ number, name, note = '' }) => ({ address: host(number), name, note })),
    transport: { minimumFreeDisk: '0B', outboundConnectionFailureRetryInterval: '00:10:00' },
  };
}
