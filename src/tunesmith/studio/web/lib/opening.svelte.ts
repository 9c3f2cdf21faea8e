// Opening what people bring along: files, tunebooks, pasted and dropped text. Nothing of it is dropped in silence.

import { tick } from "svelte";
import { announcer } from "./announce.svelte";
import { api } from "./api";
import { workbench } from "./workbench.svelte";
import { textOf, tunesIn } from "./book";
import { library } from "./library.svelte";
import { wordsFor } from "./problem";
import { titleOf } from "./text";
import { tunebooks } from "./tunebooks.svelte";
import type { Tune } from "./types";

const ABC_FILE = /\.(abc|txt)$/i;
const OTHER_FILE = /\.(musicxml|xml|mxl|midi?)$/i; // which the service turns into ABC
const LARGEST = 5_000_000; // bytes; some ten thousand tunes

/** An imported tune, and its result. */
export interface Brought {
  abc: string;
  title: string;
  kept: Tune | null;
  /** Why it could not be kept. */
  problem: string;
}

class Opening {
  /** Tunes that wait to be kept, and the name of what they came in. */
  tunes = $state.raw<Brought[]>([]);
  name = $state("");
  busy = $state(false);

  get done(): boolean {
    return this.tried === this.tunes.length;
  }

  /** How many of them have been kept or refused. */
  get tried(): number {
    return this.tunes.filter(({ kept, problem }) => kept !== null || problem !== "").length;
  }

  async files(files: Iterable<File>): Promise<void> {
    const texts: string[] = [];
    const refused: string[] = [];
    let name = "";
    for (const file of files) {
      const [text, problem] = await read(file);
      if (problem) refused.push(problem);
      else texts.push(text);
      name ||= file.name.replace(ABC_FILE, "").replace(OTHER_FILE, "");
    }
    if (texts.length) this.texts(texts, name);
    if (refused.length) announcer.complain(refused.join(" "));
  }

  /** One tune goes on the bench; many are listed. */
  texts(texts: string[], name: string): void {
    const tunes = texts.flatMap(tunesIn);
    const [only] = tunes;
    if (!only) return announcer.complain(`There is no tune in ABC in ${name || "this text"}: a tune has a line that begins with K:`);
    if (tunes.length > 1) {
      this.name = name || "Imported";
      this.tunes = tunes.map((abc) => ({ abc, title: titleOf(abc) || "Untitled", kept: null, problem: "" }));
    } else {
      workbench.bring(only);
      announcer.say(`Opened: ${workbench.title}. It is not kept yet.`);
    }
  }

  /** Keep all of them, in a tunebook of the name of what they came in. */
  async keepAll(): Promise<void> {
    this.busy = true;
    try {
      for (const [index, tune] of this.tunes.entries()) if (!tune.kept) await this.#keep(index, tune);
      const kept = this.tunes.map((tune) => tune.kept).filter((tune) => tune !== null);
      const book = kept.length ? await tunebooks.make(this.name, kept) : null;
      const left = this.tunes.length - kept.length;
      announcer.say(`Kept ${kept.length} tunes in the tunebook “${this.name}”.${left ? ` ${left} could not be kept.` : ""}`);
      if (!left) this.close();
      await tick(); // the dialog is closed, and has given the focus back
      if (!left && book) tunebooks.shown = book.id;
    } catch (error) {
      announcer.failed(error);
    } finally {
      this.busy = false;
    }
  }

  open(tune: Brought): void {
    this.close();
    if (tune.kept) workbench.open(tune.kept);
    else workbench.bring(tune.abc);
  }

  close(): void {
    this.tunes = [];
  }

  async #keep(index: number, tune: Brought): Promise<void> {
    let [kept, problem]: [Tune | null, string] = [null, ""];
    try {
      kept = await api.bring(tune.abc);
      library.took(kept);
    } catch (error) {
      problem = wordsFor(error);
    }
    this.tunes = this.tunes.with(index, { ...tune, kept, problem });
  }
}

async function read(file: File): Promise<[string, string]> {
  if (file.size > LARGEST) return ["", `${file.name} is larger than the page opens.`];
  if (OTHER_FILE.test(file.name)) return converted(file);
  const text = await textOf(file);
  if (ABC_FILE.test(file.name) || /^X:/m.test(text)) return [text, ""];
  return ["", `${file.name} cannot be opened: this page reads ABC (.abc, .txt), MusicXML (.musicxml, .xml, .mxl) and MIDI (.mid).`];
}

async function converted(file: File): Promise<[string, string]> {
  try {
    return [await api.convert(file), ""];
  } catch (error) {
    return ["", `${file.name} cannot be opened: ${wordsFor(error)}`];
  }
}

export const opening = new Opening();
