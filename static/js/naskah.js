/*
 * The editor of a text block: puts the figure that was chosen where the cursor stands. The value shown before the bar is
 * only for the reader; the server drops it.
 */
(function () {
  "use strict";

  function insert(button) {
    const field = document.getElementById("teks");
    if (!field) return;
    const shown = button.dataset.nilai.replace(/[{}|\n]+/g, " ");
    field.focus();
    field.setRangeText(`{{${shown}|${button.dataset.sisip}}}`, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-sisip]");
    if (button) insert(button);
  });
})();
