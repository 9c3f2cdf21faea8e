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
  if (hasLink(location.hash)) return openLink((abc) => workbench.arrive(abc, null));
  await attempt(() => workbench.restore(tuneInAddress() ?? undefined));
}

/** The address was changed by hand, by a link, or by going back or forward. */
export async function follow(): Promise<void> {
  if (hasLink(location.hash)) return openLink((abc) => workbench.bring(abc));
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
    if (unsaved) return announcer.say("This tune was changed elsewhere meanwhile. Keep keeps your text as a new tune.");
    workbench.took(now);
    announcer.say("This tune was changed elsewhere. This is how it is now.");
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (!tune || error.status !== 404) return; // that the studio is away is said elsewhere
    workbench.lost(tune.id);
    announcer.say("This tune was deleted elsewhere. Its text stays here; Keep keeps it again.");
  }
}

async function openLink(put: (abc: string) => void): Promise<void> {
  const { hash } = location;
  history.replaceState(null, "", location.pathname);
  try {
    const abc = await tuneInLink(hash);
    put(abc);
    announcer.say(workbench.abc === abc ? "Opened the tune of the link. It is not kept yet." : "Undo shows the tune of the link.");
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
