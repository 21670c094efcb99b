import type http from 'node:http';
import type https from 'node:https';
import type net from 'node:net';

/** A server of a test, on a free port of this machine. */
export interface Listening {
  port: number;
  origin: string;
  /** Closes the port and every connection of HTTP. */
  close: () => void;
}

export async function listen(server: http.Server | https.Server | net.Server): Promise<Listening> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  const close = (): void => {
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
  };
  return { port, origin: `http://127.0.0.1:${port}`, close };
}
