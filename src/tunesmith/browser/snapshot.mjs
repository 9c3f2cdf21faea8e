/**
 * The memory of Python after it has imported and warmed up what answers requests, for `_loadSnapshot` of Pyodide:
 * node snapshot.mjs PYODIDE ARCHIVE.zip PROGRAM.py MEMORY.bin
 *
 * Pyodide restores a memory only if it has not grown. So a first Python compiles all modules, for the second to import:
 * compiling leaves much behind.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const COMPILE = `
import io, zipfile
from importlib._bootstrap_external import _code_to_timestamp_pyc

def compiled(content):
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content.to_bytes())) as plain, zipfile.ZipFile(packed, "w") as file:
        for name in plain.namelist():
            if name.endswith(".py"):
                code = compile(plain.read(name), f"/{name}", "exec", optimize=2, dont_inherit=True)
                file.writestr(f"{name}c", _code_to_timestamp_pyc(code))
            elif not name.endswith("/"):
                file.writestr(name, plain.read(name))
    return packed.getvalue()

compiled
`;

const [pyodide, archive, program, memory] = process.argv.slice(2);
const { loadPyodide } = await import(new URL("pyodide.mjs", `${pathToFileURL(pyodide)}/`));
const folder = mkdtempSync(join(tmpdir(), "tunesmith-"));
try {
  const compiled = (await loadPyodide()).runPython(COMPILE);
  const library = join(folder, "python_stdlib.zip");
  writeFileSync(library, compiled(new Uint8Array(readFileSync(join(pyodide, "python_stdlib.zip")))).toJs());
  const modules = compiled(new Uint8Array(readFileSync(archive))).toJs();
  // -OO: without assertions and docstrings, which nobody reads there
  const options = { _makeSnapshot: true, args: ["-OO"], env: { PYTHONHASHSEED: "0" }, stdLibURL: library };
  const python = await loadPyodide(options);
  const before = python._module.HEAP8.length;
  python.unpackArchive(modules, "zip", { extractDir: "/tunesmith" });
  python.runPython(readFileSync(program, "utf-8"));
  clear(python._module);
  if (python._module.HEAP8.length > before) throw new Error("Python's memory has grown: import less");
  writeFileSync(memory, python.makeMemorySnapshot());
} catch (error) {
  console.error(error.message); // not with the line where it was thrown, which has a million characters
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

/** Fill what is free of the memory with zeros, so that it compresses. @param {any} module */
function clear(module) {
  const end = module.HEAPU32[module._emscripten_get_sbrk_ptr() >>> 2];
  const taken = [];
  for (let size = 1 << 16; size >= 16; size >>= 1) {
    for (;;) {
      const address = module._malloc(size);
      taken.push(address);
      if (address + size > end) break;
      module.HEAPU8.fill(0, address, address + size);
    }
  }
  taken.forEach((address) => module._free(address));
}
