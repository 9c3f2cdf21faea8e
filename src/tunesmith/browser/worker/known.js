/** Known tunes: their fingerprints, and what they are called. Python compares (`tunesmith.browser.known`), here is looked up. */

/**
 * @typedef {{chance: Record<string, number>, sources: string[], tunes: [string, number, string | null][], entries: number,
 *   window: number, step: number}} Words what `tunesmith.browser.building` says of the index: its tunes, how many entries
 *   there are, how many notes one is chosen from, and how many bits a step to the next entry has
 * @typedef {Words & {hashes: Uint32Array, families: Uint32Array, sizes: Uint16Array}} Index
 */

const BLOOM = 0xffff;

export class KnownTunes {
  /** @type {Promise<Index> | undefined} */
  #coming;
  /** @type {Index | undefined} */
  #index;

  /** @param {import("./python.js").Read} read */
  constructor(read) {
    this.load = read;
  }

  /** Have the index, which is fetched when it is first asked for; whether it is here. */
  async opened() {
    this.#coming ??= fetched(this.load);
    try {
      this.#index = await this.#coming;
    } catch {
      this.#coming = undefined; // the next one who asks may have a network
    }
    return this.#index !== undefined;
  }

  get index() {
    if (!this.#index) throw new Error("the index of known tunes is not opened");
    return this.#index;
  }

  facts() {
    return JSON.stringify({ tunes: this.index.tunes.length, chance: this.index.chance });
  }

  /** @param {number} number */
  tune(number) {
    const [title, source, link] = this.index.tunes[number];
    return JSON.stringify([title, this.index.sources[source], link, this.index.families[number]]);
  }

  /** @param {string} hashes */
  find(hashes) {
    return JSON.stringify(found(JSON.parse(hashes), this.index));
  }
}

/** @param {import("./python.js").Read} read @returns {Promise<Index>} */
async function fetched(read) {
  const [described, contents] = await Promise.all(["known.json", "known.bin"].map(read));
  /** @type {Words} */
  const words = JSON.parse(new TextDecoder().decode(described));
  const { entries, tunes } = words;
  return {
    ...words,
    hashes: new Uint32Array(contents, 0, entries),
    families: new Uint32Array(contents, 4 * entries, tunes.length),
    sizes: new Uint16Array(contents, 4 * (entries + tunes.length), tunes.length),
  };
}

/**
 * Go through all entries, tune by tune; of each that is one of the hashes, six numbers: see `Match` in Python.
 * @param {number[]} asked @param {Index} index
 */
function found(asked, { hashes, sizes, window, step }) {
  const [places, bloom] = [new Map(), new Uint8Array(BLOOM + 1)];
  asked.forEach((hash, place) => {
    places.set(hash, [...(places.get(hash) ?? []), place]);
    bloom[hash & BLOOM] = 1;
  });
  const most = 2 ** step - 1;
  const notes = (/** @type {number} */ entry) => (hashes[entry] >>> step) & most;
  /** @type {number[]} */
  const rows = [];
  for (let tune = 0, first = 0; tune < sizes.length; first += sizes[tune], tune += 1) {
    const end = first + sizes[tune];
    for (let entry = first, note = 0, bar = 0; entry < end; entry += 1) {
      note += notes(entry);
      bar += hashes[entry] & most;
      const hash = hashes[entry] >>> (2 * step);
      if (!bloom[hash & BLOOM]) continue;
      const before = entry === first ? notes(entry) : notes(entry) - 1;
      const after = entry + 1 < end ? notes(entry + 1) - 1 : window - 1;
      for (const place of places.get(hash) ?? []) rows.push(tune, place - note, place, before, after, bar);
    }
  }
  return rows;
}
