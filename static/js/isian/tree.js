/* Which rows are in sight: folding, and "show down to this level". Rows stay flat; hiding is filtering. */

/** The choices of the level filter, from short to long. */
export const DEPTHS = [
  { key: "program", label: "Sampai program" },
  { key: "kegiatan", label: "Sampai kegiatan" },
  { key: "semua", label: "Semua tingkat" },
];

export class Tree {
  constructor(sheet) {
    this.sheet = sheet;
    this.folded = new Set();
  }

  hasChildren(rowId) {
    return (this.sheet.children.get(rowId)?.length ?? 0) > 0;
  }

  toggle(rowId, fold = !this.folded.has(rowId)) {
    if (!this.hasChildren(rowId)) return false;
    if (fold === this.folded.has(rowId)) return false;
    if (fold) this.folded.add(rowId);
    else this.folded.delete(rowId);
    return true;
  }

  /** Folds everything below a level; "semua" unfolds all. */
  showDownTo(level) {
    this.folded = new Set(this.sheet.rows.filter((row) => row.level === level).map((row) => row.row));
  }

  /** Unfolds whatever hides a row. */
  reveal(rowId) {
    let changed = false;
    for (const row of this.sheet.ancestors(rowId)) changed = this.folded.delete(row.row) || changed;
    return changed;
  }

  /** The rows in sight, in the order of the plan. */
  visible() {
    const hidden = new Set();
    return this.sheet.rows.filter((row) => {
      const out = row.parent !== null && (hidden.has(row.parent) || this.folded.has(row.parent));
      if (out) hidden.add(row.row);
      return !out;
    });
  }
}
