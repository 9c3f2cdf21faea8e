import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

const SERVICE = "http://127.0.0.1:5000";

/** `--mode site` builds the page that needs no server, for any folder of any host. */
export default defineConfig(({ mode }) => ({
  root: new URL(".", import.meta.url).pathname,
  base: mode === "site" ? "./" : "/",
  plugins: [svelte()],
  build: {
    outDir: mode === "site" ? "../../../../build/page" : "../static",
    emptyOutDir: true,
    assetsInlineLimit: 0, // the content policy allows no data: fonts
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800, // the engraver alone is 500 kB
  },
  server: { proxy: { "/api": SERVICE, "/samples": SERVICE, "/healthz": SERVICE } },
}));
