/** Opens a server on a free port of this machine. */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Returns the port. */
export function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}
