// What this browser remembers of its user's taste: the theme, and how tunes are played.

export type Theme = "system" | "light" | "dark";

/** Swing goes from 50 (even) to 75 (dotted), in percent of a beat; speed is in percent of the tune's own. */
export interface Playing {
  instrument: string;
  chords: boolean;
  swing: number;
  countIn: boolean;
  speed: number;
  playWhenFinished: boolean;
}

const THEME = "tunesmith.theme";
const PLAYING = "tunesmith.playing";
const DEFAULTS: Playing = {
  instrument: "fiddle",
  chords: true,
  swing: 50,
  countIn: false,
  speed: 100,
  playWhenFinished: true,
};
const NEXT: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };

class Preferences {
  theme = $state<Theme>(storedTheme());
  playing = $state<Playing>(storedPlaying());

  /** The theme on the document; the style sheet follows the system where it is not said. */
  applyTheme(): void {
    if (this.theme === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = this.theme;
  }

  turnTheme(): void {
    this.theme = NEXT[this.theme];
    localStorage.setItem(THEME, this.theme);
    this.applyTheme();
  }

  play(change: Partial<Playing>): void {
    this.playing = { ...this.playing, ...change };
    localStorage.setItem(PLAYING, JSON.stringify(this.playing));
  }
}

function storedTheme(): Theme {
  const stored = localStorage.getItem(THEME);
  return stored === "light" || stored === "dark" ? stored : "system";
}

function storedPlaying(): Playing {
  const stored = JSON.parse(localStorage.getItem(PLAYING) ?? "{}") as Partial<Playing>;
  return { ...DEFAULTS, ...stored };
}

export const preferences = new Preferences();
