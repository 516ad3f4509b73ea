/* The current cell and the block around it, drawn as two frames over the table. */

import { h } from "./dom.js";
import { ROW_HEIGHT } from "./view.js";

const SETTLED = 50;

export class Selection {
  /** `moved()` is called after every change. */
  constructor(view, moved) {
    this.view = view;
    this.moved = moved;
    this.active = null;
    this.anchor = null;
    this.attach();
  }

  /** Puts the frames over a table that was built (anew). */
  attach() {
    this.frames = ["geser", "tetap"].map((kind) =>
      h(
        "div",
        { class: `petak-bingkai petak-bingkai-${kind}`, "aria-hidden": "true", hidden: true },
        h("div", { class: "petak-blok" }),
        h("div", { class: "petak-kini" })
      )
    );
    this.view.holder.prepend(...this.frames);
    this.view.holder.addEventListener("scroll", () => this.isSet && this.announce(), { passive: true });
  }

  get isSet() {
    return this.active !== null;
  }

  /** The current cell's column. */
  get column() {
    return this.view.sheet.byField.get(this.active.field);
  }

  /** Moves to a cell; `extend` keeps the other corner of the block. */
  go(rowIndex, columnIndex, extend = false) {
    const { rows, columns } = this.view;
    if (rows.length === 0) return;
    const row = rows[clamp(rowIndex, rows.length)];
    const column = columns[clamp(columnIndex, columns.length)];
    this.active = { row: row.row, field: column.field };
    if (!extend || !this.anchor) this.anchor = this.active;
    this.view.reveal(this.view.rowIndex(row.row), column.field);
    this.draw();
    this.moved();
  }

  move(down, right, extend = false) {
    if (!this.isSet) return this.go(0, 0);
    return this.go(this.rowIndex + down, this.columnIndex + right, extend);
  }

  goTo(rowId, field) {
    this.go(Math.max(0, this.view.rowIndex(rowId)), Math.max(0, this.view.columnIndex(field)));
  }

  get rowIndex() {
    return this.view.rowIndex(this.active.row);
  }

  get columnIndex() {
    return this.view.columnIndex(this.active.field);
  }

  /** The block as indices over the rows and columns in sight. */
  get block() {
    const rows = [this.rowIndex, this.view.rowIndex(this.anchor.row)].filter((index) => index >= 0);
    const columns = [this.columnIndex, this.view.columnIndex(this.anchor.field)].filter((index) => index >= 0);
    const top = Math.min(...rows);
    const left = Math.min(...columns);
    return { top, left, height: Math.max(...rows) - top + 1, width: Math.max(...columns) - left + 1 };
  }

  /** The cells of the block, row by row. */
  cells() {
    const { top, left, height, width } = this.block;
    return Array.from({ length: height }, (_, r) =>
      Array.from({ length: width }, (__, c) => ({
        row: this.view.rows[top + r].row,
        field: this.view.columns[left + c].field,
      }))
    );
  }

  selectAll() {
    this.anchor = { row: this.view.rows[0].row, field: this.view.columns[0].field };
    this.active = { row: this.view.rows.at(-1).row, field: this.view.columns.at(-1).field };
    this.draw();
    this.moved();
  }

  /** Rows may have gone, or been folded away: the nearest row above stays current. */
  settle(rowsBefore) {
    if (!this.isSet) return;
    const { view } = this;
    if (view.rowIndex(this.active.row) < 0) {
      const above = [...view.sheet.ancestors(this.active.row)].find((row) => view.rowIndex(row.row) >= 0);
      const index = rowsBefore.findIndex((row) => row.row === this.active.row);
      const row = above ?? view.rows[Math.min(Math.max(index, 0), view.rows.length - 1)];
      if (!row) {
        this.active = this.anchor = null;
        this.frames.forEach((frame) => (frame.hidden = true));
        return;
      }
      this.active = { row: row.row, field: this.active.field };
    }
    if (view.columnIndex(this.active.field) < 0) this.active = { ...this.active, field: "uraian" };
    if (view.rowIndex(this.anchor.row) < 0 || view.columnIndex(this.anchor.field) < 0) this.anchor = this.active;
    this.draw();
    this.moved();
  }

  draw() {
    const { view } = this;
    const { top, left, height, width } = this.block;
    const frozenWidth = view.table.getColumn(view.columns[0].field).getWidth();
    const [moving, fixed] = this.frames;
    const first = Math.max(left, 1);
    const last = left + width - 1;
    moving.hidden = last < 1;
    fixed.hidden = left > 0;
    if (!moving.hidden) {
      const from = view.columnBox(view.columns[first].field).left;
      const end = view.columnBox(view.columns[last].field);
      place(moving.firstChild, from, top, end.left + end.width - from, height);
    }
    if (!fixed.hidden) place(fixed.firstChild, 0, top, frozenWidth, height);
    const inFrozen = this.columnIndex === 0;
    moving.lastChild.hidden = inFrozen;
    fixed.lastChild.hidden = !inFrozen;
    const box = view.columnBox(this.active.field);
    place((inFrozen ? fixed : moving).lastChild, inFrozen ? 0 : box.left, this.rowIndex, box.width, 1);
    const many = height * width > 1;
    for (const frame of this.frames) frame.classList.toggle("petak-banyak", many);
    this.announce();
  }

  /** Tells screen readers the current cell; after scrolling it may have come into being or gone. */
  announce() {
    clearTimeout(this.pending);
    this.pending = setTimeout(() => {
      if (!this.isSet) return;
      const cell = this.view.cellElement(this.active.row, this.active.field);
      if (cell !== this.named) {
        this.named?.removeAttribute("id");
        this.named?.removeAttribute("aria-selected");
        this.named?.removeAttribute("aria-label");
      }
      this.named = cell;
      if (!cell) {
        this.view.element.removeAttribute("aria-activedescendant");
        return;
      }
      cell.id = "petak-kini";
      cell.setAttribute("aria-selected", "true");
      cell.setAttribute("aria-label", this.view.describe(this.active.row, this.active.field));
      this.view.element.setAttribute("aria-activedescendant", "petak-kini");
    }, SETTLED);
  }
}

function place(element, left, rowIndex, width, height) {
  Object.assign(element.style, {
    left: `${left}px`,
    top: `${rowIndex * ROW_HEIGHT}px`,
    width: `${width}px`,
    height: `${height * ROW_HEIGHT}px`,
  });
}

function clamp(index, length) {
  return Math.min(Math.max(index, 0), length - 1);
}
