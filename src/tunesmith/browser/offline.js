// Keeps the site, so that it opens and composes without a network. `SITE` stands before this when the site is built: its
// version, and its files, whose names change with their content but for the few in `top`.

const CACHE = `tunesmith-${SITE.version}`;
const ASKED_FOR = "tunesmith-asked-for"; // what not every visitor needs: samples, the larger model, known tunes
const PACKED = ".gz";

self.addEventListener("install", (event) => event.waitUntil(keepAll().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(forgetOthers().then(() => self.clients.claim())));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(self.registration.scope)) event.respondWith(answer(request));
});

/** Every file of this version; what an earlier one had under the same name is taken from there. */
async function keepAll() {
  const cache = await caches.open(CACHE);
  for (const name of SITE.files) {
    const kept = SITE.top.includes(name) ? undefined : await caches.match(name);
    await cache.put(name, kept ?? (await fetched(name)));
  }
}

async function fetched(name) {
  const response = await fetch(name, { cache: SITE.top.includes(name) ? "no-cache" : "default" });
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return unpacked(name, response);
}

/** What is packed is kept unpacked: later visits begin sooner. */
function unpacked(name, response) {
  if (!name.endsWith(PACKED)) return response;
  const type = name.endsWith(`.wasm${PACKED}`) ? "application/wasm" : "application/octet-stream";
  const body = response.body.pipeThrough(new DecompressionStream("gzip"));
  return new Response(body, { headers: { "Content-Type": type, "X-Unpacked": "gzip" } });
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => ![CACHE, ASKED_FOR].includes(name)).map((name) => caches.delete(name)));
}

/** What is kept, or what the host has, which is kept from then on. */
async function answer(request) {
  const page = request.mode === "navigate" ? "./" : request;
  const kept = await caches.match(page, { ignoreSearch: request.mode === "navigate" });
  if (kept) return kept;
  const response = await fetch(request);
  if (!response.ok) return response;
  const given = unpacked(new URL(request.url).pathname, response);
  await (await caches.open(ASKED_FOR)).put(request, given.clone());
  return given;
}
