// Files that the page hands out.

/** Save a file under a name made of its title. */
export function save(file: Blob, title: string, ending: string): void {
  const address = URL.createObjectURL(file);
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = `${title.replace(/[\\/:*?"<>|\s]+/g, " ").trim() || "tune"}.${ending}`;
  anchor.click();
  window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

export const FORMAT_NAMES: Record<string, string> = {
  abc: "ABC text",
  pdf: "PDF, to print",
  svg: "SVG score",
  png: "PNG picture",
  mid: "MIDI",
  mp3: "MP3 sound",
  wav: "WAV sound",
  flac: "FLAC sound",
  ogg: "Ogg sound",
  m4a: "M4A sound",
  mp4: "MP4 film, notes lit",
};
