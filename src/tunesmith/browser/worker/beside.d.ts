/** Pyodide lies beside the worker once it is built. */
declare module "*/pyodide.mjs" {
  export function loadPyodide(options: Record<string, any>): Promise<any>;
}
