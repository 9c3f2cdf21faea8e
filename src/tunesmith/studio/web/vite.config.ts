import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type Plugin } from "vite";

const SERVICE = "http://127.0.0.1:5000";

/** Names the application's script in the page, so that it is fetched beside the first one, and kept with it. */
const applicationInPage = (base: string): Plugin => ({
  name: "application-in-page",
  transformIndexHtml: {
    order: "post",
    handler: (_, { bundle = {} }) =>
      Object.values(bundle)
        .filter((file) => file.type === "chunk" && file.isDynamicEntry)
        .map(({ fileName }) => ({ tag: "link", attrs: { rel: "modulepreload", crossorigin: "", href: base + fileName }, injectTo: "head" })),
  },
});

/** `--mode site` builds the page that needs no server, for any folder of any host. */
export default defineConfig(({ mode }) => ({
  root: new URL(".", import.meta.url).pathname,
  base: mode === "site" ? "./" : "/",
  plugins: [svelte(), applicationInPage(mode === "site" ? "./" : "/")],
  build: {
    outDir: mode === "site" ? "../../../../build/page" : "../static",
    emptyOutDir: true,
    assetsInlineLimit: 0, // the content policy allows no data: fonts
    modulePreload: { polyfill: false },
    cssCodeSplit: false, // one file of styles, named in the page
    chunkSizeWarningLimit: 800, // the engraver alone is 500 kB
  },
  server: { proxy: { "/api": SERVICE, "/samples": SERVICE, "/healthz": SERVICE } },
}));
