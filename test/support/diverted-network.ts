/**
 * For NODE_OPTIONS of a program: its connections to these addresses (`203.0.113.9:25`) go to a port of 127.0.0.1. Mail
 * exchangers have public addresses and port 25, which no server of a test can have; all else of the way is real.
 */
export function asNetwork(ports: Readonly<Record<string, number>>): string {
  const code = `
    import net from 'node:net';
    import { syncBuiltinESMExports } from 'node:module';
    const ports = ${JSON.stringify(ports)};
    const { connect } = net;
    net.connect = (options, ...more) => {
      const port = ports[options?.host + ':' + options?.port];
      return connect(port === undefined ? options : { ...options, host: '127.0.0.1', port }, ...more);
    };
    syncBuiltinESMExports();`;
  return `--import data:text/javascript,${encodeURIComponent(code)}`;
}
