/* One box that ticks or clears every choice on the page. */

const form = document.querySelector("[data-pilihan]");
const label = form?.querySelector("[data-pilih-semua]");

if (label) {
  const all = label.querySelector("input");
  const boxes = [...form.querySelectorAll('input[name="pilih"]')];

  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };

  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  form.addEventListener("change", (event) => {
    if (event.target !== all) show();
  });
  label.hidden = false;
  show();
}
