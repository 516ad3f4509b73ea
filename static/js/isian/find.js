/* Finding words, codes and figures in the grid. */

import { h, icon } from "./dom.js";
import { keyOf } from "./sheet.js";

export class Find {
  /** `on` gets shown(rowId, field) for the hit to go to, and closed(). */
  constructor(bar, { sheet, view, on }) {
    Object.assign(this, { bar, sheet, view, on });
    this.hits = [];
    this.at = -1;
    this.count = h("span", { class: "kecil redup", role: "status" });
    this.input = h("input", {
      type: "search",
      class: "form-control form-control-sm",
      "aria-label": "Cari dalam lembar",
      placeholder: "Cari kode, nama, indikator, angka",
      oninput: () => this.search(),
      onkeydown: (event) => this.key(event),
    });
    const button = (name, label, action) =>
      h("button", { type: "button", class: "btn btn-light btn-sm", "aria-label": label, title: label, onclick: action }, icon(name));
    bar.replaceChildren(
      this.input,
      this.count,
      button("chevron-up", "Temuan sebelumnya", () => this.next(-1)),
      button("chevron-down", "Temuan berikutnya", () => this.next(1)),
      button("x-lg", "Tutup pencarian", () => this.close())
    );
  }

  open() {
    this.bar.hidden = false;
    this.input.focus();
    this.input.select();
  }

  close() {
    this.bar.hidden = true;
    this.view.found.clear();
    this.view.repaintAll();
    this.on.closed();
  }

  key(event) {
    event.stopPropagation();
    if (event.key === "Enter") this.next(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  search() {
    const wanted = this.input.value.trim().toLowerCase();
    this.hits = [];
    this.at = -1;
    if (wanted) {
      for (const row of this.sheet.rows) {
        for (const column of this.view.columns) {
          const text = column.kind === "nama" ? `${row.kode ?? ""} ${this.sheet.value(row.row, "uraian") ?? ""}` : this.view.content(row, column).text;
          if (text && text.toLowerCase().includes(wanted)) this.hits.push({ row: row.row, field: column.field });
        }
      }
    }
    this.view.found = new Set(this.hits.map((hit) => keyOf(hit.row, hit.field)));
    this.view.repaintAll();
    this.tell();
  }

  next(step) {
    if (this.hits.length === 0) return;
    this.at = (this.at + step + this.hits.length) % this.hits.length;
    this.on.shown(this.hits[this.at].row, this.hits[this.at].field);
    this.tell();
  }

  tell() {
    const wanted = this.input.value.trim();
    const many = this.hits.length;
    this.count.textContent = !wanted ? "" : many === 0 ? "tidak ada" : this.at < 0 ? `${many} ditemukan` : `${this.at + 1} dari ${many}`;
  }
}
