// How a visit begins, and what it finds when it is taken up again: addresses, links, and what others did meanwhile.

import { tuneInAddress } from "./address";
import { announcer } from "./announce.svelte";
import { api } from "./api";
import { workbench } from "./workbench.svelte";
import { composing } from "./composing.svelte";
import { library } from "./library.svelte";
import { hasLink, tuneInLink } from "./link";
import { Problem } from "./problem";

const GONE = "The tune at this address is not kept any more.";
const UNREADABLE = "The tune in this link cannot be read; perhaps the link was cut short.";

/** Show what the address asks for, or else what was on the bench the last time. */
export async function begin(): Promise<void> {
  composing.recall();
  if (hasLink(location.hash)) return openLink();
  await attempt(() => workbench.restore(tuneInAddress() ?? undefined));
}

/** The address was changed by hand, by a link, or by going back or forward. */
export async function follow(): Promise<void> {
  if (hasLink(location.hash)) return openLink();
  const id = tuneInAddress();
  if (id && id !== workbench.tune?.id) await attempt(async () => workbench.open(await api.tune(id)));
}

/** Take in what other tabs and other people did while the page was out of sight. */
export async function lookAgain(): Promise<void> {
  const { tune, unsaved } = workbench;
  try {
    await library.load();
    if (!tune) return;
    const now = await api.tune(tune.id);
    if (workbench.tune !== tune || now.abc === tune.abc) return;
    workbench.took(now);
    if (unsaved) announcer.say("This tune was changed elsewhere meanwhile. Keep puts your text in its place.");
    else announcer.say("This tune was changed elsewhere. This is how it is now.");
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (!tune || error.status !== 404) return; // that the studio is away is said elsewhere
    workbench.lost(tune.id);
    announcer.say("This tune was deleted elsewhere. Its text stays here; Keep keeps it again.");
  }
}

async function openLink(): Promise<void> {
  const { hash } = location;
  history.replaceState(null, "", location.pathname);
  try {
    workbench.bring(await tuneInLink(hash));
    announcer.say("Opened the tune of the link. It is not kept yet.");
  } catch {
    announcer.complain(UNREADABLE);
  }
}

async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Problem && error.status === 404) announcer.complain(GONE);
    else announcer.failed(error);
  }
}
