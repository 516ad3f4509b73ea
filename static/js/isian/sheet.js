/* What the plan holds, row by row, as the server last told, and what waits on top of it. No page, no network. */

import { amountOf, cleanBlanks, formatNilai, formatRupiah, parseNilai, parseRupiah, retype, typedForm, ungrouped, withDecimals } from "../angka.js";

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
  evaluasi: "Baris evaluasi",
  layanan: "Kinerja pelayanan",
  rkpd: "Baris RKPD",
  usulan: "Usulan",
  pendapatan: "Akun pendapatan",
  unggulan: "Program unggulan",
  mendesak: "Program mendesak",
  usulan_luar: "Usulan",
  data: "Data",
  belanja: "Jenis belanja",
  pembanding: "Daerah",
};

/** The columns in their order; kind is nama, teks, catatan, pilihan, nilai, rupiah, selisih or kaitan. */
export function columnsOf(columns) {
  return columns.flatMap((one) => {
    const column = {
      field: one.col,
      name: one.judul,
      title: one.kepala,
      group: one.kelompok,
      kind: one.col === "uraian" ? "nama" : one.jenis,
      year: one.tahun,
      width: one.lebar,
      choices: one.pilihan,
      required: one.wajib,
      /** Why nothing is entered here: always, or just now. */
      shownOnly: one.baca,
      locked: one.kunci,
      optional: one.plafon ? "plafon" : null,
    };
    if (!one.plafon) return [column];
    return [column, { ...column, field: `selisih:${one.tahun}`, name: `Selisih ${one.tahun}`, title: "Selisih (Rp)", kind: "selisih" }];
  });
}

/** A column's name in a sentence: "Pagu 2026", "Lokasi". */
export function columnName(column) {
  return column.name;
}

/** The value of the choice that a text names, by its label or its value; undefined when it names none. */
function chosen(column, text) {
  const wanted = text.trim().replace(/\s+/g, " ").toLowerCase();
  return column.choices.find(([value, label]) => wanted === value || wanted === label.toLowerCase())?.[0];
}

function readChoice(column, text) {
  const blank = text.trim() === "";
  const value = blank ? null : chosen(column, text);
  if (value !== undefined && !(blank && column.required)) return { value, problem: null, choices: [], readings: [] };
  const labels = column.choices.map(([, label]) => label);
  const wrong = blank ? `${column.name} tidak boleh kosong.` : `“${text.trim().slice(0, 40)}” bukan pilihan ${column.name.toLowerCase()}.`;
  const problem = `${wrong} Pilih ${labels.slice(0, -1).join(", ")} atau ${labels.at(-1)}.`;
  return { value: null, problem, choices: labels, readings: labels };
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
    this.data = data;
    this.plan = data.plan;
    this.section = data.bagian;
    this.columns = columnsOf(data.columns);
    this.byField = new Map(this.columns.map((column) => [column.field, column]));
    /** The columns of rupiah that add up over rows and sumber dana; a ceiling does not. */
    this.money = this.columns.filter((column) => column.kind === "rupiah" && !column.field.startsWith("plafon:"));
    this.rows = data.rows;
    this.byId = new Map(this.rows.map((row) => [row.row, row]));
    this.children = new Map();
    this.editable = data.editable;
    /** What rows of this section are linked to, where it stands in another section: id -> row. */
    this.targets = new Map((data.sasaran_kaitan ?? []).map((row) => [row.simpul, row]));
    const open = new Map(Object.entries(data.editable).map(([kind, cols]) => [kind, new Set(cols)]));
    for (const row of this.rows) {
      row.canEdit = row.editable ? new Set(row.editable) : open.get(row.kind === "simpul" ? row.level : row.kind);
      if (!this.children.has(row.parent)) this.children.set(row.parent, []);
      this.children.get(row.parent).push(row);
    }
    if (!this.section.program) for (const row of this.rows) this.closeMoney(row);
  }

  /** Where rows stand under each other money is typed at the bottom, a written sum above; what is held stays open. */
  closeMoney(row) {
    if (row.kind !== "simpul") return;
    const above = this.hasRowsBelow(row);
    const isClosed = (col) => (above ? this.isMoney(col) : col.startsWith("plafon:"));
    row.canEdit = new Set([...row.canEdit].filter((col) => !isClosed(col) || (row.cells[col] ?? null) !== null));
  }

  /** Whether simpul stand under a row, not only further indicators and sumber dana of its own. */
  hasRowsBelow(row) {
    return (this.children.get(row.row) ?? []).some((child) => child.kind === "simpul");
  }

  get isEmpty() {
    if (!this.section.program) return this.rows.length === 0;
    return !this.rows.some((row) => !["perangkat_daerah", "urusan", "bidang_urusan"].includes(row.level));
  }

  /** Whether a column holds rupiah that add up. */
  isMoney(col) {
    return this.money.some((column) => column.field === col);
  }

  canEdit(rowId, col) {
    return this.byId.get(rowId)?.canEdit.has(col) ?? false;
  }

  /** The stored value: encoded for figures, plain text otherwise, null when blank. */
  stored(rowId, col) {
    const row = this.byId.get(rowId);
    if (!row) return null;
    return row.cells[col] ?? null;
  }

  store(rowId, col, value) {
    const row = this.byId.get(rowId);
    if (!row) return;
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
    return this.isFigure(col) ? typedForm(this.value(rowId, col)) : this.shownText(col, this.value(rowId, col));
  }

  isFigure(col) {
    const { kind } = this.byField.get(col);
    return kind === "nilai" || kind === "rupiah" || kind === "selisih";
  }

  /**
   * Reads what was typed into a cell: {value, problem, choices, readings}. `desimal` says how many decimals the figure
   * had where it was copied, since some can only be typed with a further zero.
   */
  read(rowId, col, text, desimal) {
    const { kind } = this.byField.get(col);
    if (kind === "pilihan") return readChoice(this.byField.get(col), text);
    if (kind === "rupiah") return parseRupiah(text);
    if (kind === "nilai") {
      const parsed = parseNilai(text, this.value(rowId, "satuan") ?? "");
      return desimal === undefined ? parsed : { ...parsed, value: withDecimals(parsed.value, desimal) };
    }
    const lines = text.replace(/\r\n?/g, "\n").split("\n").map(cleanBlanks);
    const words = (kind === "catatan" ? cleanBlanks(lines.join(" ")) : lines.join("\n").trim()) || null;
    return { value: words && kind === "catatan" ? `'${words}` : words, problem: null, choices: [], readings: [] };
  }

  /** The decimals of a figure that typing alone would not bring back; undefined for everything else. */
  untypedDecimals(rowId, col) {
    if (this.byField.get(col).kind !== "nilai" || this.waiting.get(keyOf(rowId, col))?.message) return undefined;
    const number = amountOf(this.value(rowId, col));
    return number && retype(number) !== ungrouped(number) ? number.decimals : undefined;
  }

  /** The value as it is drawn. */
  shownText(col, value) {
    const { kind, choices } = this.byField.get(col);
    if (kind === "pilihan") return choices.find(([one]) => one === value)?.[1] ?? value ?? "";
    if (kind === "rupiah") {
      const amount = amountOf(value);
      return amount ? formatRupiah(amount) : formatNilai(value);
    }
    return kind === "nilai" || kind === "catatan" ? formatNilai(value) : value ?? "";
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

  /** Code and name of what a row is linked to in another section. */
  linkedNames(row) {
    const linked = (row.kaitan ?? []).map((id) => this.targets.get(id)).filter(Boolean);
    return linked.map((target) => [target.kode, target.uraian].filter(Boolean).join(" "));
  }

  /** Code and name of a row for messages. */
  nameOf(rowId) {
    const row = this.byId.get(rowId);
    if (!row) return "baris yang sudah tidak ada";
    const node = this.nodeRow(rowId);
    return [node.kode, this.value(node.row, "uraian") || LEVELS[node.level]].filter(Boolean).join(" ");
  }
}
