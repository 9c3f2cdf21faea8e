/** From entries to tunes: all of them side by side, watched while they grow, and broken off when asked to. */

const STEPS = 64;

/**
 * Compose a tune for each entry; the results stand in the same order.
 *
 * `watch` is told the text of the first entry whenever it has grown. An aborted `signal` ends it with its reason.
 * @param {import("./engine.js").Engine} engine
 * @param {import("./engine.js").Work} work
 * @param {{watch?: (text: string) => void, signal?: AbortSignal}} [options]
 */
export async function compose(engine, { plans, entries }, { watch, signal } = {}) {
  engine.begin(plans);
  const waiting = entries.map((entry, number) => ({ entry, number })).reverse();
  /** @type {Map<number, number>} the number of the entry in each place */
  const places = new Map();
  /** @type {import("./engine.js").Result[]} */
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
    await turn();
    signal?.throwIfAborted();
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
