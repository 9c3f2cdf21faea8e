/**
 * The worker that a page composes with. It takes `{id, compose: options}` and `{id, cancel: true}`, and answers with the
 * events of the studio's stream, each with the id: `start`, `text`, `bar`, then `done`, `problem` or `cancelled`.
 */

import { Composer, Problem, engineFor, planner } from "./composer.js";
import { loadPyodide } from "./pyodide/pyodide.mjs";

const here = new URL(".", import.meta.url).href;
/** @type {import("./composer.js").Read} */
const read = async (name) => {
  const response = await fetch(here + name);
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response.arrayBuffer();
};
const python = planner(loadPyodide, `${here}pyodide/`, read);
/** @type {Map<string, Promise<Composer>>} */
const composers = new Map();
/** @type {Map<number, AbortController>} */
const running = new Map();
/** @type {Promise<unknown>} the tune before: an engine composes for one request at a time */
let before = Promise.resolve();

/** @param {string} model */
function composerFor(model) {
  const known = composers.get(model);
  if (known) return known;
  const composer = Promise.all([python, engineFor(model, read)]).then(([plans, engine]) => new Composer(plans, engine));
  composers.set(model, composer);
  composer.catch(() => composers.delete(model));
  return composer;
}
composerFor("small");

addEventListener("message", ({ data: { id, compose, cancel } }) => {
  if (cancel) running.get(id)?.abort();
  if (compose) before = before.then(() => answer(id, compose));
  if (compose) running.set(id, new AbortController());
});

/** @param {number} id @param {Record<string, any>} options */
async function answer(id, options) {
  const say = (/** @type {string} */ event, /** @type {object} */ data = {}) => postMessage({ id, event, data });
  const { signal } = /** @type {AbortController} */ (running.get(id));
  let told = "";
  const watch = (/** @type {string} */ text) => {
    if (text.length > told.length) say("text", { text: text.slice(told.length) });
    if (bars(text) > bars(told)) say("bar", { bars: bars(text) });
    told = text;
  };
  try {
    const composer = await composerFor(options.model ?? "small");
    signal.throwIfAborted();
    say("done", await composer.compose(options, { started: (seed) => say("start", { seed }), watch, signal }));
  } catch (error) {
    if (signal.aborted) say("cancelled");
    else if (error instanceof Problem) say("problem", { detail: error.message, field: error.field });
    else say("problem", { detail: String(error), field: null });
  } finally {
    running.delete(id);
  }
}

/** How many bars are closed in a text that is still growing. @param {string} text */
function bars(text) {
  const music = text.slice(text.indexOf("\nK:") < 0 ? text.length : text.indexOf("\nK:"));
  return music.split(/ [|:]/).length - 1;
}
