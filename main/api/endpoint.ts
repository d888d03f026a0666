import { isIP } from 'node:net';

/** `192.168.0.10:25`, `[::1]:25`: a local address and port. Null where the text is none. */
export function readEndpoint(text: string): { readonly localAddress: string; readonly localPort: number } | null {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  const localAddress = match?.[1] ?? match?.[2] ?? '';
  const localPort = Number(match?.[3]);
  return isIP(localAddress) !== 0 && localPort >= 1 && localPort <= 65_535 ? { localAddress, localPort } : null;
}
