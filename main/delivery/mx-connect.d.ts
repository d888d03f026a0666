/** The parts of mx-connect 2.0 that we use; the package brings no types. */
declare module 'mx-connect' {
  import type { Socket } from 'node:net';
  import type { X509Certificate } from 'node:crypto';

  interface MxConnectOptions {
    target: string;
    port?: number;
    maxConnectTime?: number;
    ignoreMXHosts?: string[];
    dnsOptions?: {
      blockLocalAddresses?: boolean;
      resolveRecords?: (domain: string, type: string) => Promise<unknown[]>;
    };
    mtaSts?: { enabled: boolean; cache?: MtaStsCache };
    dane?: {
      enabled: boolean;
      resolveTlsa?: (name: string) => Promise<unknown[]>;
      checkDnssecSecure?: (host: string) => Promise<{ secure: boolean }>;
    };
    connectHook?: (delivery: unknown, options: { host: string; port: number }, done: (error?: Error) => void) => void;
    connectError?: (error: Error, delivery: unknown, options: { host?: string }) => void;
  }

  interface MtaStsCache {
    get(domain: string): Promise<unknown>;
    set(domain: string, policy: unknown): Promise<unknown>;
  }

  interface MxConnection {
    socket: Socket;
    hostname: string;
    host: string;
    port: number;
    requireTls?: boolean;
    daneVerifier?: (name: string, leaf: X509Certificate, issuers: readonly X509Certificate[]) => Error | undefined;
    policyMatch?: { valid: boolean; mode?: string; testing?: boolean };
  }

  function mxConnect(options: MxConnectOptions): Promise<MxConnection>;
  export = mxConnect;
}
