// Keeps what the page has shown, so that it opens and plays kept tunes while the studio is away.

const FILES = "tunesmith.files";
const ANSWERS = "tunesmith.answers";
const MOST_ANSWERS = 400;
const SHOWN = /^\/($|api\/v1\/(?!.*\/render\/))/; // the page, and what it lists and opens, but no files
const ASKED = /^\/api\/v1\/(performance|check|below|playability|following)$/; // questions with the same answer each time
const KEPT = "X-Kept-Answer"; // tells the page that the studio itself did not answer

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepPage());
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.method === "GET" && /^\/(assets|samples)\//.test(pathname)) event.respondWith(file(request));
  else if (request.method === "GET" && SHOWN.test(pathname)) event.respondWith(answer(request, request.url));
  else if (request.method === "POST" && ASKED.test(pathname)) event.respondWith(asked(request));
});

/** The page, its scripts and styles, and the fonts that these name. */
async function keepPage() {
  const files = await caches.open(FILES);
  const page = await fetch("/", { cache: "reload" });
  await (await caches.open(ANSWERS)).put("/", page.clone());
  const names = (text, pattern, base) => [...text.matchAll(pattern)].map(([, name]) => new URL(name, base).href);
  const first = names(await page.text(), /(?:src|href)="([^"]*assets\/[^"]+)"/g, self.location.origin);
  await files.addAll(first);
  const styles = first.filter((name) => name.endsWith(".css"));
  const texts = await Promise.all(styles.map(async (name) => (await files.match(name)).text()));
  await files.addAll(texts.flatMap((text, index) => names(text, /url\(["']?([^"')]+\.woff2)/g, styles[index])));
}

/** A file whose name changes with its content. */
async function file(request) {
  const files = await caches.open(FILES);
  const kept = await files.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await files.put(request, response.clone());
  return response;
}

async function asked(request) {
  const body = new TextEncoder().encode(await request.clone().text());
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return answer(request, `${request.url}?${[...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`);
}

/** The studio's answer, or while it is away its last one. */
async function answer(request, name) {
  const answers = await caches.open(ANSWERS);
  try {
    const response = await fetch(request);
    if (response.ok) await keepAnswer(answers, name, response.clone());
    return response;
  } catch (error) {
    const kept = await answers.match(name);
    if (!kept) throw error;
    const headers = new Headers(kept.headers);
    headers.set(KEPT, "yes");
    return new Response(kept.body, { status: kept.status, headers });
  }
}

async function keepAnswer(answers, name, response) {
  await answers.put(name, response);
  const names = await answers.keys();
  const old = names.filter(({ url }) => new URL(url).pathname !== "/").slice(0, Math.max(0, names.length - MOST_ANSWERS));
  await Promise.all(old.map((key) => answers.delete(key)));
}
