import { connect } from 'node:tls';

const MAX_WAIT_MS = 3000;

/**
 * Finds out why a server closed a connection without a response.
 *
 * With TLS 1.3 a server rejects a missing client certificate only after the handshake, and `fetch` drops the alert that says
 * so. Another handshake on a bare connection shows it. Nothing is sent through it.
 *
 * @returns the error of the handshake, or `undefined` if nothing was wrong with it
 */
export async function handshakeError(url: URL): Promise<Error | undefined> {
  // An IPv6 address has brackets in a URL.
  const host = url.hostname.replaceAll(/^\[|\]$/g, '');
  const servername = /^[\d.]+$|:/.test(host) ? {} : { servername: host };
  const socket = connect({ host, port: Number(url.port || 443), ...servername });
  try {
    return await new Promise((resolve) => {
      socket.once('error', resolve);
      socket.once('close', () => resolve(undefined));
      socket.setTimeout(MAX_WAIT_MS, () => resolve(undefined));
    });
  } finally {
    socket.destroy();
  }
}
