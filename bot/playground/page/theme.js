// Light or dark: as the computer says, until the person says otherwise.

import { byId } from "./dom.js";

const KEY = "theme";
const dark = matchMedia("(prefers-color-scheme: dark)");
const root = document.documentElement;

function show() {
  const theme = localStorage.getItem(KEY) ?? (dark.matches ? "dark" : "light");
  root.dataset.theme = theme;
  byId("theme").setAttribute("aria-label", theme === "dark" ? "Light colours" : "Dark colours");
  byId("theme").querySelector("use").setAttribute("href", theme === "dark" ? "#i-sun" : "#i-moon");
}

export function themed() {
  dark.addEventListener("change", show);
  byId("theme").addEventListener("click", () => {
    localStorage.setItem(KEY, root.dataset.theme === "dark" ? "light" : "dark");
    show();
  });
  show();
}
