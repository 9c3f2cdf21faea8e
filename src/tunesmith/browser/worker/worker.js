/**
 * Answers a page as the studio would. It takes `{id, ask: {method, path, version, body}}` and `{id, cancel: true}`, and
 * gives `{id, status, type}`, then `{id, piece}` as often as there is more of the body, then `{id, end: true}`.
 */

import { Engines } from "./composer.js";
import { Engraver } from "./drawing.js";
import { KnownTunes } from "./known.js";
import { loadPyodide } from "./pyodide.js";
import { compileForPyodide, read, started } from "./python.js";
import { Store } from "./store.js";

/**
 * @typedef {{method: string, path: string, version: number, body: Uint8Array}} Asked
 * @typedef {(message: object) => void} Say
 * @typedef {[number, string, Uint8Array]} Answer status, type, body
 */

const MODELS = ["small", "open", "flagship"];
const COMPOSE = /^\/api\/v1\/tunes(\/stream)?$/;
const USES_ENGINE = /\/(compose|continue|vary)$/;

compileForPyodide();
const engines = new Engines(read, MODELS);
const ready = Promise.all([started(loadPyodide), engines.engine("small")]).then(([{ python, routes }]) => ({
  python,
  service: routes.service(new Store(), engines, new KnownTunes(read), new Engraver()),
}));
/** @type {Map<number, AbortController>} */
const running = new Map();
/** @type {Promise<unknown>} what composes before: an engine composes for one request at a time */
let before = Promise.resolve();

addEventListener("message", ({ data: { id, ask, cancel } }) => {
  if (cancel) return running.get(id)?.abort();
  running.set(id, new AbortController());
  if (!USES_ENGINE.test(ask.path) && !(ask.method === "POST" && COMPOSE.test(ask.path))) answer(id, ask);
  else before = before.then(() => answer(id, ask));
});

/** @param {number} id @param {Asked} asked */
async function answer(id, asked) {
  const say = (/** @type {object} */ message) => postMessage({ id, ...message });
  const { signal } = /** @type {AbortController} */ (running.get(id));
  try {
    const { python, service } = await ready;
    signal.throwIfAborted();
    if (asked.method === "POST" && COMPOSE.test(asked.path)) await composed(python, service, asked, say, signal);
    else tell(await plainAnswer(python, service, asked), say);
  } catch (error) {
    say({ failed: signal.aborted ? "cancelled" : String(error) });
  } finally {
    running.delete(id);
  }
}

/** @param {Answer} answer @param {Say} say */
function tell([status, type, body], say) {
  say({ status, type });
  say({ piece: body });
  say({ end: true });
}

/** @param {any} python @param {any} service @param {Asked} asked @returns {Promise<Answer>} */
async function plainAnswer(python, service, { method, path, version, body }) {
  if (USES_ENGINE.test(path)) await engineOf(service, body);
  return taken(await service.answer(method, path, python.toPy(body), version));
}

/** A tuple of Python as an array; what stood for it in Python is let go. @param {any} tuple @returns {Answer} */
function taken(tuple) {
  const answer = tuple.toJs();
  tuple.destroy();
  return answer;
}

/** Have the engine of the model that a body names, or of the usual one. @param {any} service @param {Uint8Array} body */
async function engineOf(service, body) {
  const model = modelIn(body);
  const engine = await engines.engine(model);
  service.learn(model, JSON.stringify(engine.kernel.description));
  return model;
}

/** @param {Uint8Array} body */
function modelIn(body) {
  try {
    const { model } = JSON.parse(new TextDecoder().decode(body));
    return MODELS.includes(model) ? model : "small";
  } catch {
    return "small"; // Python says what is wrong with it
  }
}

/** @param {any} python @param {any} service @param {Asked} asked @param {Say} say @param {AbortSignal} signal */
async function composed(python, service, { path, body }, say, signal) {
  const streamed = path.endsWith("/stream");
  const model = await engineOf(service, body);
  const prepared = JSON.parse(await service.prepare(model, python.toPy(body)));
  if (prepared.refused) {
    const document = new TextEncoder().encode(JSON.stringify(prepared.refused));
    return tell([prepared.refused.status, "application/problem+json", document], say);
  }
  const event = (/** @type {string} */ name, /** @type {string} */ data) =>
    streamed && say({ piece: new TextEncoder().encode(`event: ${name}\ndata: ${data}\n\n`) });
  if (streamed) say({ status: 200, type: "text/event-stream" });
  const started = (/** @type {string} */ seed) => event("start", `{"seed":${seed}}`);
  const results = await engines.compose(model, prepared, { started, watch: growing(event), signal });
  const answer = taken(await service.keep(model, python.toPy(body), prepared.seed, results));
  if (!streamed) return tell(answer, say);
  event(answer[0] < 400 ? "done" : "problem", new TextDecoder().decode(answer[2]));
  say({ end: true });
}

/** What tells of a text that grows: its new characters, and how many bars are closed. @param {(name: string, data: string) => void} event */
function growing(event) {
  let told = "";
  return (/** @type {string} */ text) => {
    if (text.length > told.length) event("text", JSON.stringify({ text: text.slice(told.length) }));
    if (bars(text) > bars(told)) event("bar", JSON.stringify({ bars: bars(text) }));
    told = text;
  };
}

/** How many bars are closed in a text that is still growing. @param {string} text */
function bars(text) {
  const music = text.slice(text.indexOf("\nK:") < 0 ? text.length : text.indexOf("\nK:"));
  return music.split(/ [|:]/).length - 1;
}
