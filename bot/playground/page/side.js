// Beside the chat: the clock, scenarios, what just happened, help; on a phone a sheet.

import { toast } from "./chat.js";
import { byId, el } from "./dom.js";
import { rich } from "./rich.js";
import { hour, moment, setZone, zoneName } from "./time.js";
import { get, post } from "./wire.js";

/** @typedef {import("./wire.js").Time} Time */

const narrow = matchMedia("(max-width: 720px)");
const side = byId("side");

export class Side {
  /** @param {{play: (name: string) => Promise<void>, zoned: () => void}} acts */
  constructor(acts) {
    this.acts = acts;
    this.chat = 0;
    /** @type {?Time} */
    this.time = null;
    this.since = 0;
    byId("skip-nudge").addEventListener("click", () => this.skip("nudge"));
    byId("skip-day").addEventListener("click", () => this.skip("day"));
    byId("open-side").addEventListener("click", () => this.open(true));
    byId("close-side").addEventListener("click", () => this.open(false));
    byId("shade").addEventListener("click", () => this.open(false));
    side.addEventListener("keydown", (event) => event.key === "Escape" && this.open(false));
    byId("open-help").addEventListener("click", () => this.help());
    byId("close-help").addEventListener("click", () => byId("help").close());
    narrow.addEventListener("change", () => this.open(false));
    this.open(false);
    setInterval(() => this.tick(), 1000);
  }

  /** @param {boolean} open */
  open(open) {
    const sheet = narrow.matches;
    const was = side.classList.contains("open");
    side.classList.toggle("open", sheet && open);
    side.inert = sheet && !open;
    byId("shade").hidden = !(sheet && open);
    byId("open-side").setAttribute("aria-expanded", String(open));
    if (sheet && open) byId("close-side").focus({ preventScroll: true });
    else if (sheet && was) byId("open-side").focus({ preventScroll: true });
  }

  async scenarios() {
    const list = await get("/scenarios");
    byId("scenarios").replaceChildren(...list.map(({ name, title, line }) => {
      const button = el("button", { type: "button", "data-name": name }, el("b", {}, title), el("span", {}, line));
      button.addEventListener("click", () => this.play(name));
      return button;
    }));
  }

  /** @param {string} name */
  async play(name) {
    const buttons = [...byId("scenarios").children];
    for (const button of buttons) button.disabled = true;
    try {
      await this.acts.play(name);
      this.open(false);
    } finally {
      for (const button of buttons) button.disabled = false;
      this.mark(name);
    }
  }

  /** @param {string} name */
  mark(name) {
    for (const button of byId("scenarios").children) button.setAttribute("aria-current", String(button.dataset.name === name));
  }

  /** Asks again for all that may have changed. @param {number} chat */
  async refresh(chat) {
    this.chat = chat;
    const [time, happened] = await Promise.all([get(`/phones/${chat}/clock`), get(`/phones/${chat}/happened`)]);
    if (chat !== this.chat) return;
    this.set(time);
    this.tell(happened);
  }

  /** @param {Time} time */
  set(time) {
    this.time = time;
    this.since = performance.now();
    if (setZone(time.zone)) this.acts.zoned();
    byId("skip-nudge").disabled = !time.next;
    byId("clock-note").textContent = `${zoneName()}${time.next ? ` · next nudge ${moment(time.next)}` : " · no nudge planned"}`;
    this.tick();
  }

  tick() {
    if (!this.time) return;
    const now = new Date(Date.parse(this.time.now) + performance.now() - this.since);
    byId("clock").textContent = moment(now);
    byId("clock").dateTime = now.toISOString();
    byId("status-clock").textContent = hour(now);
  }

  /** @param {"nudge" | "day"} to */
  async skip(to) {
    const button = byId(`skip-${to}`);
    button.setAttribute("aria-busy", "true");
    try {
      this.set(await post(`/phones/${this.chat}/skip`, { to }));
      await this.refresh(this.chat);
      this.open(false);
    } catch (error) {
      toast(error.message);
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  /** @param {Record<string, string[]>} happened */
  tell(happened) {
    const lines = Object.entries(happened).filter(([, body]) => body.length).flatMap(([head, body]) =>
      [el("dt", {}, head), ...body.map((line) => el("dd", {}, line))]);
    const nothing = el("dd", { className: "nothing" }, "Say or tap something, and the way the bot decided appears here.");
    byId("happened").replaceChildren(...(lines.length ? lines : [nothing]));
  }

  async help() {
    const { text, entities } = await get("/help");
    byId("help-text").replaceChildren(...rich(text, entities));
    byId("help").showModal();
  }
}
