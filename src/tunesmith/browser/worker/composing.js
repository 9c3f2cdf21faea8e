/** From entries to tunes: all of them side by side, watched while they grow, and broken off when asked to. */

/**
 * @typedef {import("./engine.js").Engine} Engine
 * @typedef {import("./engine.js").Work} Work
 * @typedef {import("./engine.js").Result} Result
 */

const STEPS = 64;

/**
 * Compose a tune for each entry; the results stand in the same order.
 *
 * `watch` is told the text of the first entry whenever it has grown. An aborted `signal` ends it with its reason.
 * @param {Engine} engine
 * @param {Work} work
 * @param {{watch?: (text: string) => void, signal?: AbortSignal}} [options]
 */
export async function compose(engine, work, { watch, signal } = {}) {
  const rounds = composed(engine, work, watch);
  for (;;) {
    const round = rounds.next();
    if (round.done) return round.value;
    await turn();
    signal?.throwIfAborted();
  }
}

/** The same without a pause. @param {Engine} engine @param {Work} work */
export function composeAtOnce(engine, work) {
  const rounds = composed(engine, work);
  for (;;) {
    const round = rounds.next();
    if (round.done) return round.value;
  }
}

/**
 * Compose, and stop after every few steps.
 * @param {Engine} engine
 * @param {Work} work
 * @param {(text: string) => void} [watch]
 * @returns {Generator<undefined, Result[], undefined>}
 */
function* composed(engine, { plans, entries }, watch) {
  engine.begin(plans, Math.max(...entries.map(({ numbers }) => numbers.limit)));
  const waiting = entries.map((entry, number) => ({ entry, number })).reverse();
  /** @type {Map<number, number>} the number of the entry in each place */
  const places = new Map();
  /** @type {Result[]} */
  const results = [];
  while (waiting.length || places.size) {
    while (waiting.length && engine.free.length) {
      const { entry, number } = /** @type {{entry: import("./engine.js").Entry, number: number}} */ (waiting.pop());
      places.set(engine.add(entry), number);
    }
    engine.run(STEPS);
    for (const [place, number] of places) {
      if (number === 0) watch?.(engine.text(place));
      if (engine.ending(place)) {
        results[number] = engine.take(place);
        places.delete(place);
      }
    }
    yield;
  }
  return results;
}

/** Let messages that have arrived be read. */
function turn() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve(undefined);
    };
    port2.postMessage(0);
  });
}
