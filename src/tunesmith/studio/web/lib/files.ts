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
  pdf: "PDF, to print",
  png: "PNG picture",
  svg: "SVG drawing",
  mp3: "MP3",
  m4a: "M4A",
  ogg: "Ogg",
  wav: "WAV",
  flac: "FLAC",
  mp4: "MP4, notes lit as they sound",
  mid: "MIDI",
  musicxml: "MusicXML, for notation programs",
  mxl: "MusicXML, compressed",
  abc: "ABC text",
};

export const FILE_KINDS = [
  { kind: "Score", formats: ["pdf", "png", "svg"] },
  { kind: "Sound", formats: ["mp3", "m4a", "ogg", "wav", "flac"] },
  { kind: "Film", formats: ["mp4"] },
  { kind: "For other programs", formats: ["mid", "musicxml", "mxl", "abc"] },
];
