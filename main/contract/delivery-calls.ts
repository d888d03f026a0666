import { z } from 'zod';
import { call, shape } from './declaration.ts';
import type {
  AttachmentExample,
  CertificateSaved,
  CertificatesView,
  FolderTrial,
  MailboxesView,
  SendConnectorsView,
  SendTrial,
} from './delivery-view.ts';
import type { DoctorProgress } from './doctor-view.ts';
import type { ProviderView, SendGaugeView } from './quota-view.ts';
import { displayName, folderName, hostName, ipAddress, mailbox } from './fields.ts';
import { attachmentFolder, attachmentPattern } from './mailbox.ts';

/** What the delivery page needs besides the configuration: next hops as they do, mailbox folders, certificates. */

const nothing = z.strictObject({});
/** The file is the certificate's identity in its folder. */
const certificate = z.strictObject({ file: folderName });
/** Chain, key and PFX together stay far below this. */
const bytes = z
  .string()
  .min(1)
  .max(262_144)
  .regex(/^[\w+/-]+={0,2}$/, 'must be base64');
const replace = z.boolean().default(false);

export const deliveryCalls = {
  /** Send connectors as they are, or as a merge patch would make them, with how their last attempts went. */
  'sendConnectors.describe': call(
    'view',
    z.strictObject({ patch: z.record(z.string(), z.unknown()).optional() }),
    shape<SendConnectorsView>(),
  ),
  /** Sends one real message through a send connector, past the queue, and waits for what becomes of it. */
  'sendConnectors.tryOut': call(
    'admin',
    z.strictObject({ name: displayName, sender: mailbox, recipient: mailbox }),
    shape<SendTrial>(),
  ),
  /**
   * Checks the way through a send connector as delivery takes it, and stops before DATA. Resolves at once with the id
   * of the check. Without a sender the account or the postmaster, without a recipient the sender.
   */
  'sendConnectors.check': call(
    'admin',
    z.strictObject({ name: displayName, sender: mailbox.optional(), recipient: mailbox.optional() }),
    shape<{ readonly id: string; readonly sender: string; readonly recipient: string }>(),
  ),
  /** The steps behind the first `known` ones; waits until there is one, or the check is done. */
  'sendConnectors.checkSteps': call(
    'admin',
    z.strictObject({ id: z.string().min(1).max(100), known: z.number().int().min(0).max(1000) }),
    shape<DoctorProgress>(),
  ),
  /** How far each enabled send connector is with its quota, and when its queues are empty. */
  'sendConnectors.gauges': call('view', nothing, shape<readonly SendGaugeView[]>()),
  /** What is known of large providers: where their servers are, and what they allow. */
  'providers.list': call('view', nothing, shape<readonly ProviderView[]>()),
  'mailboxes.list': call('view', nothing, shape<MailboxesView>()),
  /** What a name pattern makes of the scans of one message, two of them named alike. */
  'mailboxes.exampleNames': call(
    'view',
    z.strictObject({ pattern: attachmentPattern }),
    shape<readonly AttachmentExample[]>(),
  ),
  /** Makes a file in the folder and takes it away again. */
  'mailboxes.tryFolder': call('admin', z.strictObject({ folder: attachmentFolder }), shape<FolderTrial>()),

  'certificates.list': call('view', nothing, shape<CertificatesView>()),
  /** Makes a certificate, signed by this server's own authority. New sessions use it at once where they would choose it. */
  'certificates.create': call(
    'admin',
    certificate.extend({
      /** The first becomes the subject. */
      names: z
        .array(
          z.union([hostName, ipAddress, z.string().regex(/^\*\.[a-z0-9.-]{1,250}$/i)], {
            error: 'must be a host name, *.domain or an IP address',
          }),
        )
        .min(1)
        .max(100),
      replace,
    }),
    shape<CertificateSaved>(),
  ),
  /** Takes a certificate with its key: PEM (one file or two), DER with a key in PEM, or PFX. */
  'certificates.import': call(
    'admin',
    certificate.extend({
      /** Base64. */
      certificate: bytes,
      /** Base64; null where the key is in the same file. */
      key: bytes.nullable().default(null),
      password: z.string().max(1024).nullable().default(null),
      replace,
    }),
    shape<CertificateSaved>(),
  ),
  'certificates.remove': call('admin', certificate, shape<{ readonly file: string }>()),
} as const;
