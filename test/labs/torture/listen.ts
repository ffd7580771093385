/** Opens a server on this machine only. */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** 0 takes any free port. Returns the port. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}
