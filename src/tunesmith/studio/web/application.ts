// The application in its place.

import { mount } from "svelte";
import App from "./App.svelte";
import { fonts } from "./lib/fonts.svelte";
import { preferences } from "./lib/preferences.svelte";

const target = document.getElementById("app");
if (!target) throw new Error("the page has no #app");
preferences.applyTheme();
void fonts.ofThePage().then(() => mount(App, { target }));
