/* The keys of the grid: what a spreadsheet's fingers expect. */

/** Shown in the list of keys. */
export const KEY_HELP = [
  ["Panah, Tab, Enter", "Pindah sel; dengan Shift memilih atau mundur"],
  ["Home, End, PgUp, PgDn", "Awal dan akhir baris, satu layar naik dan turun"],
  ["Ctrl + Home, Ctrl + End", "Sel pertama dan terakhir"],
  ["Ketik", "Mengganti isi sel"],
  ["F2", "Menyunting isi sel; Esc membatalkan; Alt + Enter baris baru"],
  ["Delete", "Mengosongkan sel terpilih"],
  ["-", "Tanda “tidak direncanakan” pada tahun itu"],
  ["Ctrl + C, X, V", "Salin, potong, tempel (juga dari dan ke Excel)"],
  ["Ctrl + D", "Isi ke bawah"],
  ["Ctrl + Z, Ctrl + Y", "Urungkan, ulangi"],
  ["Ctrl + F", "Cari dalam lembar"],
  ["Ctrl + S", "Simpan sekarang"],
  ["Alt + ←, Alt + →", "Lipat dan buka baris"],
  ["Alt + T atau Insert", "Tambah baris"],
  ["Alt + Delete", "Hapus baris"],
  ["Alt + P", "Pindahkan baris"],
  ["Alt + K", "Kaitkan dengan sasaran"],
  ["Alt + I", "Rincian indikator"],
  ["Alt + R", "Riwayat sel"],
  ["F6", "Keluar dari lembar ke tombol alat, dan kembali"],
];

/** Handles keys while the grid has the focus and no cell is open. `act` holds what can be done. */
export function gridKey(event, { selection, act }) {
  const { key, shiftKey: shift, altKey: alt } = event;
  const ctrl = event.ctrlKey || event.metaKey;
  if (event.isComposing) return false;
  if (ctrl && !alt) return controlKey(key.toLowerCase(), shift, selection, act);
  if (alt && !ctrl) return altKey(key, act);
  const { pageRows } = selection.view;
  const moves = {
    ArrowUp: () => selection.move(-1, 0, shift),
    ArrowDown: () => selection.move(1, 0, shift),
    ArrowLeft: () => selection.move(0, -1, shift),
    ArrowRight: () => selection.move(0, 1, shift),
    Enter: () => selection.move(shift ? -1 : 1, 0),
    Tab: () => act.step(shift ? -1 : 1),
    Home: () => selection.go(selection.rowIndex, 0, shift),
    End: () => selection.go(selection.rowIndex, selection.view.columns.length - 1, shift),
    PageUp: () => selection.move(-pageRows, 0, shift),
    PageDown: () => selection.move(pageRows, 0, shift),
    F2: () => act.edit(),
    F3: () => act.findNext(shift ? -1 : 1),
    F6: () => act.leave(),
    Escape: () => act.escape(),
    Delete: () => act.clear(),
    Backspace: () => act.clear(),
    Insert: () => act.add(),
  };
  if (key === "F10" && shift) return run(() => act.menu());
  if (key === "ContextMenu") return run(() => act.menu());
  if (key in moves) return run(moves[key]);
  // A printable key, a dead key or an input method opens the cell; the key itself then lands in the field.
  if (key.length === 1 || key === "Dead" || key === "Process") {
    act.type();
    return "typing";
  }
  return false;
}

function controlKey(key, shift, selection, act) {
  const { view } = selection;
  const last = { row: view.rows.length - 1, column: view.columns.length - 1 };
  const moves = {
    home: () => selection.go(0, 0, shift),
    end: () => selection.go(last.row, last.column, shift),
    arrowup: () => selection.go(0, selection.columnIndex, shift),
    arrowdown: () => selection.go(last.row, selection.columnIndex, shift),
    arrowleft: () => selection.go(selection.rowIndex, 0, shift),
    arrowright: () => selection.go(selection.rowIndex, last.column, shift),
    a: () => selection.selectAll(),
    d: () => act.fillDown(),
    f: () => act.find(),
    s: () => act.save(),
    y: () => act.redo(),
    z: () => (shift ? act.redo() : act.undo()),
  };
  return key in moves ? run(moves[key]) : false;
}

function altKey(key, act) {
  const moves = {
    ArrowLeft: () => act.fold(true),
    ArrowRight: () => act.fold(false),
    t: () => act.add(),
    i: () => act.panel(),
    k: () => act.link(),
    p: () => act.move(),
    r: () => act.history(),
    Delete: () => act.remove(),
  };
  return key in moves ? run(moves[key]) : false;
}

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** Handles keys while a cell is open. */
export function editorKey(event, { editor, selection, act }) {
  const { key, shiftKey: shift } = event;
  if (event.isComposing) return false;
  if (key === "Escape") return run(() => editor.cancel());
  if (key === "Enter" && event.altKey) return run(() => editor.cell.isText && editor.breakLine());
  if (key === "Enter") {
    return run(() => {
      editor.commit();
      selection.move(shift ? -1 : 1, 0);
    });
  }
  if (key === "Tab") {
    return run(() => {
      editor.commit();
      act.step(shift ? -1 : 1);
    });
  }
  if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "s") {
    return run(() => {
      editor.commit();
      act.save();
    });
  }
  // As in a spreadsheet: after typing over a cell the arrows leave it, after F2 they move the cursor.
  if (key in ARROWS && editor.cell.replaced) {
    return run(() => {
      editor.commit();
      selection.move(...ARROWS[key]);
    });
  }
  return false;
}

function run(action) {
  action();
  return true;
}
