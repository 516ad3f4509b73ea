/* Roll-ups of rupiah and differences to plafon, exact, kept up while people type. */

import { formatRupiah, fromMillionths, millionths } from "../angka.js";
import { h } from "./dom.js";

/** Sums the rupiah of leaves into every row above, per column; BigInt in millionths of a rupiah. */
export class Totals {
  constructor(sheet) {
    this.sheet = sheet;
    this.rebuild();
  }

  /** Adds everything up anew. */
  rebuild() {
    this.sums = new Map();
    this.leaves = new Map();
    for (const row of this.sheet.rows) {
      for (const { field } of this.sheet.money) {
        const value = this.sheet.value(row.row, field);
        if (value !== null && this.isLeaf(row)) this.set(row.row, field, value);
      }
    }
  }

  /** Only sub-kegiatan hold rupiah of their own; in other sections rows without others below, and those that hold some. */
  isLeaf(row) {
    if (this.sheet.section.program) return row.level === "sub_kegiatan";
    if (!row.row) return false;
    return !this.sheet.hasRowsBelow(row) || this.sheet.money.some(({ field }) => this.sheet.stored(row.row, field) !== null);
  }

  /** Takes a leaf's amount, adds the difference to the rows above, and gives their ids. */
  set(rowId, field, value) {
    const key = `${rowId}\t${field}`;
    const before = this.leaves.get(key) ?? null;
    const after = millionths(value);
    if (before === after) return [];
    if (after === null) this.leaves.delete(key);
    else this.leaves.set(key, after);
    const changed = [];
    for (const row of this.sheet.ancestors(rowId)) {
      const entry = this.entry(row.row, field);
      entry.sum += (after ?? 0n) - (before ?? 0n);
      entry.count += (after === null ? 0 : 1) - (before === null ? 0 : 1);
      changed.push(row.row);
    }
    const office = this.entry("", field);
    office.sum += (after ?? 0n) - (before ?? 0n);
    office.count += (after === null ? 0 : 1) - (before === null ? 0 : 1);
    return changed;
  }

  entry(rowId, field) {
    const key = `${rowId}\t${field}`;
    if (!this.sums.has(key)) this.sums.set(key, { sum: 0n, count: 0 });
    return this.sums.get(key);
  }

  /** The sum below a row in millionths, or null when nothing below is filled in. The row "" is the whole plan. */
  sum(rowId, field) {
    const entry = this.sums.get(`${rowId}\t${field}`);
    return entry && entry.count > 0 ? entry.sum : null;
  }

  /** Plafon minus pagu of a row in millionths, or null when one of them is not filled in. */
  difference(rowId, year) {
    const row = this.sheet.byId.get(rowId);
    const plafon = millionths(this.sheet.value(rowId, `plafon:${year}`));
    if (plafon === null) return null;
    const pagu = this.isLeaf(row) ? millionths(this.sheet.value(rowId, `pagu:${year}`)) : this.sum(rowId, `pagu:${year}`);
    return pagu === null ? null : plafon - pagu;
  }

  /** The row that stands for the whole office, whose plafon is the ceiling of the plan. */
  officeRow() {
    return this.sheet.rows.find((row) => row.level === "perangkat_daerah") ?? null;
  }
}

/** How much of the pagu was spent, in percent with two decimals rounded half-up; "" where there is no pagu. */
function shareOf(spent, pagu) {
  if (spent === null || !pagu) return "";
  const hundredths = (spent * 20000n + pagu) / (pagu * 2n);
  return `${hundredths / 100n},${String(hundredths % 100n).padStart(2, "0")}% dari pagu`;
}

/** The bar of totals below the grid: per column of rupiah the sum, of pagu the plafon and what is left or too much. */
export function drawTotals(bar, totals) {
  const { sheet } = totals;
  const office = totals.officeRow();
  const onlyPagu = sheet.money.every(({ field }) => field.startsWith("pagu:"));
  const cells = sheet.money.map(({ field, name, year }) => {
    const sum = totals.sum("", field);
    const isPagu = field.startsWith("pagu:");
    const plafon = office && isPagu ? millionths(sheet.value(office.row, `plafon:${year}`)) : null;
    const rest = plafon === null ? null : plafon - (sum ?? 0n);
    const note =
      !isPagu ? shareOf(sum, totals.sum("", `pagu:${year}`))
      : !sheet.section.program || !onlyPagu ? ""
      : rest === null ? "tanpa plafon"
      : rest === 0n ? "sama dengan plafon"
      : `${rest > 0n ? "sisa" : "lebih"} ${formatRupiah(fromMillionths(rest < 0n ? -rest : rest))}`;
    return h(
      "div",
      { class: `petak-tahun${rest !== null && rest < 0n ? " lebih" : ""}` },
      h("dt", {}, onlyPagu ? String(year) : name),
      h("dd", { class: "tabular" }, sum === null ? "belum ada" : formatRupiah(fromMillionths(sum))),
      h("dd", { class: "petak-sisa tabular" }, note)
    );
  });
  bar.hidden = cells.length === 0;
  bar.replaceChildren(h("span", { class: "petak-jumlah-judul" }, sheet.section.program && onlyPagu ? "Jumlah pagu (Rp)" : "Jumlah (Rp)"), h("dl", {}, ...cells));
}
