/**
 * The open-relay battery: envelopes with which a relay has been taken in at some time. In them T is a domain that is
 * accepted here, [IP] the address literal of this server and X a domain that is neither accepted nor ours.
 */
export interface RelayVector {
  readonly id: string;
  /** What stands behind MAIL FROM:, brackets included where the vector has them. */
  readonly mailFrom: string;
  readonly rcptTo: string;
}

export interface VectorNames {
  readonly acceptedDomain: string;
  readonly foreignDomain: string;
  /** With its square brackets. */
  readonly addressLiteral: string;
}

/** The vector with the names of one server. */
export function fillVector({ id, mailFrom, rcptTo }: RelayVector, names: VectorNames): RelayVector {
  const fill = (text: string): string =>
    text.replaceAll(/\[IP\]|\b[XxT]\b/g, (name) => {
      if (name === '[IP]') return names.addressLiteral;
      return name === 'T' ? names.acceptedDomain : names.foreignDomain;
    });
  return { id, mailFrom: fill(mailFrom), rcptTo: fill(rcptTo) };
}

const rows: readonly (readonly [id: string, mailFrom: string, rcptTo: string])[] = [
  ['OR-01', '<>', '<relaytest@X>'],
  ['OR-02', '<antispam@X>', '<relaytest@X>'],
  ['OR-03', '<antispam@T>', '<relaytest@X>'],
  ['OR-04', '<antispam@[IP]>', '<relaytest@X>'],
  ['OR-05', '<antispam@[IP]>', '<relaytest%X@[IP]>'],
  ['OR-06', '<antispam@[IP]>', '<relaytest%X@T>'],
  ['OR-07', '<antispam@[IP]>', '<"relaytest@X">'],
  ['OR-08', '<antispam@[IP]>', '<"relaytest%X">'],
  ['OR-09', '<antispam@[IP]>', '<relaytest@X@[IP]>'],
  ['OR-10', '<antispam@[IP]>', '<"relaytest@X"@[IP]>'],
  ['OR-11', '<antispam@[IP]>', '<relaytest@X@T>'],
  ['OR-12', '<antispam@[IP]>', '<@[IP]:relaytest@X>'],
  ['OR-13', '<antispam@[IP]>', '<@T:relaytest@X>'],
  ['OR-14', '<antispam@[IP]>', '<X!relaytest>'],
  ['OR-15', '<antispam@[IP]>', '<X!relaytest@[IP]>'],
  ['OR-16', '<antispam@[IP]>', '<X!relaytest@T>'],
  ['OR-17', '<spamtest@X>', '<relaytest@X>'],
  ['OR-18', '<spamtest@X>', 'relaytest@X'],
  ['OR-19', '<spamtest>', '<relaytest@X>'],
  ['OR-20', '<>', '<relaytest@X>'],
  ['OR-21', '<spamtest@T>', '<relaytest@X>'],
  ['OR-22', '<spamtest@[IP]>', '<relaytest@X>'],
  ['OR-23', '<spamtest@T>', '<relaytest%X@T>'],
  ['OR-24', '<spamtest@T>', '<relaytest%X@[IP]>'],
  ['OR-25', '<spamtest@T>', '<"relaytest@X">'],
  ['OR-26', '<spamtest@T>', '<"relaytest%X">'],
  ['OR-27', '<spamtest@T>', '<relaytest@X@T>'],
  ['OR-28', '<spamtest@T>', '<"relaytest@X"@T>'],
  ['OR-29', '<spamtest@T>', '<relaytest@X@[IP]>'],
  ['OR-30', '<spamtest@T>', '<@T:relaytest@X>'],
  ['OR-31', '<spamtest@T>', '<@[IP]:relaytest@X>'],
  ['OR-32', '<spamtest@T>', '<X!relaytest>'],
  ['OR-33', '<spamtest@T>', '<X!relaytest@T>'],
  ['OR-34', '<spamtest@T>', '<X!relaytest@[IP]>'],
  ['OR-35', '<spamtest@T>', '<relaytest%[X]@>'],
  ['OR-36', '<spamtest@T>', '<relaytest@[X]@>'],
  ['OR-37', '<spamtest@T>', '<"nobody@X">'],
  ['OR-38', '<nobody@X>', '<nobody@X>'],
  ['OR-39', '<spamtest@third.example>', '<nobody@X>'],
  ['OR-40', '<spamtest@localhost>', '<nobody@X>'],
  ['OR-41', '<spamtest>', '<nobody@X>'],
  ['OR-42', '<>', '<nobody@X>'],
  ['OR-43', '<spamtest@T>', '<nobody@X>'],
  ['OR-44', '<spamtest@[IP]>', '<nobody@X>'],
  ['OR-44.1', '<spamtest@[IP]>', '<nobody%X@T>'],
  ['OR-44.2', '<spamtest@[IP]>', '<nobody%X@[IP]>'],
  ['OR-44.3', '<spamtest@[IP]>', '<"nobody@X">'],
  ['OR-44.4', '<spamtest@[IP]>', '<"nobody%X">'],
  ['OR-44.5', '<spamtest@[IP]>', '<nobody@X@T>'],
  ['OR-44.6', '<spamtest@[IP]>', '<nobody@X@[IP]>'],
  ['OR-44.7', '<spamtest@[IP]>', '<"nobody@X"@T>'],
  ['OR-44.8', '<spamtest@[IP]>', '<"nobody@X"@[IP]>'],
  ['OR-44.9', '<spamtest@[IP]>', '<@T:nobody@X>'],
  ['OR-44.10', '<spamtest@[IP]>', '<@[IP]:nobody@X>'],
  ['OR-44.11', '<spamtest@[IP]>', '<X!nobody>'],
  ['OR-44.12', '<spamtest@[IP]>', '<X!nobody@T>'],
  ['OR-44.13', '<spamtest@[IP]>', '<X!nobody@[IP]>'],
  ['OR-44.14', '<spamtest@[IP]>', '<@T,@third.example:nobody@X>'],
  ['OR-44.15', '<spamtest@[IP]>', '<nobody%X%third.example@T>'],
  ['OR-44.16', '<spamtest@[IP]>', '<"nobody@X"%T>'],
  ['OR-44.17', '<spamtest@[IP]>', '<nobody@X.>'],
  ['OR-44.18', '<spamtest@[IP]>', '<NOBODY@x>'],
];

export const openRelayBattery: readonly RelayVector[] = rows.map(([id, mailFrom, rcptTo]) => ({
  id,
  mailFrom,
  rcptTo,
}));
