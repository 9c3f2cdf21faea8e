/** What lies beside the worker once it is built. */
declare module "*/engraver.js" {
  export function engrave(request: string): string;
}
declare module "*/pyodide.mjs" {
  export function loadPyodide(options: Record<string, any>): Promise<any>;
}
