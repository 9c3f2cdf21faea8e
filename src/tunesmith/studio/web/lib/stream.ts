// Composing that can be watched: the service's server-sent events, read from the answer to a POST.

import { send } from "./api";
import { Problem } from "./problem";
import type { ComposeOptions, Tune } from "./types";

/** What is told on the way; `text` is what was just written, `bars` how many bars are closed. */
export interface Watcher {
  start(seed: number): void;
  text(text: string): void;
  bar(bars: number): void;
}

interface ServerEvent {
  name: string;
  data: string;
}

/** Compose a tune and watch; aborting cancels the composing too. Rejects with a Problem or an AbortError. */
export async function composeWatched(options: ComposeOptions, watcher: Watcher, signal: AbortSignal): Promise<Tune> {
  const response = await send("POST", "/api/v1/tunes/stream", options, signal);
  if (!response.body) throw new Problem(0, "the studio sent nothing");
  for await (const event of eventsOf(response.body)) {
    const data: unknown = JSON.parse(event.data);
    if (event.name === "start") watcher.start((data as { seed: number }).seed);
    else if (event.name === "text") watcher.text((data as { text: string }).text);
    else if (event.name === "bar") watcher.bar((data as { bars: number }).bars);
    else if (event.name === "done") return data as Tune;
    else if (event.name === "problem") throw problem(data as { status: number; detail: string });
  }
  throw new Problem(0, "the studio fell silent in the middle of the tune");
}

function problem({ status, detail }: { status: number; detail: string }): Problem {
  return new Problem(status, detail);
}

async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let waiting = "";
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const blocks = (waiting + piece.value.replaceAll("\r\n", "\n")).split("\n\n");
    waiting = blocks.pop() ?? "";
    for (const block of blocks) {
      const event = eventOf(block);
      if (event) yield event;
    }
  }
}

/** One event out of its lines; null for a comment that only keeps the line open. */
function eventOf(block: string): ServerEvent | null {
  let name = "message";
  const data: string[] = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("event:")) name = line.slice(6).trim();
    else if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
  }
  return data.length ? { name, data: data.join("\n") } : null;
}
