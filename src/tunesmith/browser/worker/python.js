/** Python in a memory that was prepared when the site was built: nothing has to be imported when it starts. */

import { PLACES } from "./places.js";

const plain = globalThis.fetch.bind(globalThis);
/** @type {(error: unknown) => void} */
let breakOff;
/** Rejects if something that Pyodide waits for does not arrive: Pyodide itself would wait for it without end. */
const broken = new Promise((_, reject) => (breakOff = reject));
broken.catch(() => {});

/** @typedef {(name: string) => Promise<ArrayBuffer>} Read reads a file of the site, whatever its place and packing */
/**
 * Both answer JSON, with the engine of a model that is there.
 * @typedef {{run: (model: string, work: string) => string, read: (model: string, texts: string) => string}} Network
 * @typedef {{service: (store: object, network: Network, known: object, engraver: object) => any}} Routes
 */

/**
 * One of the files that `tunesmith.browser.building` writes, unpacked: by whoever keeps it for later visits, or here.
 * @param {string} name
 * @returns {Promise<Response>}
 */
export async function opened(name) {
  const place = PLACES[name] ?? name;
  const response = await plain(new URL(place, import.meta.url));
  if (!response.ok || !response.body) throw new Error(`${name}: ${response.status}`);
  if (!place.endsWith(".gz") || response.headers.has("X-Unpacked")) return response;
  const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
  return new Response(response.body.pipeThrough(new DecompressionStream("gzip")), { headers: { "Content-Type": type } });
}

/** @type {Read} */
export const read = async (name) => (await opened(name)).arrayBuffer();

/**
 * Start Python; resolves to it and to the module that answers requests.
 * @param {(options: Record<string, any>) => Promise<any>} loadPyodide
 */
export async function started(loadPyodide) {
  const memory = read("memory.bin"); // Pyodide waits for it when the rest of it is there
  memory.catch(breakOff);
  const tables = await (await opened("tables.json")).json();
  const starting = loadPyodide({
    indexURL: new URL(PLACES["pyodide/"] ?? "pyodide/", import.meta.url).href,
    stdLibURL: new URL(PLACES["empty.zip"] ?? "empty.zip", import.meta.url).href,
    lockFileContents: tables.lock,
    _loadSnapshot: memory,
  });
  const python = await Promise.race([starting, broken]);
  for (const [path, text] of Object.entries(tables.files)) {
    python.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    python.FS.writeFile(path, text);
  }
  return { python, routes: /** @type {Routes} */ (python.pyimport("tunesmith.browser.routes")) };
}

/**
 * Compile Pyodide's WebAssembly now, while Python's memory arrives: Pyodide itself would begin when all of that is there.
 * It takes no module, it asks `fetch` for its file and instantiates what comes.
 */
export function compileForPyodide() {
  const compiling = opened("pyodide.asm.wasm").then((response) => WebAssembly.compileStreaming(response));
  compiling.catch(breakOff);
  globalThis.fetch = async (asked, options) => {
    const address = String(asked instanceof Request ? asked.url : asked);
    return address.endsWith("/pyodide.asm.wasm") ? new Response() : plain(asked, options);
  };
  WebAssembly.instantiateStreaming = async (_, imports) => {
    const module = await compiling;
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
}
