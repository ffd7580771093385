/** Writes the gateway's access log: one JSON object a line, with the fields of an API Gateway access log. */
import { pino } from "pino";

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html */
export interface AccessEntry {
  readonly requestId: string;
  readonly ip: string;
  readonly requestTime: string;
  readonly httpMethod: string;
  /** `-` where no route matched, as everywhere in these logs. */
  readonly routeKey: string;
  readonly status: number;
  readonly protocol: string;
  readonly responseLength: number;
  /** Milliseconds that the function took, `-` where it was not called. */
  readonly integrationLatency: number | "-";
  readonly userAgent: string;
}

export interface AccessLog {
  write(entry: AccessEntry): void;
  close(): void;
}

export function openAccessLog(file: string): AccessLog {
  // Synchronous, so that a line is in the file as soon as the response is sent.
  const destination = pino.destination({ dest: file, mkdir: true, sync: true });
  const logger = pino({ base: null, timestamp: false, formatters: { level: (level) => ({ level }) } }, destination);
  return {
    write(entry) {
      logger.info(entry);
    },
    close() {
      destination.end();
    },
  };
}
