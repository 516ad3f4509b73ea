/*
 * What the frame does in the browser: folding the menu, keys, the edges of wide tables, htmx and CSRF.
 * No inline scripts, no eval; everything is found by data attributes.
 */
(function () {
  "use strict";

  const YEAR_IN_SECONDS = 31536000;
  const COOKIE = "nav_lipat";
  const LARGEST_SHARE_OF_FIRST_COLUMN = 0.45;

  /** Whether the person is typing, so that a single key is text and not a command. */
  function isTyping(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }

  function foldMenu(button) {
    const folded = document.body.classList.toggle("nav-lipat");
    button.setAttribute("aria-pressed", String(folded));
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${COOKIE}=${folded ? 1 : 0}; Path=/; Max-Age=${YEAR_IN_SECONDS}; SameSite=Lax${secure}`;
  }

  /** The ? dialog also lists the keys that this page gives to its links and buttons (data-tombol). */
  function openKeys() {
    const dialog = document.getElementById("tombol-pintas");
    if (!dialog || dialog.open) return;
    const list = dialog.querySelector("dl");
    list.querySelectorAll("[data-milik-halaman]").forEach((entry) => entry.remove());
    document.querySelectorAll("[data-tombol]").forEach((element) => {
      const term = document.createElement("dt");
      const meaning = document.createElement("dd");
      const key = document.createElement("kbd");
      term.dataset.milikHalaman = meaning.dataset.milikHalaman = "";
      key.textContent = element.dataset.tombol;
      meaning.textContent = element.dataset.tombolNama || element.textContent.trim();
      term.append(key);
      list.append(term, meaning);
    });
    dialog.showModal();
  }

  document.addEventListener("click", (event) => {
    const fold = event.target.closest("[data-lipat-menu]");
    if (fold) foldMenu(fold);
    if (event.target.closest("[data-buka-tombol]")) openKeys();
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.defaultPrevented || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "/") {
      const search = document.querySelector("[data-pencarian]");
      if (!search) return;
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "?") {
      event.preventDefault();
      openKeys();
    } else {
      const owner = Array.from(document.querySelectorAll("[data-tombol]")).find(
        (element) => element.dataset.tombol === event.key
      );
      if (!owner) return;
      event.preventDefault();
      owner.click();
    }
  });

  /**
   * Keeps the first column of a wide table in sight, unless it is so wide that little else would be.
   * A cell merged over several rows takes the first column in all of them.
   */
  function keepFirstColumn(table, room) {
    let covered = 0;
    let inHead = true;
    let first = null;
    const cells = [];
    for (const row of table.rows) {
      const isHead = row.parentElement.tagName === "THEAD";
      if (isHead !== inHead) covered = 0;
      inHead = isHead;
      if (covered > 0) {
        covered -= 1;
        continue;
      }
      const cell = row.cells[0];
      if (!cell) continue;
      covered = cell.rowSpan - 1;
      if (cell.colSpan > 1) continue;
      first = first || cell;
      cells.push(cell);
    }
    const keep = first !== null && first.offsetWidth <= room * LARGEST_SHARE_OF_FIRST_COLUMN;
    cells.forEach((cell) => {
      cell.classList.add("kolom-awal");
      cell.classList.toggle("kolom-tetap", keep);
    });
  }

  /** Shows a shadow at the edge of a wide table where more columns wait. */
  function markEdges(scroller) {
    const rest = scroller.scrollWidth - scroller.clientWidth - scroller.scrollLeft;
    scroller.parentElement.classList.toggle("ada-kiri", scroller.scrollLeft > 1);
    scroller.parentElement.classList.toggle("ada-kanan", rest > 1);
  }

  const resized = new ResizeObserver((entries) =>
    entries.forEach(({ target }) => {
      const table = target.querySelector("table");
      if (table) keepFirstColumn(table, target.clientWidth);
      markEdges(target);
    })
  );

  function watchTables(root) {
    root.querySelectorAll(".tabel-resmi > .gulir:not([data-diawasi])").forEach((scroller) => {
      scroller.dataset.diawasi = "";
      scroller.addEventListener("scroll", () => markEdges(scroller), { passive: true });
      resized.observe(scroller);
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    watchTables(document);
    const summary = document.querySelector("[data-galat-formulir]");
    if (summary) summary.focus();
  });

  document.addEventListener("htmx:load", (event) => watchTables(event.target.parentElement || document));

  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]");
    if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token.value;
  });
})();
