// Files that the page hands out.

import type { FileFormat } from "./types";

/** Save a file under a name made of its title. */
export function save(file: Blob, title: string, ending: string): void {
  const address = URL.createObjectURL(file);
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = `${title.replace(/[\\/:*?"<>|\s]+/g, " ").trim() || "tune"}.${ending}`;
  anchor.click();
  window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** What files are for, in the order in which the page offers them. */
export const FILE_KINDS: { kind: FileFormat["kind"]; label: string }[] = [
  { kind: "score", label: "Score" },
  { kind: "sound", label: "Sound" },
  { kind: "film", label: "Film" },
  { kind: "data", label: "For other programs" },
];
