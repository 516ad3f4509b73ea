/*
 * Names the chosen files in Indonesian inside its box, where the browser's own words follow the browser's language.
 * The input itself covers the box, so that clicking, dropping and the keyboard work as without this script.
 */
(function () {
  "use strict";

  document.querySelectorAll("input.unggah-berkas").forEach((input) => {
    const box = document.createElement("div");
    const words = document.createElement("span");
    box.className = "unggah-kotak";
    words.setAttribute("aria-live", "polite");
    const tell = () => {
      const names = [...input.files].map((file) => file.name);
      words.textContent = names.join(", ") || "Pilih berkas, atau seret ke sini";
      box.classList.toggle("terisi", names.length > 0);
    };
    input.before(box);
    box.append(words, input);
    input.addEventListener("change", tell);
    // After "back" the browser may have kept the choice.
    window.addEventListener("pageshow", tell);
    for (const [event, over] of [["dragenter", true], ["dragleave", false], ["drop", false]]) {
      input.addEventListener(event, () => box.classList.toggle("di-atas", over));
    }
    tell();
  });
})();
