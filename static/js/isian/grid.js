/* The entry grid: brings sheet, table, keys, clipboard, queue and dialogs together. */

import { amountOf, ungrouped } from "../angka.js";
import { Changes } from "./changes.js";
import { OWN_TYPE, formatBlock, placeBlock, readClipboard } from "./clipboard.js";
import { askConflicts } from "./conflicts.js";
import { debounce, dialog, h, usePage } from "./dom.js";
import { Editor } from "./editor.js";
import { Find } from "./find.js";
import { openHistory } from "./history.js";
import { KEY_HELP, editorKey, gridKey } from "./keys.js";
import { checkLocally, previewPaste } from "./paste_dialog.js";
import { Queue, uuid } from "./queue.js";
import { Selection } from "./selection.js";
import { connect } from "./server.js";
import { Sheet, keyOf } from "./sheet.js";
import { Notices, Toast, closedBecause, drawCell, drawSaving } from "./status.js";
import { Structure } from "./structure.js";
import { Totals, drawTotals } from "./totals.js";
import { Tree } from "./tree.js";
import { Undo } from "./undo.js";
import { View } from "./view.js";

const root = document.getElementById("petak");
const part = (name) => root.querySelector(`[data-petak="${name}"]`);
const { urls, bagian } = JSON.parse(document.getElementById("isian-konfigurasi").textContent);

const server = connect(urls, bagian);
const notices = new Notices(part("pesan"));
const toast = new Toast(part("ujar"));
const gridElement = part("kisi");
usePage(root.dataset.ikon, gridElement);
let connection = { online: true, session: true, person: true };
let sheet, tree, totals, view, selection, editor, queue, undo, structure, find, changes;

const told = (text, kind) => toast.show(text, kind);
const drawTotalsSoon = debounce(() => drawTotals(part("jumlah"), totals), 30);

/* ------------------------------------------------------------------ start */

async function start() {
  const answer = await server.data();
  if (answer.kind !== "ok") {
    notices.set("muat", {
      kind: "galat",
      text: answer.kind === "sesi" ? "Sesi Anda berakhir." : `Rencana belum dapat dimuat. ${answer.message}`,
      actions: answer.kind === "sesi" ? [{ label: "Masuk lagi", href: signInAddress() }] : [{ label: "Coba lagi", run: () => location.reload() }],
    });
    return;
  }
  sheet = new Sheet(answer.data);
  tree = new Tree(sheet);
  totals = new Totals(sheet);
  gridElement.hidden = false;
  view = new View(gridElement, { sheet, tree, totals, on: { toggled: (row) => fold(row) } });
  await view.ready;
  selection = new Selection(view, () => drawStatus());
  editor = new Editor(view, { typing, commit: commitEdit, cancel: () => cancelEdit() });
  queue = new Queue({
    // What waits belongs to the section it was typed in.
    name: [root.dataset.orang, sheet.plan.slug, ...(sheet.section.utama ? [] : [bagian])].join(":"),
    save: (batch) => server.save(batch),
    heard: { saved, conflicts, decided: (batch) => settleCells(batch.cells), problems, changed: () => drawState() },
  });
  undo = new Undo({ server, queue, on: { restored, again, applied, told } });
  structure = new Structure({ server, ready: () => queue.flush(), on: { done: structureDone, told, addedSource } });
  find = new Find(part("cari"), { sheet, view, on: { shown: showCell, closed: () => gridElement.focus() } });
  listen();
  drawAll();
  if (view.rows.length) selection.go(...firstPlace());
  showAsked();
  if (sheet.plan.writable) {
    offerLeftBehind();
    undo.begin();
  }
  changes = new Changes({ server, revisi: sheet.plan.revisi, person: root.dataset.orang, on: { changed: othersChanged, structure: reload, state: connectionChanged } });
  if (sheet.isEmpty) part("kosong").querySelector("button")?.focus();
  else gridElement.focus({ preventScroll: true });
  root.dataset.siap = "1";
}

/** Where a person begins: at the first row that can be filled in, by its name or where names are only shown, its figure. */
function firstPlace() {
  const rowIndex = Math.max(0, view.rows.findIndex((row) => row.canEdit.size > 0));
  const columnIndex = sheet.section.menata ? 0 : view.columns.findIndex((column) => view.rows[rowIndex].canEdit.has(column.field));
  return [rowIndex, Math.max(0, columnIndex)];
}

/** Goes to the cell that the address names, ?baris=s12&kolom=realisasi_2:2023, as the explanation of a figure does. */
function showAsked() {
  const asked = new URLSearchParams(location.search);
  if (asked.has("baris")) showCell(asked.get("baris"), asked.get("kolom"));
}

function drawAll() {
  part("kosong").hidden = !sheet.isEmpty;
  gridElement.hidden = sheet.rows.length === 0;
  drawTotals(part("jumlah"), totals);
  drawLocks();
  drawState();
  drawStatus();
}

/** Which columns are closed just now, why, and who can open them. */
function drawLocks() {
  const reasons = new Set(sheet.plan.writable ? sheet.columns.map((column) => column.locked).filter(Boolean) : []);
  notices.set("kunci", reasons.size > 0 && { kind: "info", text: [...reasons].join(" ") });
}

function drawStatus() {
  if (!selection) return;
  drawCell(part("status"), { sheet, view, selection, choose: (row, field, text) => write("ketik", [{ row, field, text }]) });
  const node = selection.isSet ? sheet.nodeRow(selection.active.row) : null;
  const row = selection.isSet ? sheet.byId.get(selection.active.row) : null;
  enable("rincian", Boolean(row?.indikator));
  enable("jelaskan", Boolean(row?.indikator) || (selection.isSet && sheet.isMoney(selection.active.field)));
  enable("formulir", node?.level === "sub_kegiatan");
  for (const name of ["pindah", "hapus"]) enable(name, sheet.plan.writable && Boolean(node));
  enable("riwayat", Boolean(row));
}

function enable(name, on) {
  const button = root.querySelector(`[data-laku="${name}"]`);
  if (!button) return;
  button.setAttribute("aria-disabled", String(!on));
  button.classList.toggle("disabled", !on);
}

/** The state of saving and what has to be done about it. */
function drawState() {
  if (sheet.plan.writable) drawSaving(part("simpan"), queue, connection);
  const expired = queue.state.kind === "sesi" || !connection.session;
  notices.set("sesi", expired && {
    kind: "peringatan",
    text: queue.isEmpty
      ? "Sesi Anda berakhir. Masuk lagi di tab baru, lalu lanjutkan di sini."
      : "Sesi Anda berakhir. Isian yang belum tersimpan aman di peramban ini. Masuk lagi di tab baru, lalu kembali ke sini: isian dikirim sendiri.",
    actions: [{ label: "Masuk lagi di tab baru", href: signInAddress() }, { label: "Kirim ulang", run: () => resend() }],
  });
  notices.set("orang", !connection.person && {
    kind: "galat",
    text: "Peramban ini sekarang masuk sebagai orang lain. Isian di halaman ini tidak dikirim atas nama orang itu. Masuk lagi sebagai diri Anda, atau muat ulang halaman.",
    actions: [{ label: "Muat ulang", run: () => location.reload() }],
  });
  notices.set("ditolak", queue.state.kind === "ditolak" && {
    kind: "galat",
    text: `${queue.state.message} Isian yang belum tersimpan tetap ada di peramban ini.`,
    actions: [{ label: "Kirim ulang", run: () => queue.retry() }],
  });
  notices.set("putus", queue.state.kind === "gagal" && {
    kind: "peringatan",
    text: `${queue.state.message} Isian aman di peramban ini dan dikirim lagi sendiri. Anda dapat terus mengisi.`,
  });
  notices.set("penuh", queue.storageFull && {
    kind: "galat",
    text: "Ruang simpan peramban penuh: isian yang belum tersimpan akan hilang bila halaman ini ditutup.",
  });
}

function signInAddress() {
  const separator = urls.masuk.includes("?") ? "&" : "?";
  return urls.masuk.includes("next=") ? urls.masuk : `${urls.masuk}${separator}next=${encodeURIComponent(location.pathname)}`;
}

/* ----------------------------------------------------------------- typing */

function typing(row, field, text) {
  queue.keepDraft({ row, col: field, text, old: sheet.stored(row, field) });
  if (!sheet.isMoney(field)) return;
  const parsed = sheet.read(row, field, text);
  if (!parsed.problem) rollUp(row, field, parsed.value);
}

function commitEdit(row, field, text) {
  queue.keepDraft(null);
  if (text === sheet.typed(row, field)) {
    rollUp(row, field, sheet.value(row, field));
    return;
  }
  write("ketik", [{ row, field, text }]);
}

function cancelEdit() {
  const { row, field } = selection.active;
  queue.keepDraft(null);
  rollUp(row, field, sheet.value(row, field));
}

/** Reads typed texts and queues what can be read; the rest stays in the cell with its problem. */
function write(act, entries) {
  const cells = [];
  for (const { row, field, text, desimal } of entries) {
    const parsed = sheet.read(row, field, text, desimal);
    const cell = { row, col: field, old: sheet.stored(row, field), new: text, text, desimal, value: parsed.value };
    if (parsed.problem) {
      const choices = parsed.choices.map((choice, index) => ({ text: choice, label: parsed.readings[index] }));
      const unread = { ...cell, message: parsed.problem, choices };
      sheet.waiting.set(keyOf(row, field), unread);
      queue.keepUnreadable(unread);
    } else if (parsed.value === cell.old) {
      queue.forget(row, field);
      if (queue.cells.some((one) => one.row === row && one.col === field)) cells.push(cell);
      else sheet.waiting.delete(keyOf(row, field));
    } else {
      cells.push(cell);
    }
  }
  enqueue(act, cells);
  for (const { row, field } of entries) cellChanged(row, field);
  drawStatus();
}

function enqueue(act, cells) {
  if (cells.length === 0) return;
  for (const cell of cells) sheet.waiting.set(keyOf(cell.row, cell.col), cell);
  queue.put(act, cells);
}

/** Paints a cell after its value changed, and everything that is computed from it. */
function cellChanged(row, field) {
  view.repaint(row, field);
  if (sheet.isMoney(field)) rollUp(row, field, sheet.value(row, field));
  else if (field.startsWith("plafon:")) {
    const year = field.slice(7);
    view.repaint(row, `pagu:${year}`, `selisih:${year}`);
    drawTotalsSoon();
  }
}

function rollUp(row, field, value) {
  if (!sheet.isMoney(field) || !totals.isLeaf(sheet.byId.get(row) ?? {})) return;
  const { year } = sheet.byField.get(field);
  for (const above of totals.set(row, field, value)) view.repaint(above, field, `selisih:${year}`);
  view.repaint(row, `selisih:${year}`);
  drawTotalsSoon();
}

/* -------------------------------------------------------------- the queue */

/** Forgets the overlay of cells unless something newer waits for them. */
function settleCells(cells) {
  const waiting = new Map(queue.cells.map((cell) => [keyOf(cell.row, cell.col), cell]));
  for (const { row, col } of cells) {
    const newer = waiting.get(keyOf(row, col));
    if (newer) sheet.waiting.set(keyOf(row, col), newer);
    else sheet.waiting.delete(keyOf(row, col));
    cellChanged(row, col);
  }
}

function saved(batch, data) {
  for (const { row, col, value } of data.cells) sheet.store(row, col, value);
  for (const { row, col } of batch.cells) sheet.doubts.delete(keyOf(row, col));
  for (const { row, col, message, choices } of data.cells) if (message) sheet.doubts.set(keyOf(row, col), { message, choices });
  settleCells(batch.cells);
  undo.saved(data);
  for (const [row, id] of Object.entries(data.indikator ?? {})) {
    const made = sheet.byId.get(row);
    if (made) made.indikator = id;
  }
  if (data.structure) reload();
  drawStatus();
}

async function conflicts(batch, found) {
  if (editor.isOpen) editor.commit();
  const typed = new Map(batch.cells.map((cell) => [keyOf(cell.row, cell.col), cell]));
  const asked = found.map((conflict) => ({
    ...conflict,
    yoursText: sheet.shownText(conflict.col, typed.get(keyOf(conflict.row, conflict.col))?.value ?? null) || "(kosong)",
  }));
  const mine = await askConflicts(sheet, asked, keyOf);
  const theirs = new Map(found.map((conflict) => [keyOf(conflict.row, conflict.col), conflict.theirs]));
  for (const conflict of found) sheet.store(conflict.row, conflict.col, conflict.theirs);
  const kept = batch.cells
    .filter((cell) => !theirs.has(keyOf(cell.row, cell.col)) || mine.has(keyOf(cell.row, cell.col)))
    .map((cell) => (theirs.has(keyOf(cell.row, cell.col)) ? { ...cell, old: theirs.get(keyOf(cell.row, cell.col)) } : cell));
  return kept;
}

function problems(batch, found) {
  const typed = new Map(batch.cells.map((cell) => [keyOf(cell.row, cell.col), cell]));
  for (const problem of found) {
    if (problem.row === null) {
      told(problem.message, "galat");
      continue;
    }
    const cell = typed.get(keyOf(problem.row, problem.col));
    if (!cell || queue.batches.some((one) => one.cells.some((other) => other.row === cell.row && other.col === cell.col))) continue;
    queue.keepUnreadable({ ...cell, text: cell.new, message: problem.message, choices: problem.choices ?? [] });
  }
  settleCells(batch.cells);
  const first = found.find((problem) => problem.row !== null);
  if (first) told(`${sheet.nameOf(first.row)}: ${first.message}`, "galat");
  drawStatus();
}

async function resend() {
  await changes.ask();
  queue.retry();
}

function connectionChanged(state) {
  const returned = state.session && state.person && (!connection.session || !connection.person || queue.state.kind === "sesi");
  const online = state.online && queue.state.kind === "gagal";
  connection = state;
  queue.held = !state.person;
  if (returned || online) queue.retry();
  drawState();
}

/** What an earlier page could not save is offered, never sent unasked and never thrown away unasked. */
function offerLeftBehind() {
  const [kept] = queue.leftBehind();
  notices.set("tertinggal", kept && {
    kind: "peringatan",
    text: `Ada ${count(kept)} isian dari ${new Date(kept.at).toLocaleString("id-ID", { dateStyle: "long", timeStyle: "short" })} yang belum tersimpan.`,
    actions: [
      { label: "Simpan sekarang", run: () => resumeLeft(kept) },
      { label: "Lihat isinya", run: () => showLeft(kept) },
      { label: "Buang", run: () => discardLeft(kept) },
    ],
  });
}

function count(kept) {
  return leftCells(kept).length;
}

function leftCells(kept) {
  const draft = kept.draft ? [{ row: kept.draft.row, col: kept.draft.col, new: kept.draft.text, old: kept.draft.old }] : [];
  return [...kept.batches.flatMap((batch) => batch.cells), ...kept.unreadable, ...draft];
}

function resumeLeft(kept) {
  queue.resume(kept);
  for (const cell of queue.cells) sheet.waiting.set(keyOf(cell.row, cell.col), cell);
  if (kept.draft && sheet.byId.has(kept.draft.row)) {
    write("ketik", [{ row: kept.draft.row, field: kept.draft.col, text: kept.draft.text }]);
  }
  settleCells(leftCells(kept));
  offerLeftBehind();
}

function discardLeft(kept) {
  queue.discard(kept);
  offerLeftBehind();
}

function showLeft(kept) {
  const box = dialog(
    { title: "Isian yang belum tersimpan", className: "petak-tertinggal" },
    h(
      "ul",
      {},
      ...leftCells(kept).map((cell) => h("li", {}, `${sheet.nameOf(cell.row)}, ${cell.col}: `, h("strong", {}, cell.new || cell.text || "(kosong)")))
    ),
    h("div", { class: "aksi-formulir" }, h("button", { type: "button", class: "btn btn-primary", onclick: () => { box.close(); resumeLeft(kept); } }, "Simpan sekarang"))
  );
}

/* ------------------------------------------------------- undo, structure */

function restored(cells) {
  settleCells(cells);
  showCell(cells[0].row, cells[0].col);
}

function again(act, cells) {
  write(act, cells.map((cell) => ({ row: cell.row, field: cell.col, text: cell.new ?? cell.text, desimal: cell.desimal })));
  showCell(cells[0].row, cells[0].col);
}

function applied(data) {
  for (const { row, col, value } of data.cells ?? []) sheet.store(row, col, value);
  settleCells(data.cells ?? []);
  if (data.structure) reload();
  else if (data.cells?.length) showCell(data.cells[0].row, data.cells[0].col);
  drawStatus();
}

function showCell(rowId, field) {
  if (!sheet.byId.has(rowId)) return;
  if (tree.reveal(rowId)) view.refreshRows();
  selection.goTo(rowId, field);
}

async function structureDone(data, level, field) {
  undo.saved({ changeset: data.changeset, cells: data.rows });
  const rows = data.rows ?? [];
  const made = rows.filter((row) => !sheet.byId.has(row.row));
  const first = made.find((row) => row.level === level) ?? made[0] ?? rows[0];
  await reload();
  if (first) showCell(first.row, field ?? (first.kind === "indikator" ? "indikator" : "uraian"));
}

/** Takes the whole plan anew, keeping what waits, what is folded and where the person is. */
async function reload() {
  const answer = await server.data();
  if (answer.kind !== "ok") {
    told(answer.message ?? "Silakan masuk lagi.", "galat");
    return;
  }
  const before = view.rows;
  if (editor.isOpen && !answer.data.rows.some((row) => row.row === editor.cell.row)) editor.cancel();
  sheet.load(answer.data);
  for (const cell of queue.cells) sheet.waiting.set(keyOf(cell.row, cell.col), cell);
  totals.rebuild();
  gridElement.hidden = false;
  if (await view.reload()) {
    selection.attach();
    editor.attach();
  }
  if (selection.isSet) selection.settle(before);
  else if (view.rows.length) selection.go(0, 0);
  drawAll();
}

/** How the performance of the current row came about, or its money where that is what the person stands on. */
function explain() {
  const row = sheet.byId.get(selection.active.row);
  const isMoney = sheet.isMoney(selection.active.field);
  if (!isMoney && !row?.indikator) {
    told("Baris ini belum berindikator.");
    return;
  }
  const address = isMoney ? server.moneyExplanationAddress(row.simpul) : server.explanationAddress(row.indikator);
  const place = h("div", { class: "petak-panel-isi" }, "Memuat…");
  dialog({ title: "Kenapa angka ini?", className: "petak-panel" }, place);
  window.htmx.ajax("GET", address, { target: place, swap: "innerHTML" });
}

/** A sumber dana begins to exist with its first pagu; until then its row stands only here. */
async function addedSource(simpul, name) {
  const node = sheet.byId.get(simpul);
  const rowId = `${simpul}:${name}`;
  if (!sheet.byId.has(rowId)) {
    const fields = sheet.money.map((column) => column.field);
    const row = { row: rowId, kind: "sumber_dana", simpul: node.simpul, indikator: null, level: node.level, depth: node.depth + 1, parent: simpul, cells: { sumber_dana: name }, editable: fields };
    const rows = [...sheet.rows];
    rows.splice(rows.indexOf(node) + 1, 0, row);
    const before = view.rows;
    sheet.load({ ...sheet.data, rows });
    await view.reload();
    selection.settle(before);
  }
  showCell(rowId, sheet.money[0].field);
}

async function othersChanged(cells) {
  // Counted cells follow data that stand in another section.
  if (sheet.section.triwulan && cells.some(({ row, col }) => col.startsWith("realisasi_") && !sheet.byId.has(row))) await reload();
  const waiting = new Set(queue.cells.map((cell) => keyOf(cell.row, cell.col)));
  for (const { row, col, value, who, when, mine } of cells) {
    if (!sheet.byId.has(row) || !sheet.byField.has(col)) continue;
    // What waits here was typed over an older value: saving it will ask, so the older value must stay known.
    if (waiting.has(keyOf(row, col)) || (editor.isOpen && editor.cell.row === row && editor.cell.field === col)) continue;
    if (sheet.stored(row, col) === value) continue;
    sheet.store(row, col, value);
    cellChanged(row, col);
    if (!mine) view.flash(row, col, `${who}, ${when}`);
  }
  drawStatus();
}

/* ------------------------------------------------------------ the actions */

function fold(rowId, on) {
  const before = view.rows;
  if (!tree.toggle(rowId, on)) return false;
  view.refreshRows();
  view.repaint(rowId, "uraian");
  selection.settle(before);
  return true;
}

const act = {
  type() {
    const { row, field } = selection.active;
    if (!mayEdit(row, field)) return;
    editor.open(row, field, "");
    editor.cell.replaced = true;
  },
  edit() {
    const { row, field } = selection.active;
    if (mayEdit(row, field)) editor.open(row, field, sheet.typed(row, field));
  },
  clear() {
    const entries = selection.cells().flat().filter(({ row, field }) => sheet.canEdit(row, field) && sheet.typed(row, field) !== "");
    if (entries.length === 0) mayEdit(selection.active.row, selection.active.field);
    write("ketik", entries.map((entry) => ({ ...entry, text: "" })));
  },
  fillDown() {
    const block = selection.cells();
    const source = block.length > 1 ? block[0] : view.rows[selection.block.top - 1] ? block[0].map(({ field }) => ({ row: view.rows[selection.block.top - 1].row, field })) : [];
    const goals = block.length > 1 ? block.slice(1) : block;
    const entries = goals.flatMap((cells) =>
      cells.flatMap(({ row, field }, index) => (source[index] && sheet.canEdit(row, field) ? [{ row, field, ...spelled(source[index].row, field) }] : []))
    );
    write("isi_ke_bawah", entries.filter(({ row, field, text }) => text !== sheet.typed(row, field)));
  },
  step(by) {
    // Tab walks through what can be filled in, row by row, as on a form.
    const columns = view.columns;
    let { rowIndex, columnIndex } = selection;
    for (let tries = view.rows.length * columns.length; tries > 0; tries -= 1) {
      columnIndex += by;
      if (columnIndex < 0 || columnIndex >= columns.length) {
        rowIndex += by;
        columnIndex = by > 0 ? 0 : columns.length - 1;
      }
      if (rowIndex < 0 || rowIndex >= view.rows.length) return;
      if (!sheet.plan.writable || sheet.canEdit(view.rows[rowIndex].row, columns[columnIndex].field)) break;
    }
    selection.go(rowIndex, columnIndex);
  },
  escape: () => selection.go(selection.rowIndex, selection.columnIndex),
  leave: () => root.querySelector("[data-petak=alat] button:not(:disabled, .petak-bagian > button)").focus(),
  fold(on) {
    const { row } = selection.active;
    const target = tree.hasChildren(row) ? row : sheet.byId.get(row).parent;
    if (fold(target, on) && on) selection.goTo(target, selection.active.field);
  },
  find: () => find.open(),
  findNext: (step) => find.next(step),
  save: () => queue.flush(),
  undo: () => undo.undo(),
  redo: () => undo.redo(),
  menu: () => root.querySelector("[data-petak=menu-baris]").click(),
  add: () => mayArrange() && structure.add(sheet, selection.isSet ? selection.active.row : null),
  remove: () => mayArrange() && structure.remove(sheet, selection.active.row),
  move: () => mayArrange() && structure.move(sheet, selection.active.row),
  link: () => mayArrange() && structure.link(sheet, selection.active.row),
  history: () => openHistory({ sheet, server, row: selection.active.row, field: selection.active.field, told }),
  panel: () => openPanel(),
};

function mayEdit(row, field) {
  if (sheet.canEdit(row, field)) return true;
  if (sheet.byField.get(field).kind === "kaitan") act.link();
  else if (!sheet.plan.writable) told(sheet.plan.reason ?? "Rencana ini hanya dapat dibaca.", "galat");
  else told(closedBecause(sheet.byId.get(row), sheet.byField.get(field), sheet));
  return false;
}

function mayStructure() {
  if (sheet.plan.writable) return true;
  told(sheet.plan.reason ?? "Rencana ini hanya dapat dibaca.", "galat");
  return false;
}

/** Rows come, move and go in one section only. */
function mayArrange() {
  if (!mayStructure()) return false;
  if (sheet.section.menata) return true;
  told("Baris ditambah, dipindah, dan dihapus di bagian Program & anggaran.");
  return false;
}

/** The indicator's own form, in a dialog; what it saves comes back with the next look at the changes. */
function openPanel() {
  const row = sheet.byId.get(selection.active.row);
  if (!row?.indikator) {
    told("Baris ini belum berindikator. Ketik teks indikatornya dahulu.");
    return;
  }
  const place = h("div", { class: "petak-panel-isi" }, "Memuat…");
  dialog({ title: "Rincian indikator", className: "petak-panel", onclose: () => changes.ask() }, place);
  window.htmx.ajax("GET", server.panelAddress(row.indikator), { target: place, swap: "innerHTML" });
}

function openKeys() {
  dialog(
    { title: "Tombol pintas lembar isian", className: "petak-tombol" },
    h("dl", { class: "tombol-daftar" }, ...KEY_HELP.flatMap(([keys, meaning]) => [h("dt", {}, h("kbd", {}, keys)), h("dd", {}, meaning)]))
  );
}

/* -------------------------------------------------------------- clipboard */

/** A cell as it can be typed again elsewhere, exactly. */
function spelled(row, field) {
  const desimal = sheet.untypedDecimals(row, field);
  const text = sheet.typed(row, field);
  return desimal === undefined ? { text } : { text, desimal };
}

/** The block twice: [[text for Excel]] and [[{text, desimal?} for us]]. */
function copied() {
  const cells = selection.cells();
  const ours = ({ row, field }) => {
    const own = spelled(row, field);
    return own.text ? own : { text: forExcel(row, field) };
  };
  return [cells.map((line) => line.map(({ row, field }) => forExcel(row, field))), cells.map((line) => line.map(ours))];
}

/** Figures without thousand dots, which Excel reads as numbers; other cells as they are drawn. */
function forExcel(row, field) {
  const column = sheet.byField.get(field);
  if (column.kind === "nama" || sheet.waiting.get(keyOf(row, field))?.message) return sheet.typed(row, field);
  const number = sheet.isFigure(field) ? amountOf(sheet.value(row, field)) : null;
  if (number) return ungrouped(number);
  const shown = view.content(sheet.byId.get(row), column).text;
  return sheet.isFigure(field) ? shown.replaceAll(".", "").replace("\u2212", "-") : shown;
}

async function paste(block) {
  if (block === null) return;
  if (!sheet.plan.writable) {
    mayStructure();
    return;
  }
  const { top, left, height, width } = selection.block;
  const placed = placeBlock(block, {
    sheet,
    rows: view.rows.map((row) => row.row),
    fields: view.columns.map((column) => column.field),
    at: { row: top, column: left },
    fill: { height, width },
  });
  if (placed.length === 1) {
    const [{ row, col, text, desimal }] = placed;
    if (mayEdit(row, col)) write("tempel", [{ row, field: col, text, desimal }]);
    return;
  }
  await queue.flush();
  const { toCheck, rest } = sortPlaced(placed);
  const { found, note } = await check(toCheck);
  const texts = new Map(toCheck.map((cell) => [keyOf(cell.row, cell.col), cell]));
  const all = [...found.map((cell) => ({ ...texts.get(keyOf(cell.row, cell.col)), ...cell })), ...rest];
  const chosen = await previewPaste(sheet, all, { note });
  if (!chosen?.length) {
    told("Tidak ada yang ditempel.");
    return;
  }
  enqueue("tempel", chosen);
  for (const { row, col } of chosen) cellChanged(row, col);
  told(`${chosen.length} sel ditempel.`);
}

/** Parts the cells that can be asked about from those without a place. */
function sortPlaced(placed) {
  const toCheck = [];
  const rest = [];
  const seen = new Set();
  const homeless = (cell, message) => rest.push({ ...cell, state: "tanpa_tempat", value: null, old: null, message, choices: [] });
  for (const cell of placed) {
    const key = keyOf(cell.row, cell.col);
    if (cell.row === null) {
      if (cell.text.trim()) homeless(cell, "Tidak ada baris untuk isi ini.");
    } else if (cell.col === null) {
      if (cell.text.trim()) homeless(cell, "Tidak ada kolom untuk isi ini.");
    } else if (!sheet.canEdit(cell.row, cell.col)) {
      const same = sheet.read(cell.row, cell.col, cell.text, cell.desimal).value === sheet.value(cell.row, cell.col);
      if (cell.text.trim() && !same) homeless(cell, "Sel ini dihitung atau tidak diisi pada baris ini.");
    } else if (seen.has(key)) {
      homeless(cell, "Baris ini muncul dua kali dalam blok.");
    } else {
      seen.add(key);
      toCheck.push({ ...cell, old: sheet.value(cell.row, cell.col), new: cell.text });
    }
  }
  return { toCheck, rest };
}

async function check(cells) {
  if (cells.length === 0) return { found: [], note: "" };
  const sent = cells.map(({ row, col, old, new: text, desimal }) => ({ row, col, old, new: text, desimal }));
  const answer = await server.check({ batch: uuid(), act: "tempel", cells: sent });
  if (answer.kind === "ok") return { found: answer.data.cells, note: "" };
  const reason = answer.kind === "sesi" ? "Sesi Anda berakhir." : answer.message ?? answer.data.problems?.map((one) => one.message).join(" ") ?? "";
  const note = `${reason} Pratinjau ini dibuat oleh peramban saja; isian akan dikirim setelah tersambung lagi.`;
  return { found: cells.map((cell) => checkLocally(sheet, cell)), note };
}

/* ----------------------------------------------------------------- events */

function listen() {
  gridElement.addEventListener("keydown", onKey);
  gridElement.addEventListener("mousedown", onMouseDown);
  gridElement.addEventListener("dblclick", (event) => cellAt(event) && act.edit());
  document.addEventListener("copy", (event) => onCopy(event, false));
  document.addEventListener("cut", (event) => onCopy(event, true));
  document.addEventListener("paste", onPaste);
  root.addEventListener("click", onAction);
  root.addEventListener("keydown", (event) => {
    if (event.key !== "F6" || gridElement.contains(event.target)) return;
    event.preventDefault();
    gridElement.focus();
  });
  part("tingkat")?.addEventListener("change", (event) => {
    const before = view.rows;
    tree.showDownTo(event.target.value);
    view.refreshRows();
    view.repaintAll();
    selection.settle(before);
  });
  part("plafon")?.addEventListener("change", async (event) => {
    if (editor.isOpen) editor.commit();
    await view.setOption("plafon", event.target.checked);
    selection.attach();
    editor.attach();
    selection.settle(view.rows);
    if (selection.isSet) view.reveal(selection.rowIndex, selection.active.field);
  });
  window.addEventListener("beforeunload", (event) => {
    if (editor.isOpen) editor.commit();
    if (!queue.isEmpty) event.preventDefault();
  });
  document.body.addEventListener("isian-tersimpan", async () => {
    await changes?.ask();
    // How an indicator is counted decides which of its cells are typed.
    if (sheet.section.triwulan) await reload();
  });
  view.table.on("columnResized", () => selection.isSet && selection.draw());
}

function onKey(event) {
  if (event.target === editor.field) {
    if (editor.isOpen && editorKey(event, { editor, selection, act })) event.preventDefault();
    event.stopPropagation();
    return;
  }
  if (!selection.isSet) return;
  const handled = gridKey(event, { selection, act });
  if (!handled) return;
  event.stopPropagation();
  if (handled !== "typing" || !editor.isOpen) event.preventDefault();
}

function cellAt(event) {
  const cell = event.target.closest(".tabulator-cell");
  const row = cell?.closest("[data-baris]");
  return row ? { row: row.dataset.baris, field: cell.getAttribute("tabulator-field") } : null;
}

function onMouseDown(event) {
  if (event.button !== 0 || event.target === editor.field) return;
  const hit = cellAt(event);
  if (!hit) return;
  event.preventDefault();
  if (editor.isOpen) editor.commit();
  gridElement.focus({ preventScroll: true });
  selection.go(view.rowIndex(hit.row), view.columnIndex(hit.field), event.shiftKey);
  const drag = (move) => {
    const over = cellAt(move);
    if (over && (over.row !== selection.active.row || over.field !== selection.active.field)) {
      selection.go(view.rowIndex(over.row), view.columnIndex(over.field), true);
    }
  };
  gridElement.addEventListener("mousemove", drag);
  window.addEventListener("mouseup", () => gridElement.removeEventListener("mousemove", drag), { once: true });
}

const inGrid = () => document.activeElement === gridElement && selection.isSet;

function onCopy(event, cut) {
  if (!inGrid()) return;
  event.preventDefault();
  const [plain, own] = copied();
  event.clipboardData.setData("text/plain", formatBlock(plain));
  event.clipboardData.setData(OWN_TYPE, JSON.stringify(own));
  if (cut) act.clear();
}

function onPaste(event) {
  if (!inGrid()) return;
  event.preventDefault();
  paste(readClipboard(event.clipboardData));
}

function onAction(event) {
  const button = event.target.closest("[data-laku]");
  if (!button || button.getAttribute("aria-disabled") === "true") return;
  const actions = {
    tambah: act.add,
    hapus: act.remove,
    pindah: act.move,
    kaitkan: act.link,
    salin: async () => {
      if (!mayStructure()) return;
      await structure.copyProgrammes(sheet);
      // The button of the empty section is gone.
      if (!gridElement.hidden) gridElement.focus();
    },
    baku: async () => {
      if (!mayStructure()) return;
      await structure.addStandard(sheet);
      if (!gridElement.hidden) gridElement.focus();
    },
    jelaskan: explain,
    rincian: act.panel,
    riwayat: act.history,
    urungkan: act.undo,
    ulangi: act.redo,
    urungan: () => undo.openList(),
    cari: act.find,
    tombol: openKeys,
    lebar: () => {
      const wide = document.body.classList.toggle("petak-lebar");
      button.setAttribute("aria-pressed", String(wide));
      view.table.redraw();
      if (selection.isSet) selection.draw();
    },
    formulir: () => location.assign(server.formAddress(sheet.nodeRow(selection.active.row).simpul)),
  };
  actions[button.dataset.laku]();
}

start();
