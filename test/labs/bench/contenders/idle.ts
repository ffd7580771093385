/** A page that tracks nothing: what the bench itself costs. */
import type { Create } from "../page/contender.ts";

export const create: Create = () => () => undefined;
