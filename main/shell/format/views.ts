/** The columns that a class of objects shows without being asked, and their widths where Exchange has fixed ones. */

export interface View {
  readonly columns: readonly ViewColumn[];
}

export interface ViewColumn {
  readonly property: string;
  readonly title?: string;
  readonly width?: number;
}

const plain = (...properties: readonly string[]): View => ({ columns: properties.map((property) => ({ property })) });

const views: Readonly<Record<string, View>> = {
  ReceiveConnector: plain('Identity', 'Bindings', 'Enabled'),
  SendConnector: plain('Identity', 'AddressSpaces', 'Enabled'),
  AcceptedDomain: plain('Name', 'DomainName', 'DomainType', 'Default'),
  ADPermission: {
    columns: [
      { property: 'Identity', width: 20 },
      { property: 'User', width: 20 },
      { property: 'Deny', width: 5 },
      { property: 'IsInherited', title: 'Inherited', width: 9 },
    ],
  },
  Queue: plain('Identity', 'DeliveryType', 'Status', 'MessageCount', 'NextHopDomain'),
  QueueDigest: plain('GroupByValue', 'MessageCount', 'DeferredMessageCount'),
  Message: plain('Identity', 'FromAddress', 'Status', 'Queue', 'Subject'),
  MessageTrackingEvent: plain('EventId', 'Source', 'Sender', 'Recipients', 'MessageSubject'),
  Service: {
    columns: [{ property: 'Status', width: 8 }, { property: 'Name', width: 30 }, { property: 'DisplayName' }],
  },
  TransportService: plain('Name', 'MessageTrackingLogEnabled', 'MessageExpirationTimeout'),
  ExchangeCertificate: plain('Thumbprint', 'Services', 'Subject'),
  ExchangeServer: plain('Name', 'Fqdn', 'ServerRole'),
  GroupInfo: plain('Count', 'Name', 'Group'),
  GroupInfoNoElement: plain('Count', 'Name'),
  SmtpConnectivity: plain('Server', 'ReceiveConnector', 'Binding', 'EndPoint', 'StatusCode'),
  Device: plain('Address', 'Connector', 'Accepted', 'Refused', 'LastSeen', 'LastError'),
  NamedDevice: plain('Address', 'Name', 'Note'),
  Recipient: plain('Address', 'Mailbox'),
  SmtpAccount: plain('UserName', 'Enabled', 'Addresses'),
  PSCredential: plain('UserName', 'Password'),
  MailboxFolder: plain('Name'),
  Check: plain('Name', 'RemoteAddress', 'LocalAddress', 'LocalPort', 'Enabled'),
  RelayAuditFinding: plain('Severity', 'Connector', 'Finding'),
  Command: plain('CommandType', 'Name', 'Synopsis'),
};

/** null where the class has no view of its own. */
export function viewOf(className: string): View | null {
  return Object.hasOwn(views, className) ? (views[className] ?? null) : null;
}
