/* Before a block lands: which cells are new, changed, without place, suspicious or wrong; take all, part or none. */

import { dialog, h, icon } from "./dom.js";
import { columnName } from "./sheet.js";

const STATES = {
  galat: { label: "galat", icon: "x-octagon", take: false },
  mencurigakan: { label: "mencurigakan", icon: "exclamation-triangle", take: false },
  bentrok: { label: "diubah orang lain", icon: "people", take: false },
  tanpa_tempat: { label: "tidak cocok", icon: "x-circle", take: false },
  berubah: { label: "berubah", icon: "pencil", take: true },
  baru: { label: "baru", icon: "plus-lg", take: true },
  sama: { label: "sama", icon: "check2", take: false },
};

/** Reads a cell in the browser alone, when the server cannot be asked. */
export function checkLocally(sheet, { row, col, old, new: text, desimal }) {
  const parsed = sheet.read(row, col, text, desimal);
  const choices = parsed.choices.map((choice, index) => ({ label: parsed.readings[index], text: choice }));
  const state =
    parsed.problem ? "galat"
    : parsed.value === old ? "sama"
    : parsed.readings.length ? "mencurigakan"
    : old === null ? "baru"
    : "berubah";
  return { row, col, state, value: parsed.value, old, message: parsed.problem ?? "", choices };
}

/**
 * Shows the preview of `found` ({row, col, state, value, old, message, choices, text, label}) and resolves with the
 * cells to paste, or null when the person takes none.
 */
export function previewPaste(sheet, found, { note = "" } = {}) {
  const order = Object.keys(STATES);
  const lines = found
    .filter((cell) => cell.state !== "sama")
    .map((cell) => ({ ...cell, taken: STATES[cell.state].take }))
    .sort((first, second) => order.indexOf(first.state) - order.indexOf(second.state));
  const possible = (line) => line.state !== "tanpa_tempat" && (line.state !== "galat" || line.chosen);
  let shown = null;

  return new Promise((resolve) => {
    let answer = null;
    const takeAll = h("button", { type: "button", class: "btn btn-primary", onclick: () => finish(lines.filter(possible)) });
    const takePart = h("button", {
      type: "button",
      class: "btn btn-light",
      onclick: () => finish(lines.filter((line) => line.taken && possible(line))),
    });
    const body = h("tbody");
    const chips = h("div", { class: "petak-keping", role: "group", "aria-label": "Saring menurut keadaan" });
    const box = dialog(
      { title: "Pratinjau tempel", className: "petak-tempel", onclose: () => resolve(answer) },
      note ? h("p", { class: "pesan pesan-peringatan" }, icon("exclamation-triangle"), note) : null,
      chips,
      h(
        "div",
        { class: "daftar-gulir petak-tempel-daftar", tabindex: "0", role: "region", "aria-label": "Sel yang akan ditempel" },
        h(
          "table",
          { class: "daftar daftar-padat" },
          h(
            "thead",
            {},
            h(
              "tr",
              {},
              h("th", { scope: "col" }, h("span", { class: "visually-hidden" }, "Ambil")),
              ...["Baris", "Kolom", "Sekarang", "Menjadi", "Keadaan"].map((title) => h("th", { scope: "col", class: ["Sekarang", "Menjadi"].includes(title) ? "angka" : "" }, title))
            )
          ),
          body
        )
      ),
      h(
        "div",
        { class: "aksi-formulir" },
        takeAll,
        takePart,
        h("button", { type: "button", class: "btn btn-light", onclick: () => box.close() }, "Batal")
      )
    );

    function finish(taken) {
      answer = taken.map((line) => ({
        row: line.row,
        col: line.col,
        old: line.old,
        new: line.chosen ?? line.text,
        desimal: line.chosen ? undefined : line.desimal,
        value: line.chosen ? sheet.read(line.row, line.col, line.chosen).value : line.value,
      }));
      box.close();
    }

    function count() {
      takeAll.textContent = `Tempel semua (${lines.filter(possible).length})`;
      takePart.textContent = `Tempel yang dipilih (${lines.filter((line) => line.taken && possible(line)).length})`;
      takeAll.disabled = !lines.some(possible);
      takePart.disabled = !lines.some((line) => line.taken && possible(line));
    }

    function draw() {
      const numbers = Object.entries(STATES)
        .map(([state, look]) => [state, look, found.filter((cell) => cell.state === state).length])
        .filter(([, , number]) => number > 0);
      chips.replaceChildren(
        ...numbers.map(([state, look, number]) =>
          h(
            "button",
            {
              type: "button",
              class: `chip petak-chip petak-chip-${state}`,
              "aria-pressed": String(shown === state),
              disabled: state === "sama",
              onclick: () => {
                shown = shown === state ? null : state;
                draw();
              },
            },
            icon(look.icon),
            `${number} ${look.label}`
          )
        )
      );
      body.replaceChildren(...lines.filter((line) => !shown || line.state === shown).map(drawLine));
      count();
    }

    function drawLine(line) {
      const look = STATES[line.state];
      const column = sheet.byField.get(line.col);
      const placed = line.row !== null && column;
      const name = line.row === null ? line.label : sheet.nameOf(line.row);
      const tick = h("input", {
        type: "checkbox",
        class: "form-check-input",
        "aria-label": `Ambil ${column ? columnName(column) : line.label}, ${name}`,
        checked: line.taken && possible(line),
        disabled: !possible(line),
        onchange: () => {
          line.taken = tick.checked;
          count();
        },
      });
      const becomes = h("td", { class: placed && sheet.isFigure(line.col) ? "angka" : "" });
      const draw = () => {
        const text = line.chosen ?? line.text;
        const value = line.chosen ? sheet.read(line.row, line.col, line.chosen).value : line.value;
        becomes.textContent = !placed || (line.state === "galat" && !line.chosen) ? text : sheet.shownText(line.col, value) || "(kosong)";
      };
      draw();
      const choices = (line.choices ?? []).map((choice) => {
        const radio = h("input", {
          type: "radio",
          class: "form-check-input",
          name: `pilih-${line.row}-${line.col}`,
          checked: line.chosen === choice.text,
          onchange: () => {
            line.chosen = choice.text;
            line.taken = true;
            tick.disabled = false;
            tick.checked = true;
            draw();
            count();
          },
        });
        return h("label", { class: "petak-pilihan" }, radio, choice.label);
      });
      return h(
        "tr",
        { class: `petak-garis-${line.state}` },
        h("td", {}, tick),
        h("td", {}, name),
        h("td", {}, column ? columnName(column) : ""),
        h("td", { class: placed && sheet.isFigure(line.col) ? "angka" : "" }, placed ? sheet.shownText(line.col, line.old) : ""),
        becomes,
        h("td", {}, h("span", { class: "petak-keadaan" }, icon(look.icon), look.label), line.message ? h("div", { class: "kecil" }, line.message) : null, ...choices)
      );
    }

    draw();
    (takeAll.disabled ? chips.querySelector("button") : takeAll)?.focus();
  });
}
