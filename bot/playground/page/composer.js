// Typing: the text field, the command list with `/` completion, attachments, START and the quick replies.

import { byId, el, icon } from "./dom.js";

/**
 * @typedef {{command: string, description: string}} Command
 * @typedef {{says: (text: string) => void, sends: (kind: string) => void,
 *   shares: (latitude: number, longitude: number) => void}} Acts
 * @typedef {import("./wire.js").Phone} Phone
 */

const PLACES = [
  ["London", 51.507, -0.128],
  ["Lisbon", 38.722, -9.139],
  ["New York", 40.713, -74.006],
  ["São Paulo", -23.55, -46.633],
  ["Kyiv", 50.45, 30.523],
  ["Sydney", -33.869, 151.209],
];
const KINDS = [["photo", "Photo"], ["voice", "Voice message"], ["sticker", "Sticker"], ["document", "Document"]];
const SHORT = matchMedia("(max-height: 560px)");

const text = byId("text");
const popup = byId("popup");
const attachments = byId("attachments");
const menu = byId("menu");

export class Composer {
  /** @param {Acts} acts */
  constructor(acts) {
    this.acts = acts;
    this.chosen = 0;
    /** @type {Command[]} */
    this.commands = [];
    /** @type {Command[]} */
    this.listed = [];
    this.keyboard = "";
    this.listen();
  }

  listen() {
    byId("composer").addEventListener("submit", (event) => this.send(event));
    byId("start").addEventListener("click", () => this.acts.says("/start"));
    text.addEventListener("input", () => this.complete());
    text.addEventListener("keydown", (event) => this.keydown(event));
    menu.addEventListener("click", () => (popup.hidden ? this.open("") : this.close()));
    byId("attach").addEventListener("click", () => (attachments.hidden ? this.openAttachments() : this.close()));
    byId("toggle-keys").addEventListener("click", () => this.showKeys(byId("keys").hidden));
    document.addEventListener("pointerdown", (event) => {
      if (!event.target.closest(".popup, #menu, #attach, #text")) this.close();
    });
    byId("composer").addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    attachments.addEventListener("keydown", (event) => event.key === "Escape" && (this.close(), byId("attach").focus()));
  }

  /** @param {Phone} phone */
  show(phone) {
    const begun = phone.started && phone.messages.length > 0;
    const hadFocus = document.activeElement === byId("start");
    byId("start").hidden = begun;
    byId("composer").hidden = !begun;
    if (begun && hadFocus) text.focus();
    text.placeholder = phone.placeholder || "Message";
    const keyboard = JSON.stringify(phone.keyboard);
    if (keyboard !== this.keyboard) {
      this.keyboard = keyboard;
      this.drawKeys(phone);
    }
  }

  /** @param {Phone} phone */
  drawKeys(phone) {
    const keys = byId("keys");
    const labels = phone.keyboard.flat();
    keys.replaceChildren(...phone.keyboard.map((row) =>
      el("div", { className: "row" }, ...row.map((key) => this.key(key)))));
    byId("toggle-keys").hidden = !labels.length;
    this.showKeys(labels.length > 0 && !SHORT.matches);
  }

  /** @param {{label: string, location: boolean}} key */
  key(key) {
    const button = el("button", { type: "button" }, key.label);
    button.addEventListener("click", () => (key.location ? this.openAttachments() : this.acts.says(key.label)));
    return button;
  }

  /** @param {boolean} shown */
  showKeys(shown) {
    byId("keys").hidden = !shown;
    byId("toggle-keys").setAttribute("aria-expanded", String(shown));
  }

  /** @param {Event} event */
  send(event) {
    event.preventDefault();
    const typed = text.value.trim();
    this.close();
    if (!typed) return;
    text.value = "";
    this.grown();
    this.acts.says(typed);
    text.focus();
  }

  grown() {
    byId("composer").classList.toggle("typed", text.value !== "");
  }

  complete() {
    this.grown();
    const typed = /^\/(\w*)$/.exec(text.value);
    if (typed) this.open(typed[1]);
    else this.close();
  }

  /** @param {KeyboardEvent} event */
  keydown(event) {
    if (event.isComposing) return;
    if (!popup.hidden && this.listed.length && this.choose(event)) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey) this.send(event);
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the list took the key */
  choose(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.chosen = (this.chosen + step + this.listed.length) % this.listed.length;
      this.mark();
      return true;
    }
    if (event.key === "Enter") this.pick(this.listed[this.chosen]);
    if (event.key === "Tab") this.fill(this.listed[this.chosen]);
    return event.key === "Enter" || event.key === "Tab";
  }

  /** @param {string} beginning */
  open(beginning) {
    this.close();
    this.listed = this.commands.filter((one) => one.command.startsWith(beginning.toLowerCase()));
    popup.replaceChildren(...this.listed.map((one, place) => this.option(one, place)));
    if (!this.listed.length && beginning) return;
    if (!this.listed.length) popup.append(el("p", {}, "This bot has no commands yet."));
    popup.hidden = false;
    this.chosen = 0;
    this.mark();
    for (const node of [menu, text]) node.setAttribute("aria-expanded", "true");
    text.focus({ preventScroll: true });
  }

  /** @param {Command} command @param {number} place */
  option(command, place) {
    const node = el("div", { id: `command-${place}`, role: "option" }, el("b", {}, `/${command.command}`), el("span", {}, command.description));
    node.addEventListener("click", () => this.pick(command));
    return node;
  }

  mark() {
    [...popup.children].forEach((node, place) => node.setAttribute("aria-selected", String(place === this.chosen)));
    popup.children[this.chosen]?.scrollIntoView({ block: "nearest" });
    text.setAttribute("aria-activedescendant", `command-${this.chosen}`);
  }

  /** @param {Command} command */
  pick(command) {
    text.value = "";
    this.grown();
    this.close();
    this.acts.says(`/${command.command}`);
  }

  /** @param {Command} command */
  fill(command) {
    text.value = `/${command.command} `;
    this.grown();
    this.close();
  }

  close() {
    popup.hidden = true;
    attachments.hidden = true;
    text.removeAttribute("aria-activedescendant");
    for (const node of [menu, text, byId("attach")]) node.setAttribute("aria-expanded", "false");
  }

  openAttachments() {
    this.close();
    const files = KINDS.map(([kind, name]) => this.entry(kind, name, () => this.acts.sends(kind)));
    const places = PLACES.map(([name, latitude, longitude]) =>
      this.entry("pin", `Location: ${name}`, () => this.acts.shares(latitude, longitude)));
    attachments.replaceChildren(...places, ...files);
    attachments.hidden = false;
    byId("attach").setAttribute("aria-expanded", "true");
    attachments.firstElementChild.focus();
  }

  /** @param {string} picture @param {string} name @param {() => void} act */
  entry(picture, name, act) {
    const node = el("button", { type: "button", role: "menuitem" }, icon(picture), name);
    node.addEventListener("click", () => {
      this.close();
      act();
      text.focus({ preventScroll: true });
    });
    return node;
  }
}
