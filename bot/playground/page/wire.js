// What goes to the server and comes from it.

/**
 * @typedef {{type: string, offset: number, length: number, url?: string}} Entity
 * @typedef {{label: string, data: ?string, url: ?string, copies: ?string, style: ?string, waiting: boolean}} Button
 * @typedef {{kind: string, src: string, type: string, name: string}} Media
 * @typedef {{id: number, mine: boolean, at: string, edited: boolean, forwarded: boolean, reactions: string[],
 *   media: ?Media, rows: Button[][], text: string, entities: Entity[]}} Message
 * @typedef {{chat: number, name: string, started: boolean, blocked: boolean, intro: string, typing: boolean,
 *   messages: Message[], keyboard: {label: string, location: boolean}[][], placeholder: string,
 *   toasts: {text: string, alert: boolean}[]}} Phone
 * @typedef {{now: string, zone: ?string, next: ?string}} Time
 */

/** @param {string} path @returns {Promise<any>} */
export async function get(path) {
  return answer(await fetch(path));
}

/** @param {string} path @param {object} [body] @returns {Promise<any>} */
export async function post(path, body = {}) {
  return answer(
    await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  );
}

/**
 * The chat, each time it changes. The browser connects again by itself.
 * @param {number} chat @param {(phone: Phone) => void} show @param {(connected: boolean) => void} connected
 * @returns {() => void} ends it
 */
export function follow(chat, show, connected) {
  const source = new EventSource(`/phones/${chat}/stream`);
  source.onmessage = (event) => show(JSON.parse(event.data));
  source.onopen = () => connected(true);
  source.onerror = () => connected(false);
  return () => source.close();
}

/** @param {Response} response */
async function answer(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(body.error ?? response.statusText);
  return body;
}
