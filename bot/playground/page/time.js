// The bot's time, in the zone of the person, or UTC while it is unknown.

let zone = "UTC";

/** @param {?string} name @returns {boolean} whether it changed */
export function setZone(name) {
  const before = zone;
  zone = name ?? "UTC";
  return zone !== before;
}

export const zoneName = () => zone.replaceAll("_", " ");

/** @param {string | Date} at */
export const hour = (at) => say(at, { hour: "2-digit", minute: "2-digit" });

/** @param {string | Date} at */
export const day = (at) => say(at, { weekday: "long", day: "numeric", month: "long" });

/** @param {string | Date} at */
export const moment = (at) => say(at, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/** @param {string | Date} at @param {Intl.DateTimeFormatOptions} parts */
function say(at, parts) {
  return new Intl.DateTimeFormat("en-GB", { ...parts, timeZone: zone }).format(new Date(at));
}
