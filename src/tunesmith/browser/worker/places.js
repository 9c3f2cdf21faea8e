/**
 * Where files lie that do not lie beside this one, under other names or packed: `tunesmith.browser.site` writes it anew.
 * @type {Record<string, string>}
 */
export const PLACES = { "pyodide.asm.wasm": "pyodide/pyodide.asm.wasm" };
