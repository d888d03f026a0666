import type { ConfigView } from '../../../main/contract/config-view.ts';
import type { CertificateView } from '../../../main/contract/delivery-view.ts';

/** The dialog of the delivery page that is open, on the configuration it was opened with. */
type With<Kind extends string, More> = {
  readonly [K in Kind]: { readonly kind: K; readonly config: ConfigView } & More;
}[Kind];

export type OpenedCertificate =
  | With<'certificate' | 'removeCertificate', { readonly certificate: CertificateView }>
  | With<'newCertificate' | 'importCertificate', unknown>;

export type Opened =
  | With<'domain' | 'alias' | 'send' | 'account' | 'password', { readonly index: number }>
  | With<'try' | 'check' | 'signIn' | 'arrival' | 'folder', { readonly name: string }>
  | OpenedCertificate;
