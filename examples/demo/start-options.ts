/** Parses the options of `npm start` and `npm run dev`: two ports, names, whether pages reload, whether a browser opens. Pure. */

export type StartOptions =
  | {
      readonly kind: "options";
      readonly port: number;
      readonly ingestPort: number;
      /** Open pages reload when the server has restarted. */
      readonly reloads: boolean;
      readonly opensBrowser: boolean;
      /** Names that the server answers to, besides those of this machine. */
      readonly hostNames: readonly string[];
    }
  | { readonly kind: "wrong"; readonly message: string };

type Environment = Readonly<Partial<Record<string, string>>>;

const NO_OPEN = "--no-open";
const DEV = "--dev";
const HOST = "--host=";
const HIGHEST_PORT = 65_535;
const HOST_NAME = /^(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])$/;

export function parseStartOptions(args: readonly string[], env: Environment, platform: string): StartOptions {
  const hosts = args.filter((arg) => arg.startsWith(HOST));
  const unknown = args.find((arg) => arg !== NO_OPEN && arg !== DEV && !hosts.includes(arg));
  if (unknown !== undefined) {
    return wrong(`"${unknown}" is not an option. The options are ${NO_OPEN}, ${DEV} and ${HOST}<name>.`);
  }
  const hostNames = hosts.map((arg) => arg.slice(HOST.length).toLowerCase());
  const badName = hostNames.find((name) => !HOST_NAME.test(name));
  if (badName !== undefined) return wrong(`"${badName}" is no host name. A name is like shop.test, without a port.`);

  const port = parsePort(env["PORT"], 4_000);
  if (port === undefined) return wrongPort("PORT", env["PORT"]);
  const ingestPort = parsePort(env["INGEST_PORT"], 4_001);
  if (ingestPort === undefined) return wrongPort("INGEST_PORT", env["INGEST_PORT"]);
  if (port === ingestPort && port !== 0) return wrong(`PORT and INGEST_PORT are both ${String(port)}.`);

  const reloads = args.includes(DEV);
  // A restart would open another window each time.
  const opensBrowser = !reloads && !args.includes(NO_OPEN) && hasScreen(env, platform);
  return { kind: "options", port, ingestPort, reloads, opensBrowser, hostNames };
}

/** CI has no screen, nor has a Linux machine without a display. */
function hasScreen(env: Environment, platform: string): boolean {
  if (env["CI"]) return false;
  return platform !== "linux" || Boolean(env["DISPLAY"] ?? env["WAYLAND_DISPLAY"]);
}

function parsePort(text: string | undefined, fallback: number): number | undefined {
  if (text === undefined || text === "") return fallback;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Infinity;
  return port <= HIGHEST_PORT ? port : undefined;
}

function wrongPort(name: string, text: string | undefined): StartOptions {
  return wrong(`${name} is "${text ?? ""}", expected a whole number from 0 to ${String(HIGHEST_PORT)}.`);
}

function wrong(message: string): StartOptions {
  return { kind: "wrong", message };
}
