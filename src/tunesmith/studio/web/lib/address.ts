// The page's address: `#tune=` and the id of the tune on the bench, so that Back, Forward and Reload find it again.

const NAME = "#tune=";

/** The id of the tune that the address names; null if it names none. */
export function tuneInAddress(): string | null {
  return location.hash.startsWith(NAME) ? decodeURIComponent(location.hash.slice(NAME.length)) : null;
}

/** Let the address name this tune, or none; what it named before can be gone back to. */
export function pointAt(id: string | null): void {
  const before = tuneInAddress();
  if (before === id) return;
  const address = id ? `${NAME}${encodeURIComponent(id)}` : location.pathname;
  if (before) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}
