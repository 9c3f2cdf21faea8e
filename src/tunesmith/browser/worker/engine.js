/**
 * The engine: tunes come in, are composed side by side, and are taken out when they are done. It does in the browser
 * what `tunesmith.inference.engine` does for Python.
 */

/**
 * One tune to compose, as `tunesmith.browser.composing` makes it: the text that the network reads first, `before`
 * characters of which are no part of the tune, the grammar's state after it, and the numbers of the tune.
 * @typedef {{text: string, before: number, plan: number[] | null, state: number[], goals: number[], seed: string,
 *   numbers: Record<string, number>}} Entry
 * @typedef {{text: string, ending: string}} Result
 */

const WRITERS = {
  int32: /** @param {DataView} view */ (view, at, value) => view.setInt32(at, value, true),
  float32: (view, at, value) => view.setFloat32(at, value, true),
  uint64: (view, at, value) => view.setBigUint64(at, BigInt(value), true),
};
const STATUS = { free: 0, waiting: 1, running: 2 };

export class Engine {
  /** @param {import("./kernel.js").Kernel} kernel */
  constructor(kernel) {
    this.kernel = kernel;
    const { characters, tune } = kernel.description;
    this.characters = characters;
    this.codes = new Map(characters.map((character, code) => [character, code]));
    this.fields = tune.fields;
    this.endings = tune.status;
    this.places = kernel.placed("batch.tunes").shape[0];
    /** @type {number[]} how many characters of each place's text stand before its tune */
    this.before = [];
    this.clear();
  }

  /** Forget all tunes, done or not. */
  clear() {
    for (const name of ["batch.tunes", "batch.busy", "batch.ends"]) {
      const numbers = this.kernel.numbers(name);
      numbers.fill(/** @type {never} */ (numbers instanceof BigInt64Array ? 0n : 0));
    }
    this.free = Array.from({ length: this.places }, (_, place) => this.places - 1 - place);
  }

  /** Let a tune wait for a lane, and return its place. @param {Entry} entry */
  add(entry) {
    const place = /** @type {number} */ (this.free.pop());
    const codes = [...entry.text].map((character) => /** @type {number} */ (this.codes.get(character)));
    this.write("batch.text", place, [this.kernel.description.beginning, ...codes]);
    this.write("batch.memory.goals", place, entry.goals);
    this.write("batch.states", place, entry.state.map(BigInt));
    if (entry.plan) this.plan(place, entry.plan);
    this.before[place] = 1 + entry.before;
    const length = 1 + codes.length;
    const row = { ...entry.numbers, seed: entry.seed, plan: entry.plan ? place : -1, length, status: STATUS.waiting, read: 0 };
    const [tune, size] = [this.kernel.placed("batch.tunes").address, this.kernel.placed("batch.tunes").bytes];
    const view = new DataView(this.kernel.memory.buffer, tune + place * size, size);
    for (const [name, { type, at }] of Object.entries(this.fields)) WRITERS[type](view, at, row[name]);
    const ends = /** @type {BigInt64Array} */ (this.kernel.numbers("batch.ends"));
    this.kernel.numbers("batch.queue")[Number(ends[0] % BigInt(this.places))] = place;
    ends[0] += 1n;
    return place;
  }

  /** Write a row of a matrix, zeros behind it. @param {string} name @param {number} place @param {(number | bigint)[]} values */
  write(name, place, values) {
    const row = this.kernel.numbers(name, place);
    row.fill(/** @type {never} */ (row instanceof BigInt64Array ? 0n : 0));
    row.set(/** @type {never} */ (values));
  }

  /** Write a plan, in a longer matrix of plans if it is the longest so far. @param {number} place @param {number[]} plan */
  plan(place, plan) {
    const [rows, width] = this.kernel.placed("batch.plans").shape;
    if (rows < this.places || width < plan.length) {
      const before = Array.from({ length: rows }, (_, row) => [...this.kernel.numbers("batch.plans", row)]);
      this.kernel.reshape("batch.plans", [this.places, Math.max(width, plan.length)]);
      before.forEach((kept, row) => this.write("batch.plans", row, kept));
    }
    this.write("batch.plans", place, plan.map(BigInt));
  }

  /** Take up to so many steps with every tune. @param {number} steps */
  run(steps) {
    return this.kernel.run(steps);
  }

  /** One number of a tune. @param {number} place @param {string} field */
  number(place, field) {
    const { address, bytes } = this.kernel.placed("batch.tunes");
    return new DataView(this.kernel.memory.buffer, address + place * bytes).getInt32(this.fields[field].at, true);
  }

  /** How a tune came to its end; undefined while it has not. @param {number} place */
  ending(place) {
    return this.endings[this.number(place, "status")];
  }

  /** What there is of a tune so far. @param {number} place */
  text(place) {
    const length = this.number(place, "length") - (this.ending(place) === "ended" ? 1 : 0);
    const codes = this.kernel.numbers("batch.text", place).subarray(this.before[place], length);
    return Array.from(/** @type {Uint8Array} */ (codes), (code) => this.characters[code]).join("");
  }

  /** Hand out a tune that is done and free its place. @param {number} place @returns {Result} */
  take(place) {
    const result = { text: this.text(place), ending: this.ending(place) };
    this.free.push(place);
    return result;
  }
}
