/** Kills the loader or the erasure between two of its effects, without a process: what comes later never happens. */
import type { Database } from "../../examples/warehouse/database/database.ts";
import type { MessageQueue } from "../../examples/warehouse/queue/work-queue.ts";
import type { BucketSource } from "../../examples/warehouse/sources/object-source.ts";

export interface KillSwitch {
  database(database: Database): Database;
  source(source: BucketSource): BucketSource;
  queue(queue: MessageQueue): MessageQueue;
  /** Resolves when the effects that began before the kill have ended. */
  settled(): Promise<unknown>;
}

/** Lets so many effects happen: statements, reads and writes of objects. */
export function createKillSwitch(effects: number): KillSwitch {
  let left = effects;
  const begun: Promise<unknown>[] = [];
  const act = async <Value>(effect: () => Promise<Value>): Promise<Value> => {
    if (left === 0) throw new Error("killed");
    left -= 1;
    const running = effect();
    begun.push(running);
    return running;
  };
  return {
    database: (database) => ({
      ...database,
      run: (sql) => act(() => database.run(sql)),
      query: <Row>(sql: string, values?: readonly unknown[]) => act(() => database.query<Row>(sql, values)),
      copy: (statement, lines) => act(() => database.copy(statement, lines)),
    }),
    source: (source) => ({
      ...source,
      find: (key) => act(() => source.find(key)),
      read: (key) => act(() => source.read(key)),
      create: (key, text) => act(() => source.create(key, text)),
      remove: (key) => act(() => source.remove(key)),
    }),
    queue: (queue) => ({
      receive: () => act(() => queue.receive()),
      remove: (ids) => act(() => queue.remove(ids)),
    }),
    settled: () => Promise.allSettled(begun),
  };
}

/** Does what a server does when the connection of a killed process ends. */
export async function endSession(database: Database): Promise<void> {
  await database.run("rollback");
}
