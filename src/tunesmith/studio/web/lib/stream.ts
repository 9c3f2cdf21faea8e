// Composing that can be watched: the service's server-sent events, read from the answer to a POST.

import { send } from "./api";
import { Problem } from "./problem";
import type { ComposeOptions, ProblemDocument, Tune } from "./types";

/** What is told on the way; `text` is what was just written, `bars` how many bars are closed. */
export interface Watcher {
  text(text: string): void;
  bar(bars: number): void;
}

const BROKEN_OFF = "the studio broke off in the middle of the tune; press Compose to try again";

interface ServerEvent {
  name: string;
  data: string;
}

/** Compose a tune and watch; aborting cancels the composing too. Rejects with a Problem or an AbortError. */
export async function composeWatched(options: ComposeOptions, watcher: Watcher, signal: AbortSignal): Promise<Tune> {
  const response = await send("POST", "/api/v1/tunes/stream", options, { signal });
  for await (const event of eventsOf(response)) {
    const data: unknown = JSON.parse(event.data);
    if (event.name === "text") watcher.text((data as { text: string }).text);
    else if (event.name === "bar") watcher.bar((data as { bars: number }).bars);
    else if (event.name === "done") return data as Tune;
    else if (event.name === "problem") throw problem(data as Pick<ProblemDocument, "status" | "detail" | "errors">);
  }
  throw new Problem(503, BROKEN_OFF);
}

function problem({ status, detail, errors }: Pick<ProblemDocument, "status" | "detail" | "errors">): Problem {
  return new Problem(status, detail, errors);
}

async function* eventsOf({ body }: Response): AsyncGenerator<ServerEvent> {
  let waiting = "";
  for await (const piece of textOf(body)) {
    const blocks = (waiting + piece.replaceAll("\r\n", "\n")).split("\n\n");
    waiting = blocks.pop() ?? "";
    for (const block of blocks) {
      const event = eventOf(block);
      if (event) yield event;
    }
  }
}

/** A body's text as it comes; rejects with a Problem where the line breaks, with an AbortError where it was cut here. */
async function* textOf(body: Response["body"]): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const reader = body?.getReader();
  while (reader) {
    const piece = await reader.read().catch((error: unknown) => {
      throw error instanceof DOMException ? error : new Problem(503, BROKEN_OFF);
    });
    if (piece.done) return;
    yield decoder.decode(piece.value, { stream: true });
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
