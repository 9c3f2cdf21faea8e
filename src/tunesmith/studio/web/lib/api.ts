// Every call of the service but the stream. Each resolves to the answer or rejects with a Problem.

import { presence } from "./presence.svelte";
import { Problem, problemOf } from "./problem";
import { service } from "./backend";
import type { Below, CheckAnswer, Choices, ComposeOptions, KeyStep, Model, Origin, Ornaments, Performance, Playability, Tune, TunePage, Tunebook, Version } from "./types";

type Method = "GET" | "POST" | "PATCH" | "DELETE";

export interface Library {
  query?: string;
  starred?: boolean;
  deleted?: boolean;
  cursor?: string;
}

/** Which bars are to vary, how far, and how. */
export interface Variation {
  bars: string;
  change: number;
  temperature: number;
  seed: number;
}

/** How a second part is to be. */
export interface SecondPart {
  temperature: number;
  ending: string;
  best_of: number;
  seed: number;
}

/** Where a tune is transposed: to a key of its mode, or by semitones. */
export type Goal = { key: string } | { semitones: number };

/** What a request may carry beside its body. */
interface More {
  signal?: AbortSignal;
  /** A file to be sent as it is. */
  file?: Blob;
  headers?: Record<string, string>;
}

/** A checked response; where the studio wants its key, it waits for the user to give it. */
export async function send(method: Method, path: string, body?: unknown, more: More = {}): Promise<Response> {
  const kind = more.file ? "application/octet-stream" : "application/json";
  const type: Record<string, string> = body === undefined && !more.file ? {} : { "Content-Type": kind };
  const ask = () => {
    const headers = { ...type, ...more.headers, ...presence.authorization };
    return answered(path, { method, headers, body: more.file ?? JSON.stringify(body), signal: more.signal });
  };
  let response = await ask();
  while (response.status === 401) {
    if (!(await presence.wantKey())) throw new Problem(401, "without its key this studio shows tunes but makes none");
    response = await ask();
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function answered(path: string, request: RequestInit): Promise<Response> {
  try {
    const response = await service.ask(path, request);
    if (response.headers.has("X-Kept-Answer")) presence.lost();
    else presence.seen();
    return response;
  } catch (error) {
    if (request.signal?.aborted) throw error;
    presence.lost();
    throw new Problem(0, "the studio does not answer");
  }
}

async function json<Answer>(method: Method, path: string, body?: unknown, more?: More): Promise<Answer> {
  return (await (await send(method, path, body, more)).json()) as Answer;
}

/** The recorded sound of one note. */
export async function sample(path: string): Promise<ArrayBuffer> {
  return (await send("GET", path)).arrayBuffer();
}

const tunes = "/api/v1/tunes";
const books = "/api/v1/tunebooks";
const at = (folder: string, id: string, rest = "") => `${folder}/${encodeURIComponent(id)}${rest}`;

export const api = {
  choices: () => json<Choices>("GET", "/api/v1/choices"),
  models: async () => (await json<{ models: Model[] }>("GET", "/api/v1/models")).models,

  check: (abc: string, signal?: AbortSignal) => json<CheckAnswer>("POST", "/api/v1/check", { abc }, { signal }),
  performance: (abc: string, swing: number | null, accompaniment: string | null) =>
    json<Performance>("POST", "/api/v1/performance", { abc, swing, accompaniment }),
  origin: (abc: string, signal?: AbortSignal) => json<Origin>("POST", "/api/v1/origin", { abc }, { signal }),
  below: (abc: string, what: string) => json<Below>("POST", "/api/v1/below", { abc, below: what }),
  playability: (abc: string, instrument: string, signal?: AbortSignal) =>
    json<Playability>("POST", "/api/v1/playability", { abc, instrument }, { signal }),
  /** What players of an instrument may add to a tune, and its text with all of that. */
  ornaments: (abc: string, instrument: string) => json<Ornaments>("POST", "/api/v1/ornaments", { abc, instrument }),
  /** The keys that fit a tune that follows this one, the best first. */
  following: async (abc: string) => (await json<{ keys: string[] }>("POST", "/api/v1/following", { abc })).keys,
  /** Other chord symbols in one bar. */
  chordsInBar: async (abc: string, bar: number, chords: string) =>
    (await json<{ abc: string }>("POST", "/api/v1/chords/bar", { abc, bar, chords })).abc,
  /** A second voice below the melody of a tune of one voice. */
  secondVoice: async (abc: string, instrument: string) =>
    (await json<{ abc: string }>("POST", "/api/v1/second-voice", { abc, instrument })).abc,
  /** A tune composed and kept at once. */
  compose: (options: ComposeOptions) => json<Tune>("POST", tunes, options),
  /** A tune composed and not kept: the text that `compose` keeps for the same options. */
  composed: async (options: ComposeOptions) => (await json<{ abc: string }>("POST", "/api/v1/compose", options)).abc,
  /** Other notes in some bars of any text, which is not kept. */
  varied: async (abc: string, asked: Variation) => (await json<{ abc: string }>("POST", "/api/v1/vary", { abc, ...asked })).abc,
  /** A second part for any text, which is not kept. */
  withSecondPart: async (abc: string, asked: SecondPart) =>
    (await json<{ abc: string }>("POST", "/api/v1/continue", { abc, second_part: true, ...asked })).abc,
  /** Chord symbols where there are none; or anew, in place of those that there are. */
  chords: async (abc: string, anew: boolean) => (await json<{ abc: string }>("POST", "/api/v1/chords", { abc, anew })).abc,
  /** The music of a file of another program as ABC. */
  convert: async (file: Blob) => (await json<{ abc: string }>("POST", "/api/v1/convert", undefined, { file })).abc,
  render: async (abc: string, format: string, options: object) =>
    (await send("POST", "/api/v1/render", { abc, format, options })).blob(),

  tune: (id: string) => json<Tune>("GET", at(tunes, id)),
  list: ({ query, starred, deleted, cursor }: Library) => {
    const asked = new URLSearchParams();
    if (query) asked.set("query", query);
    if (starred) asked.set("starred", "true");
    if (deleted) asked.set("deleted", "true");
    if (cursor) asked.set("cursor", cursor);
    return json<TunePage>("GET", `${tunes}?${asked}`);
  },
  bring: (abc: string) => json<Tune>("POST", `${tunes}/import`, { abc }),
  star: (id: string, starred: boolean) => json<Tune>("PATCH", at(tunes, id), { starred }),
  /** Change a tune that is still as it is here; a Problem that is `stale` if it was changed meanwhile. */
  change: ({ id, version }: Tune, change: { title?: string; abc?: string }) =>
    json<Tune>("PATCH", at(tunes, id), change, { headers: { "If-Match": `"${version}"` } }),
  remove: (id: string) => send("DELETE", at(tunes, id)),
  restore: (id: string) => json<Tune>("POST", at(tunes, id, "/restore")),
  versions: async (id: string) => (await json<{ versions: Version[] }>("GET", at(tunes, id, "/versions"))).versions,
  goBack: (id: string, version: number) => json<Tune>("POST", at(tunes, id, `/versions/${version}/restore`)),
  vary: (id: string, asked: Variation) => json<Tune>("POST", at(tunes, id, "/vary"), asked),
  secondPart: (id: string, asked: SecondPart) => json<Tune>("POST", at(tunes, id, "/continue"), { second_part: true, ...asked }),
  proceed: (id: string, temperature: number) => json<Tune>("POST", at(tunes, id, "/continue"), { temperature }),
  fix: (id: string) => json<Tune>("POST", at(tunes, id, "/fix")),
  transpose: (id: string, goal: Goal) => json<Tune>("POST", at(tunes, id, "/transpose"), goal),

  books: async (deleted = false) =>
    (await json<{ tunebooks: Tunebook[] }>("GET", `${books}${deleted ? "?deleted=true" : ""}`)).tunebooks,
  book: (id: string) => json<Tunebook>("GET", at(books, id)),
  makeBook: (title: string, ids: string[]) => json<Tunebook>("POST", books, { title, tunes: ids }),
  changeBook: (id: string, change: { title?: string; tunes?: string[] }) =>
    json<Tunebook>("PATCH", at(books, id), change),
  removeBook: (id: string) => send("DELETE", at(books, id)),
  /** A tunebook beside this one with all tunes moved as far, the first one to the goal. */
  transposeBook: (id: string, goal: Goal) => json<Tunebook>("POST", at(books, id, "/transpose"), goal),
  /** Each tune's key, and whether it fits after the one before. */
  keysOf: async (id: string) => (await json<{ steps: KeyStep[] }>("GET", at(books, id, "/keys"))).steps,
  restoreBook: (id: string) => json<Tunebook>("POST", at(books, id, "/restore")),
  /** All kept tunes with their recipes, as a file; and back. */
  takeOut: async () => (await send("GET", "/api/v1/export")).blob(),
  bringBack: async (file: Blob) => (await json<{ kept: number }>("POST", "/api/v1/export", undefined, { file })).kept,
  /** A whole tunebook as one file (`render`), or each of its tunes as a file in a ZIP file (`files`). */
  bookFile: async (id: string, as: "render" | "files", format: string, options: Record<string, string>, signal: AbortSignal) =>
    (await send("GET", at(books, id, `/${as}/${format}?${new URLSearchParams(options)}`), undefined, { signal })).blob(),
};
