// When fonts are there: those of scores, without which nothing on a score can be measured, and those of the page.

const OF_SCORES = ["12px 'STIX Two Text'", "italic 12px 'STIX Two Text'", "bold 12px 'STIX Two Text'"];
const OF_THE_PAGE = [
  ...["400", "500", "700"].map((weight) => `${weight} 16px 'Alegreya Sans'`),
  "16px Alegreya",
  "italic 16px Alegreya",
  "16px 'Fira Mono'",
];
const PATIENCE_MS = 1000;

class Fonts {
  ready = $state(false);

  constructor() {
    void loaded(OF_SCORES).then(() => (this.ready = true));
  }

  /** Until the page can be drawn in its own letters. Those that take too long are left out until it is opened again, so
   * that nothing moves when they come. */
  async ofThePage(): Promise<void> {
    await Promise.race([loaded(OF_THE_PAGE), new Promise((resolve) => window.setTimeout(resolve, PATIENCE_MS))]);
  }
}

/** Until these are there, or cannot come. */
async function loaded(faces: string[]): Promise<void> {
  await Promise.allSettled(faces.map((face) => document.fonts.load(face)));
}

export const fonts = new Fonts();
