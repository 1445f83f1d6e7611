// One message → its bubble.

import { el, icon } from "./dom.js";
import { rich } from "./rich.js";
import { hour } from "./time.js";

/**
 * @typedef {import("./wire.js").Message} Message
 * @typedef {import("./wire.js").Button} Button
 * @typedef {(message: Message, button: Button) => void} Tap
 */

const CHIPS = {
  voice: "Voice message",
  sticker: "Sticker",
  location: "Location",
  photo: "Photo",
  video: "Video",
  document: "Document",
};
/** The person asks for no movement. */
export const still = matchMedia("(prefers-reduced-motion: reduce)");

/** @param {Message} message @param {Tap} tap */
export function turn(message, tap) {
  const node = el("div", { className: message.mine ? "turn mine" : "turn" });
  node.classList.toggle("keyed", message.rows.length > 0);
  node.append(bubble(message));
  if (message.rows.length) node.append(rows(message, tap));
  return node;
}

/** @param {Message} message */
function bubble(message) {
  const node = el("div", { className: "bubble" });
  node.append(el("span", { className: "hidden" }, message.mine ? "You: " : "Lumbar: "));
  if (message.forwarded) node.append(el("span", { className: "forwarded" }, "Forwarded from Ben"));
  if (message.media) {
    const shown = media(message);
    node.classList.toggle("pictured", shown.classList.contains("picture"));
    node.append(shown);
  }
  if (message.text) node.append(el("span", { className: "text" }, ...rich(message.text, message.entities)));
  node.append(meta(message));
  if (message.reactions.length) {
    node.append(el("div", { className: "reactions" }, ...message.reactions.map((one) => el("span", {}, one))));
  }
  return node;
}

/** @param {Message} message */
function meta(message) {
  const parts = el("span", { className: "meta" });
  if (message.edited) parts.append("edited ");
  parts.append(el("time", { dateTime: message.at }, hour(message.at)));
  if (message.mine) parts.append(ticks());
  return parts;
}

function ticks() {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 18 11");
  svg.setAttribute("class", "ticks");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", "m1 6 3.5 3.5L12 1.5M8.5 8.5l1 1L17 1.5");
  svg.append(path);
  return svg;
}

/** @param {Message} message */
function media(message) {
  const { kind, src, type, name } = message.media;
  if (message.mine) return el("span", { className: "chip" }, icon(kind in CHIPS ? pictogram(kind) : "document"), CHIPS[kind] ?? kind);
  const alt = message.text.split("\n")[0] || "Picture";
  if (kind === "audio" || kind === "voice") return el("audio", { controls: true, src, "aria-label": alt });
  if (type.startsWith("video/")) return video(src, alt);
  if (type.startsWith("image/")) return el("img", { className: "picture", src, alt, loading: "lazy" });
  return el("a", { className: "chip", href: src, download: name }, icon("document"), name || "File");
}

/** @param {string} kind */
function pictogram(kind) {
  return { location: "pin", video: "photo" }[kind] ?? kind;
}

/** @param {string} src @param {string} label */
function video(src, label) {
  const moving = !still.matches;
  const props = { className: "picture", src, loop: true, muted: true, playsInline: true, autoplay: moving };
  return el("video", { ...props, controls: !moving, "aria-label": label });
}

/** @param {Message} message @param {Tap} tap */
function rows(message, tap) {
  return el("div", { className: "rows" }, ...message.rows.map((row) =>
    el("div", { className: "row" }, ...row.map((button) => key(message, button, tap)))));
}

/** @param {Message} message @param {Button} button @param {Tap} tap */
function key(message, button, tap) {
  if (button.url) {
    return el("a", { href: button.url, target: "_blank", rel: "noopener noreferrer" }, button.label, icon("out", "corner"));
  }
  const node = el("button", { type: "button", className: button.style ?? "" }, button.label);
  if (button.waiting) node.setAttribute("aria-busy", "true");
  node.addEventListener("click", () => tap(message, button));
  return node;
}
