// A link that holds a whole tune: `#abc=` and the text, deflated (RFC 1950), as base64url.

const NAME = "#abc=";
const LONGEST = 100_000; // characters, as the service has it; also what a hostile link may unfold to

export async function linkTo(abc: string): Promise<string> {
  const deflated = new Blob([abc]).stream().pipeThrough(new CompressionStream("deflate"));
  const bytes = new Uint8Array(await new Response(deflated).arrayBuffer());
  const text = btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return `${location.origin}${location.pathname}${NAME}${text}`;
}

/** Whether an address's fragment holds a tune. */
export function hasLink(fragment: string): boolean {
  return fragment.startsWith(NAME);
}

/** The tune in a fragment that holds one; rejects if it cannot be read. */
export async function tuneInLink(fragment: string): Promise<string> {
  const packed = fragment.slice(NAME.length).replaceAll("-", "+").replaceAll("_", "/");
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const reader = inflated.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let abc = "";
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    abc += piece.value;
    if (abc.length > LONGEST) {
      await reader.cancel();
      throw new Error("the tune in this link is too long");
    }
  }
  return abc;
}
