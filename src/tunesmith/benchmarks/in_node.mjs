/**
 * Composes in Node with the files in a folder. Each line of the standard input brings work, `{name, work}`, names work
 * that is to be done, `{name}`, or brings texts to be read, `{texts}`; the answer is a line too.
 */

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [folder, model] = process.argv.slice(2);
const here = `${pathToFileURL(folder)}/`;
const { engineFor } = await import(`${here}composer.js`);
const { compose } = await import(`${here}composing.js`);
const engine = await engineFor(model, async (name) => new Uint8Array(readFileSync(new URL(name, here))).buffer);
const known = new Map();

for await (const line of createInterface({ input: process.stdin })) {
  const { name, work, texts } = JSON.parse(line);
  if (work) known.set(name, work);
  const done = texts ? engine.read(texts) : work ? null : await compose(engine, known.get(name));
  console.log(JSON.stringify(done));
}
