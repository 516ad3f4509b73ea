/* The library alone: the same rows and columns with Tabulator's own drawing and editing, and nothing of the portal. */

import { TabulatorFull } from "STATICvendor/tabulator/tabulator_esm.min.js";

const { columns, rows } = await (await fetch("data.json")).json();
const table = new TabulatorFull("#bare", {
  height: "560px",
  rowHeight: 34,
  nestedFieldSeparator: false,
  columns: columns.map((column) => ({ ...column, editor: "input", headerSort: false })),
  data: rows,
});
table.on("tableBuilt", () => {
  document.querySelector("#bare").dataset.siap = "1";
});
