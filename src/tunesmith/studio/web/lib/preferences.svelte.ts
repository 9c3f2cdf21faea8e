// What this browser remembers of its user's taste: the theme, and how tunes are played.

import { everywhere } from "./storage";

export type Theme = "system" | "light" | "dark";

/** Swing goes from 0 (even) to 1 (two to one), null is as the dance has it; speed is in percent of the tune's own.
 *
 * Each round is faster by `climb` percent, up to `fastest`; `times` is how often a whole tune is played. Volumes are in
 * percent; `backing` is who plays along, null is as the dance has it.
 */
export interface Playing {
  instrument: string;
  chords: boolean;
  swing: number | null;
  countIn: boolean;
  speed: number;
  playWhenFinished: boolean;
  times: number;
  climb: number;
  fastest: number;
  metronome: boolean;
  melodyVolume: number;
  backingVolume: number;
  backing: string | null;
  melodyMuted: boolean;
  /** Of how many bars a phrase is that is to be answered; 0 for none. */
  answer: number;
}

/** How scores are printed; `tablature` is null where there is none. */
interface Printing {
  paper: string;
  tablature: string | null;
}

const THEME = "tunesmith.theme";
const PLAYING = "tunesmith.sound";
const STRINGS = "tunesmith.strings";
const PLAYS = "tunesmith.plays";
const PRINTING = "tunesmith.print";
const DEFAULTS: Playing = {
  instrument: "fiddle",
  chords: true,
  swing: null,
  countIn: false,
  speed: 100,
  playWhenFinished: true,
  times: 1,
  climb: 0,
  fastest: 100,
  metronome: false,
  melodyVolume: 100,
  backingVolume: 100,
  backing: null,
  melodyMuted: false,
  answer: 0,
};
const NEXT: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };

class Preferences {
  theme = $state<Theme>(storedTheme());
  playing = $state<Playing>({ ...DEFAULTS, ...everywhere.get<Partial<Playing>>(PLAYING) });
  printing = $state<Printing>({ paper: usualPaper(), tablature: null, ...everywhere.get<Partial<Printing>>(PRINTING) });

  /** For which instrument there is tablature below the notes; "" for none. */
  strings = $state(everywhere.get<string>(STRINGS) ?? "");

  /** The instrument that the user plays. */
  plays = $state(everywhere.get<string>(PLAYS) ?? "fiddle");

  setPlays(name: string): void {
    this.plays = name;
    everywhere.put(PLAYS, name);
  }

  showStrings(name: string): void {
    this.strings = name;
    everywhere.put(STRINGS, name);
  }

  /** The theme on the document; the style sheet follows the system where it is not said. */
  applyTheme(): void {
    if (this.theme === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = this.theme;
  }

  turnTheme(): void {
    this.theme = NEXT[this.theme];
    everywhere.put(THEME, this.theme);
    this.applyTheme();
  }

  play(change: Partial<Playing>): void {
    this.playing = { ...this.playing, ...change };
    everywhere.put(PLAYING, this.playing);
  }

  print(change: Partial<Printing>): void {
    this.printing = { ...this.printing, ...change };
    everywhere.put(PRINTING, this.printing);
  }
}

function storedTheme(): Theme {
  const stored = everywhere.get(THEME);
  return stored === "light" || stored === "dark" ? stored : "system";
}

/** Letter where it is what printers hold, A4 everywhere else. */
function usualPaper(): string {
  return /-(US|CA|MX|PH)$/.test(navigator.language) ? "letter" : "a4";
}

export const preferences = new Preferences();
