/* The history of one cell: old → new, who, when, and from which typing, paste or import. */

import { dialog, h, icon } from "./dom.js";
import { columnName } from "./sheet.js";

export async function openHistory({ sheet, server, row, field, told }) {
  const answer = await server.history(row, field);
  if (answer.kind !== "ok") {
    told(answer.message ?? "Silakan masuk lagi.", "galat");
    return;
  }
  const entries = Array.isArray(answer.data) ? answer.data : answer.data.riwayat;
  const show = (value) => sheet.shownText(field, value) || "(kosong)";
  dialog(
    { title: `Riwayat ${columnName(sheet.byField.get(field))}`, className: "petak-riwayat" },
    h("p", { class: "kecil" }, sheet.nameOf(row)),
    entries.length === 0
      ? h("p", {}, "Sel ini belum pernah diubah.")
      : h(
          "div",
          { class: "daftar-gulir", tabindex: "0", role: "region", "aria-label": "Riwayat sel" },
          h(
            "table",
            { class: "daftar daftar-padat" },
            h("thead", {}, h("tr", {}, ...["Kapan", "Siapa", "Dari", "Menjadi", "Asal"].map((title) => h("th", { scope: "col" }, title)))),
            h(
              "tbody",
              {},
              ...entries.map((entry) =>
                h(
                  "tr",
                  {},
                  h("td", {}, entry.when),
                  h("td", {}, entry.who),
                  h("td", { class: sheet.isFigure(field) ? "angka" : "" }, show(entry.old)),
                  h("td", { class: sheet.isFigure(field) ? "angka" : "" }, icon("arrow-right"), " ", show(entry.new)),
                  h("td", {}, [entry.origin, entry.source].filter(Boolean).join(", "))
                )
              )
            )
          )
        )
  );
}
