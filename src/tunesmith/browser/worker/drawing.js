/** Draws scores: the engraver's scripts are fetched when they are first asked for. Python asks (`tunesmith.browser.drawing`). */

export class Engraver {
  /** @type {((request: string) => string) | undefined} */
  #engrave;

  /** Have the scripts; whether they are here. */
  async opened() {
    try {
      ({ engrave: this.#engrave } = await import("./engraver.js"));
    } catch {
      return false; // the next one who asks may have a network
    }
    return true;
  }

  /** @param {string} request */
  draw(request) {
    if (!this.#engrave) throw new Error("the engraver is not opened");
    try {
      return this.#engrave(request);
    } catch (error) {
      return JSON.stringify({ failed: String(error) });
    }
  }
}
