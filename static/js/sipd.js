/*
 * The entry-order list for SIPD: copies a field, and keeps the ticks of what is done in this browser, apart for
 * each person and plan.
 */
(function () {
  "use strict";

  const SHOWN_MS = 1500;
  const list = document.querySelector("[data-sipd]");
  if (!list) return;
  const key = `sipd:${list.dataset.sipdOrang}:${list.dataset.sipd}`;
  const known = new Set(list.dataset.sipdSemua.split(" "));
  const news = document.querySelector("[data-salin-kabar]");

  /** The ids that are ticked; those of rows that were deleted since are forgotten. */
  function readTicks() {
    try {
      return new Set(JSON.parse(localStorage.getItem(key) || "[]").filter((id) => known.has(id)));
    } catch (error) {
      // A browser that keeps nothing: ticks last until the page is left.
      console.warn("Centang tidak dapat dibaca dari peramban ini.", error);
      return new Set();
    }
  }

  function keepTicks() {
    try {
      localStorage.setItem(key, JSON.stringify([...ticks]));
    } catch (error) {
      news.textContent = "Peramban ini tidak menyimpan centang; centang hilang bila halaman ditutup.";
      console.warn(error);
    }
  }

  const ticks = readTicks();

  function showCount() {
    const place = document.querySelector("[data-sipd-hitung]");
    place.textContent = `${ticks.size} dari ${place.dataset.jumlah} sub-kegiatan sudah diisi`;
  }

  function show(article) {
    const done = ticks.has(article.dataset.sipdId);
    article.classList.toggle("sudah", done);
    article.querySelector("[data-sipd-sudah]").checked = done;
    article.querySelector("details").open = !done;
  }

  list.addEventListener("change", (event) => {
    if (!event.target.matches("[data-sipd-sudah]")) return;
    const article = event.target.closest("[data-sipd-id]");
    if (event.target.checked) ticks.add(article.dataset.sipdId);
    else ticks.delete(article.dataset.sipdId);
    keepTicks();
    show(article);
    showCount();
  });

  /** Copies in any browser: the clipboard is only there on secure addresses, which an office network may not have. */
  async function copy(text) {
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(text);
      return;
    }
    const area = document.createElement("textarea");
    area.className = "visually-hidden";
    area.value = text;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    if (!copied) throw new Error("copy refused");
  }

  list.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-salin]");
    if (!button) return;
    const word = button.querySelector("[data-salin-kata]");
    try {
      await copy(button.dataset.salin);
      word.textContent = "Tersalin";
      news.textContent = `Tersalin: ${button.dataset.salin}`;
    } catch (error) {
      word.textContent = "Gagal";
      news.textContent = "Tidak dapat menyalin. Blok teksnya, lalu tekan Ctrl + C.";
      console.warn(error);
    }
    button.focus();
    setTimeout(() => {
      word.textContent = "Salin";
    }, SHOWN_MS);
  });

  list.querySelectorAll("[data-sipd-id]").forEach(show);
  showCount();
})();
