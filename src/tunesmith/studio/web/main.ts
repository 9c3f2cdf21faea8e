// The page's first file: styles, then the application in its place.

import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/print.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { preferences } from "./lib/preferences.svelte";

const target = document.getElementById("app");
if (!target) throw new Error("the page has no #app");
preferences.applyTheme();
mount(App, { target });

/** Without it the page works all the same, but not while the studio is away. */
if ("serviceWorker" in navigator && import.meta.env.PROD) navigator.serviceWorker.register("/sw.js").catch(() => {});
