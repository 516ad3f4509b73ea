/* What is going on, in words: the honest state of saving, notices above the grid, and the line about the cell. */

import { amountOf, formatRupiah, fromMillionths, millionths, terbilang } from "../angka.js";
import { h, icon } from "./dom.js";
import { columnName, keyOf } from "./sheet.js";

const SPELLED_FROM = 1000000n;

/** The state of saving at the right of the tools. */
export function drawSaving(place, queue, { online }) {
  const { kind, at, message } = queue.state;
  const number = queue.cells.length;
  const looks = {
    tersimpan: ["cloud-check", at ? `Tersimpan ${at}` : "Semua tersimpan"],
    menunggu: ["hourglass-split", `Belum tersimpan: ${number} sel`],
    menyimpan: ["arrow-repeat", `Menyimpan ${number} sel…`],
    gagal: ["cloud-slash", `Gagal menyimpan ${number} sel`],
    sesi: ["box-arrow-in-right", `Sesi berakhir, ${number} sel belum tersimpan`],
    bentrok: ["people", "Menunggu pilihan Anda"],
    ditolak: ["lock", `Ditolak, ${number} sel belum tersimpan`],
  };
  let [name, text] = looks[kind];
  if (kind === "tersimpan" && !online) [name, text] = ["cloud-slash", `${text}, tidak tersambung`];
  const retry = kind === "gagal" || kind === "ditolak";
  place.dataset.keadaan = kind;
  place.replaceChildren(
    h("span", { class: "petak-simpan-teks", title: message || text }, icon(name), text),
    retry ? h("button", { type: "button", class: "btn btn-light btn-sm", onclick: () => queue.retry() }, "Coba lagi") : ""
  );
}

/** A notice above the grid that stays until its cause is gone. */
export class Notices {
  constructor(place) {
    this.place = place;
    this.entries = new Map();
  }

  /** Shows (or with null takes away) the notice of that name. */
  set(name, notice) {
    if (notice) this.entries.set(name, notice);
    else if (!this.entries.delete(name)) return;
    this.place.replaceChildren(
      ...[...this.entries.values()].map(({ kind, text, actions = [] }) =>
        h(
          "div",
          { class: `pesan pesan-${kind} petak-pesan` },
          icon(kind === "galat" ? "x-octagon" : kind === "peringatan" ? "exclamation-triangle" : "info-circle"),
          h("div", {}, text),
          h(
            "div",
            { class: "petak-pesan-aksi" },
            ...actions.map(({ label, href, run }) =>
              href
                ? h("a", { class: "btn btn-light btn-sm", href, target: "_blank", rel: "noopener" }, label)
                : h("button", { type: "button", class: "btn btn-light btn-sm", onclick: run }, label)
            )
          )
        )
      )
    );
  }
}

/** A word that goes by itself, read out by screen readers. */
export class Toast {
  constructor(place) {
    this.place = place;
  }

  show(text, kind = "info") {
    clearTimeout(this.timer);
    this.place.replaceChildren(h("span", { class: `petak-ujar petak-ujar-${kind}` }, text));
    this.timer = setTimeout(() => this.place.replaceChildren(), kind === "galat" ? 12000 : 5000);
  }
}

/** The line below the grid: where the person is, what the cell holds in full, its rupiah in words, sums of a block. */
export function drawCell(place, { sheet, view, selection, choose }) {
  if (!selection.isSet) {
    place.replaceChildren();
    return;
  }
  const { row, field } = selection.active;
  const column = sheet.byField.get(field);
  const waits = sheet.waiting.get(keyOf(row, field));
  const { height, width } = selection.block;
  const where = h("span", { class: "petak-alamat" }, column.kind === "nama" ? "Nama" : columnName(column));
  if (height * width > 1) {
    place.replaceChildren(h("span", { class: "petak-alamat" }, `${height} × ${width} sel`), blockSum(sheet, view, selection));
    return;
  }
  if (waits?.message) {
    place.replaceChildren(
      where,
      h("span", { class: "petak-salah-teks" }, icon("x-octagon"), waits.message),
      ...(waits.choices ?? []).map((choice) =>
        h("button", { type: "button", class: "btn btn-light btn-sm", onclick: () => choose(row, field, choice.text) }, choice.text)
      )
    );
    return;
  }
  const doubt = sheet.doubts.get(keyOf(row, field));
  const text = column.kind === "nama" ? sheet.nameOf(row) : view.content(sheet.byId.get(row), column).text;
  const asked = doubt
    ? [
        h("span", { class: "petak-ragu" }, icon("exclamation-triangle"), doubt.message),
        ...doubt.choices.map((choice) => h("button", { type: "button", class: "btn btn-light btn-sm", onclick: () => choose(row, field, choice.text) }, choice.label)),
      ]
    : inWords(sheet, view, row, column);
  place.replaceChildren(where, h("span", { class: "petak-isi-penuh" }, text), ...asked);
}

function inWords(sheet, view, rowId, column) {
  const row = sheet.byId.get(rowId);
  const parts = [];
  if (column.kind === "rupiah" || column.kind === "selisih") {
    let amount = amountOf(sheet.value(rowId, column.field));
    if (sheet.isMoney(column.field) && !view.totals.isLeaf(row)) {
      const sum = view.totals.sum(rowId, column.field);
      amount = sum === null ? null : fromMillionths(sum);
    }
    if (amount && amount.coef >= SPELLED_FROM * 10n ** BigInt(amount.decimals) && amount.coef < 10n ** 18n * 10n ** BigInt(amount.decimals)) {
      parts.push(h("span", { class: "petak-terbilang" }, terbilang(amount)));
    }
  }
  if (!row.canEdit.has(column.field) && column.kind !== "selisih" && sheet.plan.writable) {
    parts.push(h("span", { class: "redup" }, icon("lock"), closedBecause(row, column, sheet)));
  }
  return parts;
}

/** Why a cell that could be written to cannot be filled in. */
export function closedBecause(row, column, sheet) {
  if (row.hitung?.[column.field]) return row.hitung[column.field];
  if (column.locked) return column.locked;
  if (column.kind === "kaitan") return "Pilih padanannya dengan F2 atau Alt + K.";
  if (sheet.isMoney(column.field) && row.row === `s${row.simpul}` && row.level !== "sub_kegiatan") return `Dijumlah dari ${sheet.section.program ? "sub-kegiatan" : "baris"} di bawahnya.`;
  if (column.shownOnly) return column.shownOnly;
  if (column.field === "uraian" && row.kode) return "Nama mengikuti nomenklatur.";
  return "Tidak diisi pada baris ini.";
}

function blockSum(sheet, view, selection) {
  let sum = 0n;
  let number = 0;
  for (const { row, field } of selection.cells().flat()) {
    if (!sheet.isFigure(field)) continue;
    const value = millionths(sheet.value(row, field));
    if (value === null) continue;
    sum += value;
    number += 1;
  }
  return number
    ? h("span", { class: "petak-isi-penuh tabular" }, `Jumlah ${formatRupiah(fromMillionths(sum))} dari ${number} angka`)
    : h("span", {});
}
