/** Reads many objects, a few at a time: each open file and each connection costs memory. */

const AT_A_TIME = 32;

export async function readEach(keys: readonly string[], read: (key: string) => Promise<void>): Promise<void> {
  const left = keys.values();
  const readOn = async (): Promise<void> => {
    for (const key of left) await read(key);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, readOn));
}
