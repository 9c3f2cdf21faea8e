// Every call of the service but the stream. Each resolves to the answer or rejects with a Problem.

import { presence } from "./presence.svelte";
import { Problem, problemOf } from "./problem";
import type { CheckAnswer, Choices, Model, Origin, Performance, Tune, TunePage, Tunebook } from "./types";

type Method = "GET" | "POST" | "PATCH" | "DELETE";

export interface Library {
  query?: string;
  starred?: boolean;
  cursor?: string;
}

/** A checked response; where the studio wants its key, it waits for the user to give it. */
export async function send(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  const type: Record<string, string> = body === undefined ? {} : { "Content-Type": "application/json" };
  const ask = () =>
    answered(path, { method, headers: { ...type, ...presence.authorization }, body: JSON.stringify(body), signal });
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
    const response = await fetch(path, request);
    presence.seen();
    return response;
  } catch (error) {
    if (request.signal?.aborted) throw error;
    presence.lost();
    throw new Problem(0, "the studio does not answer");
  }
}

async function json<Answer>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<Answer> {
  return (await (await send(method, path, body, signal)).json()) as Answer;
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

  check: (abc: string, signal?: AbortSignal) => json<CheckAnswer>("POST", "/api/v1/check", { abc }, signal),
  performance: (abc: string, swing: number | null) => json<Performance>("POST", "/api/v1/performance", { abc, swing }),
  origin: (abc: string, signal?: AbortSignal) => json<Origin>("POST", "/api/v1/origin", { abc }, signal),
  chords: async (abc: string) => (await json<{ abc: string }>("POST", "/api/v1/chords", { abc })).abc,
  render: async (abc: string, format: string, options: object) =>
    (await send("POST", "/api/v1/render", { abc, format, options })).blob(),

  tune: (id: string) => json<Tune>("GET", at(tunes, id)),
  list: ({ query, starred, cursor }: Library) => {
    const asked = new URLSearchParams();
    if (query) asked.set("query", query);
    if (starred) asked.set("starred", "true");
    if (cursor) asked.set("cursor", cursor);
    return json<TunePage>("GET", `${tunes}?${asked}`);
  },
  bring: (abc: string) => json<Tune>("POST", `${tunes}/import`, { abc }),
  change: (id: string, change: { title?: string; starred?: boolean; abc?: string }) =>
    json<Tune>("PATCH", at(tunes, id), change),
  remove: (id: string) => send("DELETE", at(tunes, id)),
  vary: (id: string, bars: string, temperature: number) =>
    json<Tune>("POST", at(tunes, id, "/vary"), { bars, temperature }),
  proceed: (id: string, temperature: number) => json<Tune>("POST", at(tunes, id, "/continue"), { temperature }),
  mend: (id: string) => json<Tune>("POST", at(tunes, id, "/mend")),
  transpose: (id: string, semitones: number) => json<Tune>("POST", at(tunes, id, "/transpose"), { semitones }),

  books: async () => (await json<{ tunebooks: Tunebook[] }>("GET", books)).tunebooks,
  makeBook: (title: string, ids: string[]) => json<Tunebook>("POST", books, { title, tunes: ids }),
  changeBook: (id: string, change: { title?: string; tunes?: string[] }) =>
    json<Tunebook>("PATCH", at(books, id), change),
  removeBook: (id: string) => send("DELETE", at(books, id)),
  bookFile: async (id: string, format: "abc" | "pdf", paper: string) =>
    (await send("GET", at(books, id, `/render/${format}?${new URLSearchParams({ paper })}`))).blob(),
};
