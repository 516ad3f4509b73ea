/* Building elements without markup strings: no inline handlers, no innerHTML. */

let sprite = "";
let home = null;

/** Tells where the icons are, and where the focus goes when what had it is gone; once, before anything is drawn. */
export function usePage(spriteAddress, homeElement) {
  sprite = spriteAddress;
  home = homeElement;
}

/** An element with attributes (class, dataset, on…: listener, anything else as attribute) and children. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") element.className = value;
    else if (name === "dataset") Object.assign(element.dataset, value);
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** An icon of static/ikon.svg, hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "ikon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}

/** A modal dialog with a title and a close button; it removes itself when it closes. */
export function dialog({ title, className = "", onclose = null }, ...children) {
  const id = `dialog-${Math.random().toString(36).slice(2, 9)}`;
  const box = h(
    "dialog",
    { class: `dialog petak-dialog ${className}`, "aria-labelledby": id },
    h(
      "div",
      { class: "dialog-kepala" },
      h("h2", { id }, title),
      h("button", { type: "button", class: "btn-close", "aria-label": "Tutup", onclick: () => box.close() })
    ),
    ...children
  );
  const before = document.activeElement;
  box.addEventListener("keydown", (event) => event.stopPropagation());
  box.addEventListener("close", () => {
    box.remove();
    if (before?.isConnected && before !== document.body && before.checkVisibility()) before.focus();
    else home.focus();
    onclose?.(box.returnValue);
  });
  document.body.append(box);
  box.showModal();
  box.querySelector("select, input, textarea")?.focus();
  return box;
}

/** A function that runs `delay` ms after its last call. */
export function debounce(run, delay) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...values), delay);
  };
}
