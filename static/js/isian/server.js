/* Talking with the server: every answer the grid knows, as one kind of object. Nothing here touches the page. */

const TIMEOUT = 30000;

function csrfToken() {
  // Signing in again changes the token, so it is read anew each time.
  return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

/** The kinds of answer: `ok` and `tidak` (conflicts, problems, refusal) come from the server; the others are none. */
async function ask(method, url, body) {
  // No header of our own on GET: the browser would not recognise the data that the page told it to fetch early.
  const headers = {};
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET") headers["X-CSRFToken"] = csrfToken();
  let answer;
  try {
    answer = await fetch(url, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin",
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT),
    });
  } catch (error) {
    if (!(error instanceof TypeError) && !(error instanceof DOMException)) throw error;
    return { kind: "putus", message: "Server tidak dapat dihubungi." };
  }
  const isJson = (answer.headers.get("Content-Type") ?? "").includes("application/json");
  const data = isJson ? await answer.json() : {};
  if (answer.ok && isJson) return { kind: "ok", data };
  if (answer.status === 401) return { kind: "sesi", data };
  if (answer.status === 403 && !isJson) return { kind: "sesi", data };
  if (answer.status === 409) return { kind: "bentrok", data };
  if (answer.status === 422) return { kind: "galat", data };
  if (answer.status === 403 || answer.status === 404 || answer.status === 400) {
    return { kind: "ditolak", data, message: data.reason ?? "Server menolak permintaan ini." };
  }
  return { kind: "putus", message: `Server sedang bermasalah (${answer.status}).` };
}

/** The addresses of the page's root element as functions. */
export function connect(addresses, bagian) {
  const numbered = (template, number) => template.replace(/0\/$/, `${number}/`);
  const query = (url, values) => `${url}?${new URLSearchParams(values)}`;
  return {
    data: () => ask("GET", addresses.data),
    save: (batch) => ask("PATCH", addresses.sel, batch),
    check: (batch) => ask("POST", addresses.periksa, batch),
    changes: (sejak) => ask("GET", query(addresses.perubahan, { sejak })),
    history: (row, col) => ask("GET", query(addresses.riwayat, { row, col })),
    undoable: () => ask("GET", addresses.urungan),
    undo: (changeset) => ask("POST", addresses.urungkan, { changeset }),
    structure: (body) => ask("POST", addresses.baris, body),
    nomenclature: (parent, q) => ask("GET", query(addresses.nomenklatur, { parent: parent ?? "", q, bagian })),
    explanationAddress: (indikator) => addresses.jelaskan.replace("/0/?", `/${indikator}/?`),
    moneyExplanationAddress: (simpul) => addresses.jelaskan_anggaran.replace("/0/?", `/${simpul}/?`),
    panelAddress: (indikator) => numbered(addresses.panel, indikator),
    formAddress: (simpul) => query(numbered(addresses.formulir, simpul), { bagian }),
  };
}
