// Shows why a figure is what it is beside the table: opens the panel once its content has come.

const panel = document.getElementById("penjelasan");
let asked = null;
let latest = null;

const isOurs = (event) => panel !== null && event.detail.target.id === "penjelasan-isi";

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!isOurs(event)) return;
  latest = event.detail.elt;
  // Links inside the panel lead to further figures; the focus goes back to the one in the table.
  if (!panel.contains(latest)) asked = latest;
});

// Without a session, or when something else goes wrong, the link is followed as any other.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!isOurs(event) || (event.detail.xhr.status === 200 && event.detail.xhr.responseURL.includes("/jelaskan/"))) return;
  event.detail.shouldSwap = false;
  location.assign(latest.href);
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (!isOurs(event)) return;
  event.detail.target.scrollTop = 0;
  bootstrap.Offcanvas.getOrCreateInstance(panel).show();
  // The link that was followed inside is gone, and the focus with it.
  panel.focus();
});

panel?.addEventListener("hidden.bs.offcanvas", () => asked?.focus());
