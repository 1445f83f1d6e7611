// The log: what changed since the last look, day marks, where it is scrolled to, toasts.

import { still, turn } from "./bubble.js";
import { byId, el } from "./dom.js";
import { day } from "./time.js";

/**
 * @typedef {import("./wire.js").Phone} Phone
 * @typedef {import("./wire.js").Message} Message
 */

const NEAR = 90; // pixels from the end that still count as being there
const TOAST = 3500; // milliseconds
const log = byId("log");
const toEnd = byId("to-end");

export class Chat {
  /** @param {import("./bubble.js").Tap} tap */
  constructor(tap) {
    this.tap = (message, button) => {
      this.acted = true;
      tap(message, button);
    };
    /** @type {Map<number, {json: string, node: HTMLElement}>} */
    this.turns = new Map();
    this.toasts = -1;
    this.first = true;
    this.stuck = true; // to the end, until the person scrolls away from it
    this.acted = false; // the person did something, and will want to see what it brings
    log.addEventListener("scroll", () => (toEnd.hidden = this.stuck || this.atEnd()));
    for (const kind of ["wheel", "touchmove", "keyup", "pointerup"]) {
      log.addEventListener(kind, () => requestAnimationFrame(() => this.looked()), { passive: true });
    }
    log.addEventListener("scrollend", () => this.atEnd() && this.looked());
    toEnd.addEventListener("click", () => this.goToEnd());
    new ResizeObserver(() => this.stuck && this.goToEnd("instant")).observe(log);
  }

  /** Forgets the chat, for another one. */
  clear() {
    this.turns.clear();
    log.replaceChildren();
    this.toasts = -1;
    this.first = true;
    this.stuck = true;
  }

  /** Draws everything again, as after a change of zone. @param {Phone} phone */
  redraw(phone) {
    for (const turn of this.turns.values()) turn.json = "";
    this.first = true;
    this.show(phone);
  }

  /** @param {Phone} phone */
  show(phone) {
    const last = phone.messages.at(-1);
    const isNew = last && !this.turns.has(last.id);
    const news = phone.messages.map((message) => this.draw(message)).includes(true);
    this.arrange(phone);
    this.say(phone);
    if (this.first) this.goToEnd("instant");
    else if ((news || phone.typing) && (this.stuck || (isNew && (last.mine || this.acted)))) this.goToEnd();
    if (isNew) this.acted = last.mine;
    this.first = false;
  }

  looked() {
    this.stuck = this.atEnd();
    toEnd.hidden = this.stuck;
  }

  atEnd() {
    return log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
  }

  /** @param {ScrollBehavior} [behavior] */
  goToEnd(behavior = still.matches ? "instant" : "smooth") {
    this.stuck = true;
    toEnd.hidden = true;
    log.scrollTo({ top: log.scrollHeight, behavior });
  }

  /** @param {Message} message @returns {boolean} whether it is new or another */
  draw(message) {
    const json = JSON.stringify(message);
    const old = this.turns.get(message.id);
    if (old?.json === json) return false;
    const node = turn(message, this.tap);
    if (!old) {
      if (!this.first) node.classList.add("arrives");
    } else {
      this.replace(old, node, message);
    }
    this.turns.set(message.id, { json, node });
    return true;
  }

  /** @param {{json: string, node: HTMLElement}} old @param {HTMLElement} node @param {Message} message */
  replace(old, node, message) {
    const before = old.json ? JSON.parse(old.json) : message;
    const focused = old.node.contains(document.activeElement);
    if (before.text !== message.text) node.querySelector(".bubble")?.classList.add("changes");
    keepPicture(old.node, node);
    old.node.replaceWith(node);
    if (focused) focusSame(old.node, node);
  }

  /** Puts the bubbles in order, with marks between the days and tails on the last of each run. @param {Phone} phone */
  arrange(phone) {
    const nodes = [];
    phone.messages.forEach((message, place) => {
      const next = phone.messages[place + 1];
      const { node } = this.turns.get(message.id);
      const lastOfDay = !next || day(next.at) !== day(message.at);
      node.classList.toggle("last", lastOfDay || next.mine !== message.mine);
      if (!place || day(phone.messages[place - 1].at) !== day(message.at)) nodes.push(dayMark(message.at));
      nodes.push(node);
    });
    if (!phone.messages.length) nodes.push(intro(phone));
    if (phone.typing) nodes.push(typing());
    settle(nodes);
    const shown = new Set(phone.messages.map((message) => message.id));
    for (const id of this.turns.keys()) if (!shown.has(id)) this.turns.delete(id);
  }

  /** @param {Phone} phone */
  say(phone) {
    if (this.toasts < 0) this.toasts = phone.toasts.length;
    for (const { text } of phone.toasts.slice(this.toasts)) toast(text);
    this.toasts = phone.toasts.length;
  }
}

/** @param {string} text */
export function toast(text) {
  const node = el("div", { className: "toast" }, text);
  byId("toasts").replaceChildren(node);
  setTimeout(() => node.remove(), TOAST);
}

/** Moves only what is out of place, so that nothing playing or focused starts again. @param {HTMLElement[]} nodes */
function settle(nodes) {
  const wanted = new Set(nodes);
  for (const child of [...log.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, place) => {
    if (log.children[place] !== node) log.insertBefore(node, log.children[place] ?? null);
  });
}

/** The same picture goes on playing through an edit of its words. @param {HTMLElement} old @param {HTMLElement} node */
function keepPicture(old, node) {
  const before = old.querySelector(".picture");
  const after = node.querySelector(".picture");
  if (before && after && before.getAttribute("src") === after.getAttribute("src")) after.replaceWith(before);
}

/** @param {HTMLElement} old @param {HTMLElement} node */
function focusSame(old, node) {
  const buttons = [...node.querySelectorAll("button")];
  const label = document.activeElement?.textContent;
  (buttons.find((button) => button.textContent === label) ?? buttons[0] ?? log).focus({ preventScroll: true });
}

/** @param {string} at */
function dayMark(at) {
  const label = day(at);
  const old = [...log.querySelectorAll(".day")].find((mark) => mark.textContent === label);
  return old ?? el("div", { className: "day" }, label);
}

/** @param {Phone} phone */
function intro(phone) {
  return el("div", { className: "intro" }, el("div", {},
    el("img", { src: "/page/lumbar.svg", alt: "", width: 72, height: 72 }),
    el("h2", {}, "What can this bot do?"),
    el("p", {}, phone.intro || "A few minutes a day for a sore lower back. Tap START.")));
}

function typing() {
  const dots = el("div", { className: "dots" }, el("i"), el("i"), el("i"));
  return el("div", { className: "turn last", "aria-label": "Lumbar is typing" }, el("div", { className: "bubble" }, dots));
}
