import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

const SERVICE = "http://127.0.0.1:5000";

export default defineConfig({
  root: new URL(".", import.meta.url).pathname,
  plugins: [svelte()],
  build: {
    outDir: "../static",
    emptyOutDir: true,
    assetsInlineLimit: 0, // the content policy allows no data: fonts
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800, // the engraver alone is 500 kB
  },
  server: { proxy: { "/api": SERVICE, "/samples": SERVICE, "/healthz": SERVICE } },
});
