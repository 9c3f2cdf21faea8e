/** Pyodide, wherever it lies: `tunesmith.browser.site` writes another place. */

export { loadPyodide } from "./pyodide/pyodide.mjs";
