// Puts the page together: which chat is open, and who is told when it changes.

import { Chat, toast } from "./chat.js";
import { Composer } from "./composer.js";
import { byId } from "./dom.js";
import { Side } from "./side.js";
import { themed } from "./theme.js";
import { follow, get, post } from "./wire.js";

/** @typedef {import("./wire.js").Phone} Phone */

const REST = 150; // milliseconds of quiet before the side is asked again
const TYPING = 5000; // milliseconds that Telegram shows a chat action

let open = 0;
/** @type {?Phone} */
let shown = null;
let leave = () => {};
let resting = 0;
let typing = 0;

const act = (verb, body) => post(`/phones/${open}/${verb}`, body).catch((error) => toast(error.message));

const chat = new Chat((message, button) => {
  if (button.copies) navigator.clipboard.writeText(button.copies).then(() => toast("Copied"));
  else if (!button.waiting) act("taps", { message: message.id, data: button.data });
});
const composer = new Composer({
  says: (text) => act("says", { text }),
  sends: (kind) => act("media", { kind }),
  shares: (latitude, longitude) => act("location", { latitude, longitude }),
});
const side = new Side({ play, zoned: () => shown && chat.redraw(shown) });

/** @param {Phone} phone */
function show(phone) {
  shown = phone;
  chat.show(phone);
  composer.show(phone);
  const presence = byId("presence");
  presence.textContent = phone.typing ? "typing" : "bot";
  presence.classList.toggle("typing", phone.typing);
  clearTimeout(typing);
  if (phone.typing) typing = setTimeout(() => show({ ...phone, typing: false }), TYPING);
  clearTimeout(resting);
  resting = setTimeout(() => refresh(phone.chat).catch(lost), REST);
}

/** @param {number} id */
async function refresh(id) {
  await side.refresh(id);
  composer.commands = await get("/commands");
}

function lost() {
  byId("presence").textContent = "connecting…";
}

/** @param {number} id */
function enter(id) {
  leave();
  open = id;
  shown = null;
  refresh(id).catch(lost);
  chat.clear();
  localStorage.setItem("chat", String(id));
  history.replaceState(null, "", `?chat=${id}`);
  leave = follow(id, show, (connected) => (connected ? null : lost()));
}

/** @param {string} name */
async function play(name) {
  try {
    enter((await post(`/scenarios/${name}`)).chat);
  } catch (error) {
    toast(error.message);
  }
}

/** The chat of the address, or the last one, or a new one. */
async function begin() {
  const asked = new URLSearchParams(location.search);
  const scenario = asked.get("scenario");
  await side.scenarios();
  if (scenario) {
    await side.play(scenario);
    if (open) return;
  }
  const known = Number(asked.get("chat") ?? localStorage.getItem("chat"));
  const there = known > 0 && (await get(`/phones/${known}`).then(() => true, () => false));
  enter(there ? known : (await post("/phones")).chat);
}

themed();
begin().catch((error) => toast(error.message));
