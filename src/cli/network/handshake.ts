import { connect } from 'node:tls';

const MAX_WAIT_MS = 3000;
const MAX_HANDSHAKES = 3;

/**
 * Finds out why a server closed a connection without a response.
 *
 * With TLS 1.3 a server rejects a missing client certificate only after the handshake, and `fetch` drops the alert that says
 * so. Another handshake on a bare connection shows it, unless the connection is reset before the alert is read. Nothing is sent
 * through it.
 *
 * @returns the error of the handshake, or `undefined` if nothing was wrong with it
 */
export async function handshakeError(url: URL): Promise<NodeJS.ErrnoException | undefined> {
  let error: NodeJS.ErrnoException | undefined;
  for (let count = 0; count < MAX_HANDSHAKES; count++) {
    error = await shakeHands(url);
    if (error?.code !== 'ECONNRESET') return error;
  }
  return error;
}

async function shakeHands(url: URL): Promise<NodeJS.ErrnoException | undefined> {
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
