// Plain text with entities → nodes. Offsets count UTF-16 units, as JavaScript strings do.

import { el } from "./dom.js";

/** @typedef {import("./wire.js").Entity} Entity */

const TAGS = {
  bold: "b",
  italic: "i",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
};

/** @param {string} text @param {Entity[]} entities @returns {Node[]} */
export function rich(text, entities) {
  return stretch(text, 0, text.length, [...entities]);
}

/** @param {string} text @param {number} from @param {number} to @param {Entity[]} entities outermost first; used up */
function stretch(text, from, to, entities) {
  const nodes = [];
  let at = from;
  while (entities.length && entities[0].offset < to) {
    const entity = entities.shift();
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset > at) nodes.push(document.createTextNode(text.slice(at, entity.offset)));
    const node = element(entity);
    node.append(...stretch(text, entity.offset, end, entities));
    nodes.push(node);
    at = end;
  }
  if (at < to) nodes.push(document.createTextNode(text.slice(at, to)));
  return nodes;
}

/** @param {Entity} entity */
function element(entity) {
  if (entity.type === "text_link") return link(entity.url ?? "");
  if (entity.type === "spoiler") return spoiler();
  if (entity.type === "bot_command") return el("span", { className: "command" });
  return el(TAGS[entity.type] ?? "span");
}

/** @param {string} url */
function link(url) {
  const safe = /^(https?|tel|mailto|tg):/i.test(url);
  return safe ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }) : el("span");
}

function spoiler() {
  const node = el("span", { className: "spoiler", tabindex: "0", role: "button", "aria-label": "Hidden text" });
  const show = () => {
    node.classList.add("shown");
    node.removeAttribute("aria-label");
  };
  node.addEventListener("click", show);
  node.addEventListener("keydown", (event) => event.key === "Enter" && show());
  return node;
}
