/* The table on the screen: Tabulator draws and scrolls, the cells are painted here from the sheet. */

import {
  FilterModule,
  FormatModule,
  FrozenColumnsModule,
  ResizeColumnsModule,
  Tabulator,
} from "../../vendor/tabulator/tabulator_esm.min.js";
import { formatRupiah, fromMillionths } from "../angka.js";
import { h, icon } from "./dom.js";
import { evenRows } from "./even_rows.js";
import { LEVELS, columnName, keyOf } from "./sheet.js";

export const ROW_HEIGHT = 34;

Tabulator.registerModule([FilterModule, FormatModule, FrozenColumnsModule, ResizeColumnsModule]);

export class View {
  /** `on` gets toggled(rowId) from the fold marks. */
  constructor(element, { sheet, tree, totals, on }) {
    Object.assign(this, { element, sheet, tree, totals, on });
    /** The drawn cells: row id → field → element. */
    this.painted = new Map();
    this.rows = tree.visible();
    this.shownIds = new Set(this.rows.map((row) => row.row));
    this.options = new Set();
    this.found = new Set();
    this.ready = this.build();
  }

  /** The columns in sight. */
  get columns() {
    return this.sheet.columns.filter((column) => !column.optional || this.options.has(column.optional));
  }

  build() {
    this.table?.destroy();
    this.painted.clear();
    this.table = new Tabulator(this.element, {
      data: this.sheet.rows.map(({ row }) => ({ row })),
      index: "row",
      height: "100%",
      rowHeight: ROW_HEIGHT,
      nestedFieldSeparator: false,
      columnHeaderVertAlign: "middle",
      columnDefaults: { resizable: "header", headerHozAlign: "center", headerWordWrap: true },
      columns: this.groupedColumns(),
      renderVertical: evenRows(ROW_HEIGHT, {
        made: (renderer) => (this.renderer = renderer),
        gone: (rowId) => this.painted.delete(rowId),
      }),
      rowFormatter: (row) => this.paintRow(row),
    });
    return new Promise((resolve) => {
      this.table.on("tableBuilt", () => {
        this.table.setFilter((data) => this.shownIds.has(data.row));
        this.holder = this.element.querySelector(".tabulator-tableholder");
        this.makeAccessible();
        resolve();
      });
    });
  }

  groupedColumns() {
    const groups = [];
    for (const column of this.columns) {
      const definition = {
        title: column.title,
        ...(column.locked ? { titleFormatter: () => lockedHead(column) } : {}),
        field: column.field,
        width: column.width,
        minWidth: 48,
        frozen: column.kind === "nama",
        cssClass: `petak-${column.kind === "nama" || this.sheet.isFigure(column.field) ? column.kind : "teks"}`,
        formatter: (cell) => this.paint(cell.getElement(), cell.getData().row, column),
      };
      if (!column.group) groups.push(definition);
      else if (groups.at(-1).group === column.group) groups.at(-1).columns.push(definition);
      else groups.push({ title: column.group, group: column.group, columns: [definition], cssClass: "petak-tahun-kepala" });
    }
    return groups.map(({ group, ...column }) => column);
  }

  /** What a screen reader needs beyond, and sometimes instead of, the roles that Tabulator sets. */
  makeAccessible() {
    const { element, holder } = this;
    element.setAttribute("role", "treegrid");
    element.setAttribute("aria-rowcount", String(this.rows.length));
    element.setAttribute("aria-colcount", String(this.columns.length));
    element.setAttribute("aria-multiselectable", "true");
    element.removeAttribute("aria-owns");
    holder.setAttribute("role", "rowgroup");
    holder.querySelector(".tabulator-table").setAttribute("role", "presentation");
    // The scrolled part may be reached by Tab from below; the keys belong to the grid as a whole.
    holder.tabIndex = 0;
    holder.addEventListener("focus", () => element.focus({ preventScroll: true }));
    for (const group of element.querySelectorAll('[role="columngroup"]')) {
      group.setAttribute("role", "presentation");
      group.removeAttribute("aria-sort");
      group.removeAttribute("aria-title");
    }
    for (const column of this.columns) {
      const head = this.table.getColumn(column.field).getElement();
      head.removeAttribute("aria-sort");
      head.setAttribute("aria-label", column.locked ? `${columnName(column)}, terkunci` : columnName(column));
    }
  }

  /** Shows other columns; the table is built anew. */
  async setOption(name, on) {
    if (on) this.options.add(name);
    else this.options.delete(name);
    this.ready = this.build();
    await this.ready;
  }

  /** Rows came, went, folded or unfolded. */
  refreshRows() {
    this.rows = this.tree.visible();
    this.shownIds = new Set(this.rows.map((row) => row.row));
    const left = this.holder.scrollLeft;
    const top = this.holder.scrollTop;
    this.table.refreshFilter();
    this.holder.scrollLeft = left;
    this.holder.scrollTop = top;
    this.element.setAttribute("aria-rowcount", String(this.rows.length));
  }

  /** The data were loaded anew; true when the table had to be built anew for other columns. */
  async reload() {
    this.painted.clear();
    this.rows = this.tree.visible();
    this.shownIds = new Set(this.rows.map((row) => row.row));
    const { scrollLeft, scrollTop } = this.holder;
    const drawn = this.table.getColumns().map((column) => column.getField());
    if (drawn.join() !== this.columns.map((column) => column.field).join()) {
      // A column that is shown only while it holds something came or went.
      this.ready = this.build();
      await this.ready;
      return true;
    }
    await this.table.replaceData(this.sheet.rows.map(({ row }) => ({ row })));
    this.holder.scrollLeft = scrollLeft;
    this.holder.scrollTop = scrollTop;
    this.element.setAttribute("aria-rowcount", String(this.rows.length));
    return false;
  }

  /* ---------------------------------------------------------------- places */

  rowIndex(rowId) {
    return this.rows.findIndex((row) => row.row === rowId);
  }

  columnIndex(field) {
    return this.columns.findIndex((column) => column.field === field);
  }

  /** The left edge and width of a column in the scrolled content, in pixels. */
  columnBox(field) {
    let left = 0;
    for (const column of this.columns) {
      const width = this.table.getColumn(column.field).getWidth();
      if (column.field === field) return { left, width };
      left += width;
    }
    throw new RangeError(`no column ${field} in sight`);
  }

  /** Scrolls just so far that a cell is in sight beside the frozen column. */
  reveal(rowIndex, field) {
    const { holder } = this;
    const top = rowIndex * ROW_HEIGHT;
    if (top < holder.scrollTop) holder.scrollTop = top;
    else if (top + ROW_HEIGHT > holder.scrollTop + holder.clientHeight) {
      holder.scrollTop = top + ROW_HEIGHT - holder.clientHeight;
    }
    this.renderer.show();
    const frozen = this.columns[0];
    if (field === frozen.field) return;
    const { left, width } = this.columnBox(field);
    const edge = this.table.getColumn(frozen.field).getWidth();
    if (left - edge < holder.scrollLeft) holder.scrollLeft = left - edge;
    else if (left + width > holder.scrollLeft + holder.clientWidth) holder.scrollLeft = left + width - holder.clientWidth;
  }

  get pageRows() {
    return Math.max(1, Math.floor(this.holder.clientHeight / ROW_HEIGHT) - 1);
  }

  /** The drawn cell, or null while it is out of sight. */
  cellElement(rowId, field) {
    return this.painted.get(rowId)?.get(field) ?? null;
  }

  /* -------------------------------------------------------------- painting */

  paintRow(component) {
    const row = this.sheet.byId.get(component.getData().row);
    if (!row) return;
    const element = component.getElement();
    const extra = row.row === `s${row.simpul}` ? "" : " petak-tambahan";
    element.className = element.className.replace(/ ?(level-\w+|petak-tambahan|tepi-level)/g, "");
    element.className += ` tepi-level level-${row.rupa ?? row.level}${extra}`;
    element.dataset.baris = row.row;
    element.setAttribute("aria-level", String(row.depth + 1));
    if (this.tree.hasChildren(row.row)) element.setAttribute("aria-expanded", String(!this.tree.folded.has(row.row)));
  }

  /** Paints cells again after their values changed. */
  repaint(rowId, ...fields) {
    const cells = this.painted.get(rowId);
    if (!cells || !this.sheet.byId.has(rowId)) return;
    for (const field of fields.length ? fields : cells.keys()) {
      const element = cells.get(field);
      if (!element) continue;
      element.replaceChildren(this.paint(element, rowId, this.sheet.byField.get(field)));
      // The current cell is named for screen readers; the name must not tell the old value.
      if (element.hasAttribute("aria-label")) element.setAttribute("aria-label", this.describe(rowId, field));
    }
  }

  repaintAll() {
    for (const rowId of this.painted.keys()) this.repaint(rowId);
  }

  /** Sets the classes of a cell and gives its content. */
  paint(element, rowId, column) {
    if (!this.painted.has(rowId)) this.painted.set(rowId, new Map());
    this.painted.get(rowId).set(column.field, element);
    const row = this.sheet.byId.get(rowId);
    if (!row) return document.createTextNode("");
    if (column.kind === "nama") return this.paintName(element, row);
    const { text, mark, title } = this.content(row, column);
    const waits = this.sheet.waiting.get(keyOf(rowId, column.field));
    const linkable = column.kind === "kaitan" && row.kind === "simpul" && this.sheet.plan.writable;
    const open = row.canEdit.has(column.field) || linkable;
    setClasses(element, {
      "petak-tertutup": !open,
      "petak-kosong": open && text === "",
      "petak-menunggu": waits && !waits.message,
      "petak-salah": Boolean(waits?.message),
      "petak-ragu-sel": this.sheet.doubts.has(keyOf(rowId, column.field)),
      "petak-beda": mark === "beda",
      "petak-ketemu": this.found.has(keyOf(rowId, column.field)),
      "petak-gulung": mark === "gulung" || mark === "beda",
      "petak-hitung": mark === "hitung",
    });
    element.setAttribute("aria-readonly", String(!open));
    if (waits?.message) element.setAttribute("aria-invalid", "true");
    else element.removeAttribute("aria-invalid");
    if (title ?? waits?.message) element.title = waits?.message ?? title;
    else element.removeAttribute("title");
    return !this.sheet.isFigure(column.field) && text ? h("span", { class: "petak-isi" }, text) : document.createTextNode(text);
  }

  /** The text of a cell, what marks it, and what to say on hover. */
  content(row, column) {
    const waits = this.sheet.waiting.get(keyOf(row.row, column.field));
    if (waits?.message) return { text: waits.text };
    if (column.kind === "selisih") {
      const rest = this.totals.difference(row.row, column.year);
      return { text: rest === null ? "" : formatRupiah(fromMillionths(rest)), mark: rest ? "beda" : "gulung" };
    }
    if (column.kind === "kaitan") {
      const names = this.sheet.linkedNames(row).join("; ");
      return { text: names, mark: "kaitan", title: names || undefined };
    }
    if (this.sheet.isMoney(column.field) && !this.totals.isLeaf(row)) {
      if (!row.row.startsWith("s")) return { text: "" };
      const sum = this.totals.sum(row.row, column.field);
      const rest = column.field.startsWith("pagu:") ? this.totals.difference(row.row, column.year) : null;
      const size = rest === null ? null : formatRupiah(fromMillionths(rest < 0n ? -rest : rest));
      const title = rest ? `${rest > 0n ? "Kurang" : "Lebih"} ${size} dari plafon` : undefined;
      return { text: sum === null ? "" : formatRupiah(fromMillionths(sum)), mark: rest ? "beda" : "gulung", title };
    }
    const text = this.sheet.shownText(column.field, this.sheet.value(row.row, column.field));
    const counted = row.hitung?.[column.field];
    if (counted) return { text, mark: "hitung", title: counted };
    return { text, title: (column.kind === "teks" || column.kind === "catatan") && text.length > 24 ? text : undefined };
  }

  paintName(element, row) {
    const name = this.sheet.value(row.row, "uraian") ?? "";
    const own = row.row === `s${row.simpul}`;
    const waits = this.sheet.waiting.get(keyOf(row.row, "uraian"));
    setClasses(element, {
      "petak-menunggu": waits && !waits.message,
      "petak-ketemu": this.found.has(keyOf(row.row, "uraian")),
      "petak-tertutup": !row.canEdit.has("uraian"),
      ...Object.fromEntries([...Array(9).keys()].map((depth) => [`petak-dalam-${depth}`, depth === Math.min(row.depth, 8)])),
    });
    element.setAttribute("role", "rowheader");
    element.title = own ? [row.kode, name].filter(Boolean).join(" ") : "";
    const text = own ? name : row.row.startsWith("i") ? "indikator berikutnya" : `sumber dana ${row.row.split(":").slice(1).join(":")}`;
    const kind = LEVELS[row.level] ?? "";
    return h(
      "span",
      { class: "petak-nama-isi" },
      this.tree.hasChildren(row.row) ? this.foldMark(row) : h("span", { class: "petak-lipat-kosong" }),
      h(
        "span",
        { class: "petak-isi" },
        own && row.kode ? h("span", { class: "petak-kode tabular" }, row.kode) : null,
        own && !row.kode && this.sheet.section.program ? h("span", { class: "petak-jenis" }, kind) : null,
        text,
        row.tanpa_asal ? h("span", { class: "chip petak-tanpa-asal" }, "tanpa asal") : null
      )
    );
  }

  foldMark(row) {
    const folded = this.tree.folded.has(row.row);
    const mark = h(
      "span",
      {
        class: "petak-lipat",
        "aria-hidden": "true",
        onmousedown: (event) => {
          event.stopPropagation();
          event.preventDefault();
        },
        onclick: () => this.on.toggled(row.row),
      },
      icon(folded ? "chevron-right" : "chevron-down")
    );
    return mark;
  }

  /** Colours a cell for a moment, with who changed it. */
  flash(rowId, field, note) {
    const element = this.cellElement(rowId, field);
    if (!element) return;
    element.classList.add("petak-baru-diubah");
    element.dataset.siapa = note;
    setTimeout(() => {
      element.classList.remove("petak-baru-diubah");
      delete element.dataset.siapa;
    }, 5000);
  }

  /** What a screen reader says of the current cell. */
  describe(rowId, field) {
    const column = this.sheet.byField.get(field);
    const row = this.sheet.byId.get(rowId);
    if (column.kind === "nama") return this.sheet.nameOf(rowId);
    const { text } = this.content(row, column);
    return `${columnName(column)}, ${this.sheet.nameOf(rowId)}: ${text || "kosong"}`;
  }
}

/** The head of a column that is closed just now, with the reason on hover. */
function lockedHead(column) {
  return h("span", { class: "petak-terkunci", title: column.locked }, icon("lock"), column.title);
}

function setClasses(element, classes) {
  for (const [name, on] of Object.entries(classes)) element.classList.toggle(name, Boolean(on));
}
