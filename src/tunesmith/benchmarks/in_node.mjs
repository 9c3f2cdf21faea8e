/** Composes in Node what each line of the standard input says, with the files in a folder, and says how long it took. */

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [folder, model] = process.argv.slice(2);
const here = `${pathToFileURL(folder)}/`;
const { engineFor } = await import(`${here}composer.js`);
const { compose } = await import(`${here}composing.js`);
const engine = await engineFor(model, async (name) => new Uint8Array(readFileSync(new URL(name, here))).buffer);

for await (const line of createInterface({ input: process.stdin })) {
  const entries = JSON.parse(line);
  const before = performance.now();
  const results = await compose(engine, entries);
  console.log(JSON.stringify({ results, seconds: (performance.now() - before) / 1000 }));
}
