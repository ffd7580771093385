/** Opens an HTTP server that only this machine reaches. */
import { createServer, type RequestListener, type ServerOptions } from "node:http";
import type { AddressInfo } from "node:net";

export interface LocalServer {
  readonly port: number;
  /** Without a slash at the end. */
  readonly url: string;
  /** Cuts all connections. */
  close(): Promise<void>;
}

export interface LocalServerOptions extends ServerOptions {
  /** @default 0, any free port */
  readonly port?: number;
}

export async function startLocalServer(
  listener: RequestListener,
  { port: wantedPort = 0, ...options }: LocalServerOptions = {},
): Promise<LocalServer> {
  const server = createServer(options, listener);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(wantedPort, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
