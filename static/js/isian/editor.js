/* Typing into a cell: one text field over the table. Leaving it keeps what was typed; only Esc throws it away. */

import { h } from "./dom.js";
import { ROW_HEIGHT } from "./view.js";

const TALL = 4;

export class Editor {
  /** `on` gets typing(row, field, text), commit(row, field, text), cancel(row, field). */
  constructor(view, on) {
    this.view = view;
    this.on = on;
    this.cell = null;
    this.field = h("textarea", {
      class: "petak-sunting",
      rows: 1,
      hidden: true,
      autocomplete: "off",
      spellcheck: "false",
      onblur: () => this.commit(),
      oninput: () => this.typed(),
    });
    this.attach();
  }

  attach() {
    this.view.holder.append(this.field);
  }

  get isOpen() {
    return this.cell !== null;
  }

  /** Opens over a cell; `text` is what stands in it, "" when typing replaces the cell. */
  open(rowId, field, text) {
    const column = this.view.sheet.byField.get(field);
    const { left, width } = this.view.columnBox(field);
    const isText = !this.view.sheet.isFigure(field);
    this.cell = { row: rowId, field, first: text, isText };
    this.view.reveal(this.view.rowIndex(rowId), field);
    this.field.hidden = false;
    this.field.value = text;
    this.field.className = `petak-sunting petak-sunting-${isText ? "teks" : "angka"}`;
    this.field.setAttribute("aria-label", this.view.describe(rowId, field));
    this.field.inputMode = isText ? "text" : "decimal";
    Object.assign(this.field.style, {
      left: `${column.kind === "nama" ? this.view.holder.scrollLeft : left}px`,
      top: `${this.view.rowIndex(rowId) * ROW_HEIGHT}px`,
      width: `${isText ? Math.max(width, 280) : width}px`,
    });
    this.fit();
    this.field.focus({ preventScroll: true });
    this.field.setSelectionRange(text.length, text.length);
  }

  fit() {
    const { style } = this.field;
    style.height = `${ROW_HEIGHT}px`;
    const wanted = Math.min(this.field.scrollHeight + 2, TALL * ROW_HEIGHT);
    style.height = `${Math.max(ROW_HEIGHT, wanted)}px`;
  }

  typed() {
    this.fit();
    this.on.typing(this.cell.row, this.cell.field, this.field.value);
  }

  /** Puts a line break where the cursor stands. */
  breakLine() {
    this.field.setRangeText("\n", this.field.selectionStart, this.field.selectionEnd, "end");
    this.typed();
  }

  commit() {
    if (!this.isOpen) return;
    const { row, field } = this.cell;
    const text = this.field.value;
    this.close();
    this.on.commit(row, field, text);
  }

  cancel() {
    const { row, field } = this.cell;
    this.close();
    this.on.cancel(row, field);
  }

  close() {
    const focused = document.activeElement === this.field;
    this.cell = null;
    if (focused) this.view.element.focus({ preventScroll: true });
    this.field.hidden = true;
  }
}
