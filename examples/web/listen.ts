/** Starts a server that only this machine can reach, and names the port when it is taken. */
import type { FastifyInstance } from "fastify";

/**
 * Returns the server's address. 0 takes any free port.
 *
 * @throws Error that names the port, if it is taken. The server is closed then.
 */
export async function listen(app: FastifyInstance, port: number): Promise<string> {
  try {
    return await app.listen({ host: "127.0.0.1", port });
  } catch (error) {
    await app.close();
    if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
    throw new Error(`Port ${String(port)} is taken: another program listens on 127.0.0.1:${String(port)}.`, {
      cause: error,
    });
  }
}
