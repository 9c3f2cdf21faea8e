// Whether the fonts of scores are there: without them nothing on a score can be measured.

const FACES = ["12px 'STIX Two Text'", "italic 12px 'STIX Two Text'", "bold 12px 'STIX Two Text'"];

class Fonts {
  ready = $state(false);

  constructor() {
    void Promise.all(FACES.map((face) => document.fonts.load(face))).finally(() => (this.ready = true));
  }
}

export const fonts = new Fonts();
