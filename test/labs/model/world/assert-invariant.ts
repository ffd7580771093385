/** Ends a run in which an invariant of the design does not hold. The message begins with the invariant's number. */

export function assertInvariant(name: string, holds: boolean, detail: unknown = ""): asserts holds {
  if (!holds) throw new Error(`${name}: ${JSON.stringify(detail)}`);
}

/** Keeps what was found in the middle of a page's own task, where nobody waits for an error. */
export interface Violations {
  add(error: unknown): void;
  throwFirst(): void;
}

export function createViolations(): Violations {
  const errors: unknown[] = [];
  return {
    add: (error) => void errors.push(error),
    throwFirst() {
      if (errors.length > 0) throw errors[0];
    },
  };
}
