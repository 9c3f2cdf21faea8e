// The back end of a page without a server: a worker that composes, keeps and answers what a studio would.

const READY = { "/api/v1/choices": "choices.json", "/api/v1/models": "models.json" };
/** The shortest module with an instruction of 128 bits: `v128.const` and `drop`. */
const SIMD = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 23, 1, 21, 0, 253, 12, ...Array<number>(16).fill(0), 26, 11);

/** What the worker tells of an answer. */
interface Message {
  id: number;
  status?: number;
  type?: string;
  piece?: Uint8Array<ArrayBuffer>;
  end?: boolean;
  failed?: string;
}

let worker: Worker | null = null;
let isStarted: () => void;
/** Resolves when the worker has answered for the first time: then all that it is made of has arrived. */
export const started = new Promise<void>((resolve) => (isStarted = resolve));
let asked = 0;
const waiting = new Map<number, (message: Message) => void>();

/** Whether this browser has what the kernel needs. */
export function canCompose(): boolean {
  return typeof DecompressionStream === "function" && typeof WebAssembly === "object" && WebAssembly.validate(SIMD);
}

/** The address of a file of the site. */
export function fileOf(path: string): string {
  return new URL(path, document.baseURI).href;
}

function theWorker(): Worker {
  if (!worker) {
    worker = new Worker(fileOf(`${import.meta.env.VITE_ENGINE}worker.js`), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<Message>) => {
      if (!data.failed) isStarted();
      waiting.get(data.id)?.(data);
    });
    worker.addEventListener("error", () => {
      for (const [id, take] of waiting) take({ id, failed: "the composer of this page did not start" });
      worker = null;
    });
  }
  return worker;
}

/** Start the worker, which takes longer than the page itself. */
export function start(): void {
  theWorker();
}

/** Answer a request as a studio would. */
export async function answered(path: string, request: RequestInit): Promise<Response> {
  const file = READY[path as keyof typeof READY] ?? (path.startsWith("/samples/") ? path.slice(1) : null);
  if (file) return fetch(fileOf(path.startsWith("/samples/") ? file : `${import.meta.env.VITE_ENGINE}${file}`), { signal: request.signal });
  const { method = "GET", signal } = request;
  const version = Number(new Headers(request.headers).get("If-Match")?.replaceAll('"', "") ?? -1);
  const body = new Uint8Array(await new Response(request.body as BodyInit | null).arrayBuffer());
  signal?.throwIfAborted();
  return posed({ method, path, version, body }, signal);
}

function posed(ask: object, signal: AbortSignal | null | undefined): Promise<Response> {
  const id = ++asked;
  return new Promise((resolve, reject) => {
    let body: ReadableStreamDefaultController<Uint8Array> | undefined;
    const fail = (error: unknown) => {
      waiting.delete(id);
      body?.error(error);
      reject(error);
    };
    signal?.addEventListener("abort", () => {
      theWorker().postMessage({ id, cancel: true });
      fail(signal.reason);
    });
    waiting.set(id, ({ status, type = "", piece, end, failed }) => {
      if (failed) return fail(new TypeError(failed));
      if (status) resolve(responseOf(status, type, (controller) => (body = controller)));
      if (piece?.length) body?.enqueue(piece);
      if (!end) return;
      waiting.delete(id);
      if (body) body.close();
    });
    theWorker().postMessage({ id, ask });
  });
}

function responseOf(status: number, type: string, start: (controller: ReadableStreamDefaultController<Uint8Array>) => void): Response {
  const stream = new ReadableStream<Uint8Array>({ start });
  return new Response(status === 204 ? null : stream, { status, headers: { "Content-Type": type } });
}
