/* What the plan holds, row by row, as the server last told, and what waits on top of it. No page, no network. */

import { amountOf, cleanBlanks, formatNilai, formatRupiah, parseNilai, parseRupiah, typedForm } from "../angka.js";

const SEPARATOR = "\t";

/** One key for a cell; field names have no tab. */
export function keyOf(row, col) {
  return `${row}${SEPARATOR}${col}`;
}

/** The levels as people call them. */
export const LEVELS = {
  tujuan: "Tujuan",
  sasaran: "Sasaran",
  perangkat_daerah: "Perangkat daerah",
  urusan: "Urusan",
  bidang_urusan: "Bidang urusan",
  program: "Program",
  outcome: "Outcome",
  kegiatan: "Kegiatan",
  sub_kegiatan: "Sub-kegiatan",
  output: "Output",
};

/** The columns of a plan in their order; kind is nama, teks, nilai, rupiah or selisih. */
export function columnsOf(plan) {
  const years = plan.tahun.flatMap((year) => [
    { field: `target:${year}`, title: "Target", kind: "nilai", year, width: 76 },
    { field: `pagu:${year}`, title: "Pagu (Rp)", kind: "rupiah", year, width: 120 },
    { field: `plafon:${year}`, title: "Plafon (Rp)", kind: "rupiah", year, width: 120, optional: "plafon" },
    { field: `selisih:${year}`, title: "Selisih (Rp)", kind: "selisih", year, width: 120, optional: "plafon" },
  ]);
  return [
    { field: "uraian", title: "Kode dan nama", kind: "nama", width: 320 },
    { field: "indikator", title: "Indikator", kind: "teks", width: 230 },
    { field: "satuan", title: "Satuan", kind: "teks", width: 96 },
    { field: "baseline", title: `Baseline ${plan.tahun_dasar}`, kind: "nilai", width: 78 },
    ...years,
    { field: "sumber_dana", title: "Sumber dana", kind: "teks", width: 120 },
    { field: "lokasi", title: "Lokasi", kind: "teks", width: 140 },
    { field: "penanggung_jawab", title: "Penanggung jawab", kind: "teks", width: 140 },
    { field: "keterangan", title: "Keterangan", kind: "teks", width: 180 },
  ];
}

/** A column's name in a sentence: "Pagu 2026", "Lokasi". */
export function columnName(column) {
  return column.year ? `${column.title.replace(" (Rp)", "")} ${column.year}` : column.title;
}

export class Sheet {
  constructor(data) {
    /** Cells that wait to be saved or could not be: key -> {row, col, text, value, state, message, choices}. */
    this.waiting = new Map();
    /** Saved figures that may be meant otherwise: key -> {message, choices}. */
    this.doubts = new Map();
    this.load(data);
  }

  /** Takes the whole grid from the server; what waits stays. */
  load(data) {
    this.plan = data.plan;
    this.columns = columnsOf(data.plan);
    this.byField = new Map(this.columns.map((column) => [column.field, column]));
    this.rows = data.rows;
    this.byId = new Map(this.rows.map((row) => [row.row, row]));
    this.children = new Map();
    for (const row of this.rows) {
      row.canEdit = new Set(data.plan.writable ? row.editable : []);
      if (!this.children.has(row.parent)) this.children.set(row.parent, []);
      this.children.get(row.parent).push(row);
    }
  }

  get isEmpty() {
    return !this.rows.some((row) => !["perangkat_daerah", "urusan", "bidang_urusan"].includes(row.level));
  }

  canEdit(rowId, col) {
    return this.byId.get(rowId)?.canEdit.has(col) ?? false;
  }

  /** The stored value: encoded for figures, plain text otherwise, null when blank. */
  stored(rowId, col) {
    const row = this.byId.get(rowId);
    if (!row) return null;
    if (col === "uraian") return row.cells.uraian ?? row.uraian ?? null;
    return row.cells[col] ?? null;
  }

  store(rowId, col, value) {
    const row = this.byId.get(rowId);
    if (!row) return;
    if (col === "uraian") row.uraian = value;
    row.cells[col] = value;
  }

  /** The value as it will be once everything that waits is saved. */
  value(rowId, col) {
    const waits = this.waiting.get(keyOf(rowId, col));
    return waits && !waits.message ? waits.value : this.stored(rowId, col);
  }

  /** What a person would type to get what the cell shows now. */
  typed(rowId, col) {
    const waits = this.waiting.get(keyOf(rowId, col));
    if (waits?.message) return waits.text;
    return this.isFigure(col) ? typedForm(this.value(rowId, col)) : this.value(rowId, col) ?? "";
  }

  isFigure(col) {
    const { kind } = this.byField.get(col);
    return kind === "nilai" || kind === "rupiah" || kind === "selisih";
  }

  /** Reads what was typed into a cell: {value, problem, choices, readings}. */
  read(rowId, col, text) {
    const { kind } = this.byField.get(col);
    if (kind === "rupiah") return parseRupiah(text);
    if (kind === "nilai") return parseNilai(text, this.value(rowId, "satuan") ?? "");
    const lines = text.replace(/\r\n?/g, "\n").split("\n").map(cleanBlanks);
    return { value: lines.join("\n").trim() || null, problem: null, choices: [], readings: [] };
  }

  /** The value as it is drawn. */
  shownText(col, value) {
    const { kind } = this.byField.get(col);
    if (kind === "rupiah") {
      const amount = amountOf(value);
      return amount ? formatRupiah(amount) : formatNilai(value);
    }
    return kind === "nilai" ? formatNilai(value) : value ?? "";
  }

  /** The rows above a row, nearest first. */
  *ancestors(rowId) {
    for (let row = this.byId.get(this.byId.get(rowId)?.parent); row; row = this.byId.get(row.parent)) yield row;
  }

  /** The row of the simpul a row belongs to: further indicators and sumber dana stand on rows of their own. */
  nodeRow(rowId) {
    const row = this.byId.get(rowId);
    return row ? this.byId.get(`s${row.simpul}`) ?? row : null;
  }

  /** Code and name of a row for messages. */
  nameOf(rowId) {
    const row = this.byId.get(rowId);
    if (!row) return "baris yang sudah tidak ada";
    const node = this.nodeRow(rowId);
    return [node.kode, this.value(node.row, "uraian") || LEVELS[node.level]].filter(Boolean).join(" ");
  }
}
