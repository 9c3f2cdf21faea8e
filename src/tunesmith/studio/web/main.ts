// The page's first file: its styles, and the start of what takes long; then it fetches the application.

import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/print.css";
import { service } from "./lib/backend";

const refusal = service.refusal();
if (refusal) document.body.append(alertOf(refusal));
else {
  service.start();
  void import("./application");
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
