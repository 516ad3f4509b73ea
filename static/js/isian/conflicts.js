/* Two people changed one cell: both values with who and when; the person chooses, nothing is overwritten unseen. */

import { dialog, h } from "./dom.js";
import { columnName } from "./sheet.js";

/**
 * Asks for each conflict {row, col, yours, theirs, who, when} which value stays.
 * Resolves with a Set of the keys of `keyOf` where the own value wins. Closing the dialog keeps the others' values.
 */
export function askConflicts(sheet, conflicts, keyOf) {
  return new Promise((resolve) => {
    const mine = new Set();
    let decided = new Set();
    const cards = conflicts.map((conflict, index) => {
      const column = sheet.byField.get(conflict.col);
      const show = (value) => sheet.shownText(conflict.col, value) || "(kosong)";
      const choice = (own, title, text) =>
        h(
          "label",
          { class: "petak-banding" },
          h("input", {
            type: "radio",
            class: "form-check-input",
            name: `bentrok-${index}`,
            checked: !own,
            onchange: () => (own ? mine.add(keyOf(conflict.row, conflict.col)) : mine.delete(keyOf(conflict.row, conflict.col))),
          }),
          h("span", {}, h("span", { class: "petak-banding-siapa" }, title), h("strong", { class: "tabular" }, text))
        );
      const own = conflict.yoursText ?? show(conflict.yours);
      return h(
        "fieldset",
        { class: "petak-bentrok" },
        h("legend", {}, `${column ? columnName(column) : conflict.col}, ${sheet.nameOf(conflict.row)}`),
        choice(false, `Isian ${conflict.who || "orang lain"}${conflict.when ? `, ${conflict.when}` : ""}`, show(conflict.theirs)),
        choice(true, "Isian Anda", own)
      );
    });
    const box = dialog(
      { title: "Sel ini juga diubah orang lain", className: "petak-bentrok-kotak", onclose: () => resolve(decided) },
      h("p", { class: "kecil" }, "Isian Anda belum tersimpan. Pilih nilai yang berlaku untuk tiap sel."),
      h("div", { class: "petak-bentrok-daftar" }, ...cards),
      h(
        "div",
        { class: "aksi-formulir" },
        h(
          "button",
          {
            type: "button",
            class: "btn btn-primary",
            onclick: () => {
              decided = mine;
              box.close();
            },
          },
          "Simpan pilihan"
        ),
        conflicts.length > 1
          ? h(
              "button",
              {
                type: "button",
                class: "btn btn-light",
                onclick: () => {
                  decided = new Set(conflicts.map(({ row, col }) => keyOf(row, col)));
                  box.close();
                },
              },
              "Pakai semua isian saya"
            )
          : null
      )
    );
  });
}
