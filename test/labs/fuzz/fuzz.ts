/** `npm run fuzz`: sends 100,000 fuzzed requests through the ingest, and reads what is stored by each engine here. */
import { parseArgs } from "node:util";
import { readBack } from "./read-back.ts";
import { sendFuzzed } from "./send-fuzzed.ts";

const { values: options } = parseArgs({
  options: {
    requests: { type: "string", default: "100000" },
    /** Another seed makes other requests. */
    seed: { type: "string", default: "1" },
  },
});

const fuzzed = await sendFuzzed(Number(options.requests), Number(options.seed));
const { requests, received, changed, lines, faults } = fuzzed;
console.log(`${String(requests)} requests with ${String(received)} events that could be read`);
for (const [answer, times] of [...fuzzed.answers].sort()) console.log(`  ${answer}: ${String(times)}`);
console.log(`${String(lines.size)} different events stored, ${String(changed)} with something in _ingest.original`);

const engines = await readBack([...lines.values()]);
const found = [...faults, ...engines.flatMap(({ engine, faults: own }) => own.map((fault) => `${engine}: ${fault}`))];
console.log(`read back by ${engines.map(({ engine }) => engine).join(", ")}`);
console.log(
  `${String(found.length)} faults${found
    .slice(0, 20)
    .map((fault) => `\n- ${fault}`)
    .join("")}`,
);
process.exitCode = found.length === 0 ? 0 : 1;
