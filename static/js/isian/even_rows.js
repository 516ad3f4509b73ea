/*
 * Draws only the rows in sight, all of one height, each exactly where its number says.
 *
 * Tabulator's own virtual rows guess their places after a jump, so that frames drawn over the table would be a row
 * off; with one fixed height nothing has to be measured or guessed. It also keeps the elements of every row it ever
 * drew; here a row out of sight gives them up, so that a scroll through a large plan does not pile up tens of thousands
 * of elements, which the browser's memory management would stop for, a third of a second at a time.
 */

import { Renderer } from "../../vendor/tabulator/tabulator_esm.min.js";

const SPARE = 8;

/** A renderer class for `renderVertical`; `made` gets the renderer, `gone` each row id whose elements are given up. */
export function evenRows(height, { made, gone }) {
  return class EvenRows extends Renderer {
    constructor(table) {
      super(table);
      this.verticalFillMode = "fill";
      this.first = 0;
      this.end = 0;
      this.drawn = [];
      made(this);
    }

    clearRows() {
      this.tableElement.replaceChildren();
      this.first = this.end = 0;
      for (const side of ["paddingTop", "paddingBottom", "minWidth", "minHeight", "display", "visibility"]) {
        this.tableElement.style[side] = "";
      }
    }

    renderRows() {
      this.clearRows();
      this.show();
    }

    rerenderRows(callback) {
      const { scrollTop, scrollLeft } = this.elementVertical;
      callback?.();
      // The full height first: without it the browser would not scroll back.
      this.clearRows();
      this.tableElement.style.paddingTop = `${this.rows().length * height}px`;
      this.elementVertical.scrollTop = scrollTop;
      this.show();
      this.table.rowManager.scrollHorizontal(scrollLeft);
    }

    scrollRows() {
      this.show();
    }

    scrollToRow(row) {
      this.elementVertical.scrollTop = this.rows().indexOf(row) * height;
      this.show();
    }

    visibleRows() {
      return this.rows().slice(this.first, this.end);
    }

    /** Brings the rows in sight, and some spare ones around them, into the page; takes the others out. */
    show() {
      const rows = this.rows();
      const { scrollTop, clientHeight } = this.elementVertical;
      const first = Math.max(0, Math.floor(scrollTop / height) - SPARE);
      const end = Math.min(rows.length, Math.ceil((scrollTop + clientHeight) / height) + SPARE);
      if (first === this.first && end === this.end) return;
      if (first >= this.end || end <= this.first) {
        this.tableElement.replaceChildren();
        this.first = this.end = Math.min(first, rows.length);
      }
      for (; this.first < first; this.first += 1) this.tableElement.firstChild.remove();
      for (; this.end > end; this.end -= 1) this.tableElement.lastChild.remove();
      // Before the new ones are drawn: after a reload, rows of the same id come in the place of the old ones.
      this.giveUpAllBut(rows.slice(first, end));
      const before = [];
      for (let index = first; index < this.first; index += 1) before.push(this.draw(rows[index], index));
      const after = [];
      for (let index = this.end; index < end; index += 1) after.push(this.draw(rows[index], index));
      this.tableElement.prepend(...before);
      this.tableElement.append(...after);
      this.first = first;
      this.end = end;
      this.tableElement.style.paddingTop = `${first * height}px`;
      this.tableElement.style.paddingBottom = `${(rows.length - end) * height}px`;
    }

    draw(row, index) {
      row.initialize(false, true);
      const element = row.getElement();
      element.setAttribute("aria-rowindex", String(index + 1));
      return element;
    }

    giveUpAllBut(kept) {
      const still = new Set(kept);
      for (const row of this.drawn) {
        if (still.has(row)) continue;
        row.wipe();
        row.created = row.initialized = false;
        gone(row.getData().row);
      }
      this.drawn = kept;
    }
  };
}
