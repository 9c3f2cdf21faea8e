/**
 * The engine: tunes come in, are composed side by side, and are taken out when they are done. It does in the browser
 * what `tunesmith.inference.engine` does for Python.
 */

/**
 * One tune to compose, as `tunesmith.browser.composing` makes it: the text that the network reads first, `before`
 * characters of which are no part of the tune, the grammar's state after it, and the numbers of the tune.
 * @typedef {{text: string, before: number, state: number[], goals: number[], seed: string,
 *   numbers: Record<string, number>}} Entry
 * @typedef {{plans: number[][], entries: Entry[]}} Work the plans that the entries name by number
 * @typedef {{text: string, ending: string}} Result
 */

/** @type {Record<string, (view: DataView, at: number, value: any) => void>} */
const WRITERS = {
  int32: (view, at, value) => view.setInt32(at, value, true),
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
    /** @type {number[]} */
    this.free = [];
    this.begin([]);
  }

  /**
   * Forget all tunes, done or not, and take the plans of those to come, the longest of which may have so many characters.
   * @param {number[][]} plans
   */
  begin(plans, longest = 0) {
    this.#makeRoom(longest);
    const widest = Math.max(1, ...plans.map((plan) => plan.length));
    this.kernel.reshape("batch.plans", [Math.max(1, plans.length), widest]);
    plans.forEach((plan, row) => this.write("batch.plans", row, plan));
    for (const name of ["batch.tunes", "batch.busy", "batch.ends"]) {
      const numbers = this.kernel.numbers(name);
      numbers.fill(/** @type {never} */ (numbers instanceof BigInt64Array ? 0n : 0));
    }
    this.free = Array.from({ length: this.places }, (_, place) => this.places - 1 - place);
  }

  /** Have room for texts of so many characters; what there was is forgotten. @param {number} longest */
  #makeRoom(longest) {
    const more = longest - this.kernel.placed("batch.text").shape[1];
    if (more <= 0) return;
    for (const name of ["batch.text", "batch.states", "batch.memory.runs"]) {
      const [places, length] = this.kernel.placed(name).shape;
      this.kernel.reshape(name, [places, length + more]);
    }
  }

  /** The numbers of the characters of a text. @param {string} text */
  coded(text) {
    return [...text].map((character) => /** @type {number} */ (this.codes.get(character)));
  }

  /**
   * What each character of these texts, and the end after it, costs the network: the logarithm of one over its
   * probability. As many texts as there are lanes are read side by side.
   * @param {string[]} texts @returns {number[][]}
   */
  read(texts) {
    const { beginning, end } = this.kernel.description;
    const rows = texts.map((text, number) => ({ number, codes: [beginning, ...this.coded(text), end] }));
    rows.sort((one, other) => other.codes.length - one.codes.length);
    /** @type {number[][]} */
    const costs = [];
    const lanes = this.kernel.placed("batch.lanes").shape[0];
    for (let first = 0; first < rows.length; first += lanes) {
      const some = rows.slice(first, first + lanes);
      this.#read(some.map(({ codes }) => codes)).forEach((found, lane) => (costs[some[lane].number] = found));
    }
    return costs;
  }

  /** The costs of one batch, whose texts stand in order, the longest first. @param {number[][]} coded */
  #read(coded) {
    const longest = coded[0].length;
    this.begin([], longest);
    this.kernel.numbers("batch.memory.goals").fill(/** @type {never} */ (0));
    coded.forEach((codes, lane) => this.write("batch.text", lane, codes));
    this.kernel.reshape("lengths", [coded.length]);
    this.write("lengths", -1, coded.map((codes) => codes.length - 1));
    for (const name of ["found.totals", "found.margins", "found.ranks"]) this.kernel.reshape(name, [coded.length, longest - 1]);
    this.kernel.read();
    return coded.map((codes, lane) => {
      const [totals, margins] = ["found.totals", "found.margins"].map((name) => this.kernel.numbers(name, lane));
      return codes.slice(1).map((_, place) => Math.log(Number(totals[place])) + Number(margins[place]));
    });
  }

  /** Let a tune wait for a lane, and return its place. @param {Entry} entry */
  add(entry) {
    const place = /** @type {number} */ (this.free.pop());
    const codes = this.coded(entry.text);
    this.write("batch.text", place, [this.kernel.description.beginning, ...codes]);
    this.write("batch.memory.goals", place, entry.goals);
    this.write("batch.states", place, entry.state);
    this.before[place] = 1 + entry.before;
    const length = 1 + codes.length;
    /** @type {Record<string, any>} */
    const row = { ...entry.numbers, seed: entry.seed, length, status: STATUS.waiting, read: 0 };
    const [tune, size] = [this.kernel.placed("batch.tunes").address, this.kernel.placed("batch.tunes").bytes];
    const view = new DataView(this.kernel.memory.buffer, tune + place * size, size);
    for (const [name, { type, at }] of Object.entries(this.fields)) WRITERS[type](view, at, row[name]);
    const ends = /** @type {BigInt64Array} */ (this.kernel.numbers("batch.ends"));
    this.kernel.numbers("batch.queue")[Number(ends[0] % BigInt(this.places))] = place;
    ends[0] += 1n;
    return place;
  }

  /** Write a row of a matrix, zeros behind it. @param {string} name @param {number} place @param {number[]} values */
  write(name, place, values) {
    const row = this.kernel.numbers(name, place);
    if (row instanceof BigInt64Array) return writeLong(row, values);
    row.fill(0);
    row.set(values);
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

/** Write whole numbers of up to 53 bits, zeros behind them: without a BigInt for each. @param {BigInt64Array} row @param {number[]} values */
function writeLong(row, values) {
  const halves = new Int32Array(row.buffer, row.byteOffset, 2 * row.length).fill(0);
  values.forEach((value, place) => {
    halves[2 * place] = value;
    halves[2 * place + 1] = Math.floor(value / 2 ** 32);
  });
}
