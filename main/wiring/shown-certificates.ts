import { isNamed } from '../config/certificates.ts';
import type { OwnCertificates } from '../delivery/smtp-connect.ts';
import type { CertificateStore } from './certificate-store.ts';

/** What send connectors prove this server with, and whom they believe about partners. */
export function shownCertificates(store: Pick<CertificateStore, 'chosenFor' | 'partnerAuthorities'>): OwnCertificates {
  return {
    shownBy(connector) {
      const { tlsCertificateName: wanted } = connector;
      const chosen = store.chosenFor(connector);
      // A listener has to show some certificate; here another one than the chosen would prove somebody else.
      if (chosen === null || (wanted !== null && !isNamed(chosen, wanted))) return null;
      return { key: chosen.keyPem, cert: chosen.certificatePem, subject: chosen.subject };
    },
    partnerAuthorities: () => store.partnerAuthorities().map(({ pem }) => pem),
  };
}
