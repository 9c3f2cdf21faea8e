// The page's first file: styles, then the application in its place.

import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/print.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { fonts } from "./lib/fonts.svelte";
import { preferences } from "./lib/preferences.svelte";
import { service } from "./lib/backend";

const target = document.getElementById("app");
if (!target) throw new Error("the page has no #app");
preferences.applyTheme();
const refusal = service.refusal();
if (refusal) target.append(alertOf(refusal));
else {
  service.start();
  void fonts.ofThePage().then(() => mount(App, { target }));
}

/** Without it the page works all the same, but not while the studio or the network is away. */
if ("serviceWorker" in navigator && import.meta.env.PROD && !refusal) {
  void service.started.then(() => navigator.serviceWorker.register(service.worker)).catch(() => {});
}

function alertOf(words: string): HTMLElement {
  const alert = Object.assign(document.createElement("p"), { role: "alert", textContent: words });
  alert.style.margin = "2rem";
  return alert;
}
