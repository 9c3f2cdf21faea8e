/** Composes in the browser: Python plans and chooses, the kernel composes. */

import { compose } from "./composing.js";
import { Engine } from "./engine.js";
import { Kernel } from "./kernel.js";

/**
 * @typedef {(name: string) => Promise<ArrayBuffer>} Read reads one of the files that `tunesmith.browser.building` writes
 * @typedef {{prepared: (asked: string, knowledge: string) => string,
 *   chosen: (asked: string, seed: string, results: string) => string}} Planner
 */

/** What is wrong with a request, and with which of its fields. */
export class Problem extends Error {
  /** @param {string} message @param {string | null} field */
  constructor(message, field) {
    super(message);
    this.field = field;
  }
}

/**
 * Start Python and import what plans.
 * @param {(options: {indexURL: string}) => Promise<any>} loadPyodide
 * @param {string} where the folder of Pyodide's files
 * @param {Read} read
 * @returns {Promise<Planner>}
 */
export async function planner(loadPyodide, where, read) {
  const [python, archive] = await Promise.all([loadPyodide({ indexURL: where }), read("tunesmith.zip")]);
  python.unpackArchive(archive, "zip", { extractDir: "/tunesmith" });
  python.runPython("import sys; sys.path.insert(0, '/tunesmith')");
  return python.pyimport("tunesmith.browser.composing");
}

/**
 * A network in a kernel of its own, ready to compose.
 * @param {string} model
 * @param {Read} read
 */
export async function engineFor(model, read) {
  const decode = (/** @type {ArrayBuffer} */ bytes) => JSON.parse(new TextDecoder().decode(bytes));
  const [code, description, contents] = await Promise.all(["kernel.wasm", `${model}.json`, `${model}.bin`].map(read));
  return new Engine(new Kernel(await WebAssembly.compile(code), decode(description), contents));
}

export class Composer {
  /** @param {Planner} planner @param {Engine} engine */
  constructor(planner, engine) {
    this.planner = planner;
    this.engine = engine;
    const { characters, control_lines, goals } = engine.kernel.description;
    this.knowledge = JSON.stringify({ characters, control_lines, goals });
  }

  /**
   * Compose the tune that these options ask for. `started` is told its seed, `watch` the text of the first candidate
   * whenever it has grown. A Problem says what cannot be; an aborted `signal` ends it with its reason.
   * @param {Record<string, unknown>} options the fields of the page
   * @param {{started?: (seed: string) => void, watch?: (text: string) => void, signal?: AbortSignal}} [listener]
   */
  async compose(options, { started, watch, signal } = {}) {
    const asked = JSON.stringify(options);
    const { problem, field, seed, ...work } = JSON.parse(this.planner.prepared(asked, this.knowledge));
    if (problem) throw new Problem(problem, field);
    started?.(seed);
    const results = await compose(this.engine, work, { watch, signal });
    return { seed, text: this.planner.chosen(asked, seed, JSON.stringify(results)) };
  }
}
