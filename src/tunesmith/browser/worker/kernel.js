/**
 * The kernel with one network in its memory. `tunesmith.browser.model` says what its arguments are: numbers, and
 * arrays of numbers that lie one behind another from the address on that the module leaves to its caller.
 */

const PAGE = 65536;
const LINE = 64;
const TYPES = {
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  float32: Float32Array,
  tune: Uint8Array,
};

/**
 * @typedef {{name: string, value: number} | {name: string, type: keyof typeof TYPES, bytes: number, shape: number[],
 *   at?: number}} Argument
 * @typedef {{type: string, at: number}} Field
 * @typedef {{arguments: Argument[], functions: Record<"run" | "read", string[]>,
 *   tune: {fields: Record<string, Field>, status: Record<string, string>},
 *   characters: string[], beginning: number, end: number, control_lines: string[], goals: boolean,
 *   fingerprint: string}} Description
 * @typedef {{type: keyof typeof TYPES, bytes: number, shape: number[], address: number, room: number}} Placed
 */

export class Kernel {
  /**
   * @param {WebAssembly.Module} module the kernel
   * @param {Description} description what the network's arguments are
   * @param {ArrayBuffer} contents those of its arrays
   */
  constructor(module, description, contents) {
    this.description = description;
    this.memory = new WebAssembly.Memory({ initial: 2 });
    this.exports = new WebAssembly.Instance(module, { env: { memory: this.memory } }).exports;
    this.end = /** @type {WebAssembly.Global} */ (this.exports.__heap_base).value;
    this.outcome = this.reserve(16);
    /** @type {Map<string, Placed>} */
    this.arrays = new Map();
    /** @type {Map<string, number>} */
    this.values = new Map();
    /** @type {Map<string, (number | bigint)[]>} how the arguments were passed last, until one of them changes */
    this.passed = new Map();
    for (const argument of description.arguments) {
      if ("value" in argument) {
        this.values.set(argument.name, argument.value);
        continue;
      }
      const { name, type, bytes, shape, at } = argument;
      const size = bytes * shape.reduce((product, length) => product * length, 1);
      const address = this.reserve(size);
      this.arrays.set(name, { type, bytes, shape, address, room: size });
      if (at !== undefined) new Uint8Array(this.memory.buffer, address).set(new Uint8Array(contents, at, size));
    }
  }

  /** The address of so many bytes of zeros that nothing else uses. @param {number} size */
  reserve(size) {
    const address = Math.ceil(this.end / LINE) * LINE;
    this.end = address + size;
    const missing = Math.ceil((this.end - this.memory.buffer.byteLength) / PAGE);
    if (missing > 0) this.memory.grow(missing);
    return address;
  }

  /** Give an array, whatever it holds, another shape; it moves if it needs more room. @param {string} name @param {number[]} shape */
  reshape(name, shape) {
    const placed = this.placed(name);
    const size = shape.reduce((product, length) => product * length, placed.bytes);
    let { address, room } = placed;
    if (size > room) {
      if (address + room === this.end) this.end = address;
      [address, room] = [this.reserve(size), size];
    }
    this.arrays.set(name, { ...placed, shape, address, room });
    this.passed.clear();
  }

  /** @param {string} name */
  placed(name) {
    const placed = this.arrays.get(name);
    if (!placed) throw new Error(`the kernel has no argument ${name}`);
    return placed;
  }

  /** The numbers of an array, of one of its rows if `row` is given; good until memory is reserved. @param {string} name */
  numbers(name, row = -1) {
    const { type, bytes, shape, address } = this.placed(name);
    const length = shape.slice(row < 0 ? 0 : 1).reduce((product, each) => product * each, 1);
    const at = address + Math.max(row, 0) * length * bytes;
    return new TYPES[type](this.memory.buffer, at, type === "tune" ? length * bytes : length);
  }

  /** Take up to so many steps with every tune, and return how many characters were read. @param {number} steps */
  run(steps) {
    if (steps !== this.values.get("steps")) this.passed.clear();
    this.values.set("steps", steps);
    this.#call("run");
    return Number(new DataView(this.memory.buffer).getBigInt64(this.outcome, true));
  }

  /** Read the texts in the first rows of `batch.text`, as `tunesmith.inference.kernel.read` says. */
  read() {
    this.#call("read");
  }

  /** @param {"run" | "read"} name */
  #call(name) {
    const values = this.passed.get(name) ?? this.#spelled(name);
    this.passed.set(name, values);
    const call = /** @type {(...values: (number | bigint)[]) => number} */ (this.exports[name]);
    if (call(this.outcome, this.outcome + 8, ...values)) throw new Error("the kernel failed, which it never should");
  }

  /** @param {"run" | "read"} name */
  #spelled(name) {
    return this.description.functions[name].flatMap((argument) => {
      const value = this.values.get(argument);
      return value === undefined ? spelled(this.placed(argument)) : [BigInt(value)];
    });
  }
}

/**
 * An array as numba passes it: owner, parent, size, item size, address, shape and strides.
 * @param {Placed} placed
 * @returns {(number | bigint)[]}
 */
function spelled({ bytes, shape, address }) {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, each) => product * each, bytes));
  const size = shape.reduce((product, each) => product * each, 1);
  return [0, 0, BigInt(size), BigInt(bytes), address, ...shape.map(BigInt), ...strides.map(BigInt)];
}
