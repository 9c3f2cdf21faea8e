// What answers the page: a studio over the network, or this browser itself. Nothing else on the page tells them apart.

import { answered, canCompose, fileOf, start, started } from "./in-browser";

/** What answers, and what there is of it. */
interface Service {
  /** Answers a request as `fetch` does. */
  ask(path: string, request: RequestInit): Promise<Response>;
  /** Whether tunes are kept in this browser and nowhere else: then they are kept safe as a file. */
  alone: boolean;
  /** Whether tunes are compared with known ones without being asked to: their index need not be fetched first. */
  comparesAtOnce: boolean;
  /** Start what takes long, before the page asks for anything. */
  start(): void;
  /** What makes the page open without a network, and when the line is free for it. */
  worker: string;
  started: Promise<void>;
  /** Why this browser cannot show the page; "" if it can. */
  refusal(): string;
}

const studio: Service = {
  ask: (path, request) => fetch(path, request),
  alone: false,
  comparesAtOnce: true,
  start: () => {},
  worker: "/sw.js",
  started: Promise.resolve(),
  refusal: () => "",
};

const site: Service = {
  ask: (path, request) => answered(path, request),
  alone: true,
  comparesAtOnce: false,
  start,
  worker: fileOf("sw.js"),
  started,
  refusal: () =>
    canCompose() ? "" : "Tunesmith needs a browser of 2023 or later: this one cannot run what composes the tunes (WebAssembly with SIMD).",
};

export const service: Service = import.meta.env.MODE === "site" ? site : studio;
