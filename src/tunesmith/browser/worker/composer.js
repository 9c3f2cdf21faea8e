/** Composes in the browser: Python plans and chooses, the kernel composes. */

import { compose, composeAtOnce } from "./composing.js";
import { Engine } from "./engine.js";
import { Kernel } from "./kernel.js";

/** @typedef {{started?: (seed: string) => void, watch?: (text: string) => void, signal?: AbortSignal}} Listener */

/**
 * A network in a kernel of its own, ready to compose.
 * @param {string} model
 * @param {import("./python.js").Read} read
 */
export async function engineFor(model, read) {
  const decode = (/** @type {ArrayBuffer} */ bytes) => JSON.parse(new TextDecoder().decode(bytes));
  const [code, description, contents] = await Promise.all(["kernel.wasm", `${model}.json`, `${model}.bin`].map(read));
  return new Engine(new Kernel(await WebAssembly.compile(code), decode(description), contents));
}

/** The engines of the models that were asked for, which one request at a time composes with. */
export class Engines {
  /** @type {Map<string, Promise<Engine>>} */
  #coming = new Map();
  /** @type {Map<string, Engine>} */
  #ready = new Map();

  /** @param {import("./python.js").Read} read @param {string[]} models */
  constructor(read, models) {
    this.load = read;
    this.models = models;
  }

  /** The engine of a model. @param {string} model */
  async engine(model) {
    const coming = this.#coming.get(model) ?? engineFor(model, this.load);
    this.#coming.set(model, coming);
    coming.catch(() => this.#coming.delete(model));
    const engine = await coming;
    this.#ready.set(model, engine);
    return engine;
  }

  /** Compose now, for Python, with an engine that is there. @param {string} model @param {string} work */
  run(model, work) {
    const engine = /** @type {Engine} */ (this.#ready.get(model));
    return JSON.stringify(composeAtOnce(engine, JSON.parse(work)));
  }

  /** Read texts now, for Python, with an engine that is there. @param {string} model @param {string} texts */
  read(model, texts) {
    const engine = /** @type {Engine} */ (this.#ready.get(model));
    return JSON.stringify(engine.read(JSON.parse(texts)));
  }

  /**
   * Compose what was prepared, and tell of it on the way; an aborted signal ends it with its reason.
   * @param {string} model @param {{seed: string} & import("./engine.js").Work} prepared @param {Listener} listener
   */
  async compose(model, { seed, ...work }, { started, watch, signal }) {
    started?.(seed);
    return JSON.stringify(await compose(await this.engine(model), work, { watch, signal }));
  }
}
