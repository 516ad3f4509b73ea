/* The pohon kinerja on screen: zoom, move, fold. The picture comes laid out; folding keeps the layout's one rule
   (performance/pohon/layout.py): a branch takes the height of what hangs under it, a box stands in its middle. */

const GAP_Y = 7;
const GAP_ROOTS = 16;
const WIDTH = 198;
const STEPS = [0.5, 0.65, 0.8, 1, 1.25, 1.5, 1.8, 2.2, 2.8, 3.5];
const SVG = "http://www.w3.org/2000/svg";

/** The boxes as a tree, in the order of the picture. */
function readTree(svg) {
  const boxes = [...svg.querySelectorAll(".pohon-kotak")].map((element) => ({
    element,
    key: element.dataset.key,
    column: Number(element.dataset.kolom),
    x: Number(element.dataset.x),
    height: Number(element.dataset.tinggi),
    refersTo: element.dataset.acuan || "",
    children: [],
    parent: null,
    line: null,
    folded: false,
    shown: true,
    y: Number(element.dataset.y),
  }));
  const byKey = new Map(boxes.map((box) => [box.key, box]));
  for (const line of svg.querySelectorAll("path[data-ke]")) byKey.get(line.dataset.ke).line = line;
  for (const box of boxes) {
    box.parent = byKey.get(box.element.dataset.induk) ?? null;
    box.parent?.children.push(box);
  }
  return { boxes, byKey, roots: boxes.filter((box) => !box.parent) };
}

const visibleChildren = (box) => (box.folded ? [] : box.children);

function childrenHeight(children) {
  return children.reduce((sum, child) => sum + band(child), 0) + GAP_Y * Math.max(children.length - 1, 0);
}

function band(box) {
  return Math.max(box.height, childrenHeight(visibleChildren(box)));
}

function place(box, top) {
  const own = band(box);
  const children = visibleChildren(box);
  let at = top + (own - childrenHeight(children)) / 2;
  for (const child of children) {
    place(child, at);
    at += band(child) + GAP_Y;
  }
  const middles = children.map((child) => child.y + child.height / 2);
  const middle = middles.length ? (middles[0] + middles.at(-1)) / 2 : top + own / 2;
  box.y = Math.min(Math.max(middle - box.height / 2, top), top + own - box.height);
}

function setShown(box, shown) {
  box.shown = shown;
  for (const child of box.children) setShown(child, shown && !box.folded);
}

function start(frame, svg) {
  const tree = readTree(svg);
  const margin = Number(svg.dataset.margin);
  let zoom = 1;
  let width = 0;
  let height = 0;

  /** Put every box where the layout's rule has it now, and hide what is folded away. */
  function arrange() {
    let top = 0;
    for (const [number, root] of tree.roots.entries()) {
      top += number ? GAP_ROOTS : 0;
      place(root, top);
      top += band(root);
      setShown(root, true);
    }
    const seen = tree.boxes.filter((box) => box.shown);
    for (const box of tree.boxes) {
      box.element.classList.toggle("pohon-terlipat", !box.shown);
      box.line?.classList.toggle("pohon-terlipat", !box.shown);
      if (!box.shown) continue;
      box.element.setAttribute("transform", `translate(${box.x},${box.y.toFixed(1)})`);
      if (box.children.length) {
        box.element.setAttribute("aria-expanded", String(!box.folded));
        box.button.querySelector("text").textContent = box.folded ? "+" : "−";
      }
      if (box.line) drawLine(box);
    }
    width = Math.max(...seen.map((box) => box.x)) + WIDTH + 12 + 2 * margin;
    height = top + 2 * margin;
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    resize();
  }

  function drawLine(box) {
    const from = box.parent.x + WIDTH;
    const gap = box.x - from;
    const bend = gap < WIDTH ? box.x - gap / 2 : box.x - 14;
    const middle = box.parent.y + box.parent.height / 2;
    box.line.setAttribute("d", `M${from} ${middle}H${bend}V${box.y + box.height / 2}H${box.x}`);
  }

  function resize() {
    svg.setAttribute("width", width * zoom);
    svg.setAttribute("height", height * zoom);
    const output = document.querySelector("[data-besar]");
    if (output) output.textContent = `${Math.round(zoom * 100)}%`;
  }

  /** Zoom, keeping the middle of the frame where it is. */
  function setZoom(next) {
    const bounded = Math.min(Math.max(next, STEPS[0]), STEPS.at(-1));
    const x = (frame.scrollLeft + frame.clientWidth / 2) / zoom;
    const y = (frame.scrollTop + frame.clientHeight / 2) / zoom;
    zoom = bounded;
    resize();
    frame.scrollLeft = x * zoom - frame.clientWidth / 2;
    frame.scrollTop = y * zoom - frame.clientHeight / 2;
  }

  const step = (direction) =>
    setZoom(
      direction > 0
        ? (STEPS.find((one) => one > zoom + 0.01) ?? STEPS.at(-1))
        : (STEPS.findLast((one) => one < zoom - 0.01) ?? STEPS[0]),
    );
  const fit = () => setZoom((frame.clientWidth - 26) / width);

  /** Fold or unfold a branch; the box stays where the eye is. */
  function toggle(box, folded = !box.folded) {
    if (!box.children.length || box.folded === folded) return;
    const before = box.y * zoom - frame.scrollTop;
    box.folded = folded;
    arrange();
    frame.scrollTop = box.y * zoom - before;
  }

  function openTo(column) {
    for (const box of tree.boxes) box.folded = box.children.length > 0 && box.column >= column;
    arrange();
  }

  function reveal(box) {
    for (let above = box.parent; above; above = above.parent) above.folded = false;
    arrange();
    focus(box);
  }

  function focus(box) {
    for (const one of tree.boxes) one.element.setAttribute("tabindex", one === box ? "0" : "-1");
    box.element.focus({ preventScroll: true });
    const left = box.x * zoom;
    const top = box.y * zoom;
    if (left < frame.scrollLeft) frame.scrollLeft = left - 20;
    if (left + WIDTH * zoom > frame.scrollLeft + frame.clientWidth - 30)
      frame.scrollLeft = left + WIDTH * zoom - frame.clientWidth + 40;
    if (top < frame.scrollTop || top + box.height * zoom > frame.scrollTop + frame.clientHeight - 30)
      frame.scrollTop = top - frame.clientHeight / 3;
  }

  function addButton(box) {
    const button = document.createElementNS(SVG, "g");
    button.setAttribute("class", "pohon-lipat");
    // For the mouse: the box itself says whether it is expanded, and takes Enter.
    button.setAttribute("aria-hidden", "true");
    button.setAttribute("transform", `translate(${WIDTH},${box.height / 2})`);
    const circle = document.createElementNS(SVG, "circle");
    circle.setAttribute("r", "6");
    const sign = document.createElementNS(SVG, "text");
    sign.setAttribute("y", "2.8");
    button.append(circle, sign);
    button.addEventListener("click", () => toggle(box));
    box.button = button;
    box.element.append(button);
  }

  const keys = {
    ArrowRight: (box) => (box.folded ? toggle(box, false) : box.children[0] && focus(box.children[0])),
    ArrowLeft: (box) => (box.children.length && !box.folded ? toggle(box, true) : box.parent && focus(box.parent)),
    ArrowDown: (box) => move(box, 1),
    ArrowUp: (box) => move(box, -1),
    Home: () => focus(tree.roots[0]),
    Enter: activate,
    " ": activate,
  };

  function activate(box) {
    if (box.refersTo) reveal(tree.byKey.get(box.refersTo));
    else toggle(box);
  }

  function move(box, by) {
    const seen = tree.boxes.filter((one) => one.shown);
    const next = seen[seen.indexOf(box) + by];
    if (next) focus(next);
  }

  svg.addEventListener("keydown", (event) => {
    const element = event.target.closest(".pohon-kotak");
    const act = keys[event.key];
    if (!element || !act || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    act(tree.byKey.get(element.dataset.key));
  });
  svg.addEventListener("click", (event) => {
    const box = tree.byKey.get(event.target.closest(".pohon-kotak")?.dataset.key);
    if (box?.refersTo) reveal(tree.byKey.get(box.refersTo));
  });
  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "+" || event.key === "=") step(1);
    else if (event.key === "-") step(-1);
    else if (event.key === "0") fit();
    else return;
    event.preventDefault();
  });
  frame.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      step(event.deltaY < 0 ? 1 : -1);
    },
    { passive: false },
  );

  let held = null;
  frame.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType === "touch" || event.target.closest(".pohon-lipat")) return;
    held = { x: event.clientX, y: event.clientY, left: frame.scrollLeft, top: frame.scrollTop };
  });
  window.addEventListener("pointermove", (event) => {
    if (!held) return;
    frame.classList.add("digeser");
    frame.scrollLeft = held.left - (event.clientX - held.x);
    frame.scrollTop = held.top - (event.clientY - held.y);
  });
  window.addEventListener("pointerup", () => {
    held = null;
    frame.classList.remove("digeser");
  });

  for (const button of document.querySelectorAll("[data-zum]"))
    button.addEventListener("click", () => step(Number(button.dataset.zum)));
  document.querySelector("[data-pas]")?.addEventListener("click", fit);
  document.querySelector("[data-sampai]")?.addEventListener("change", (event) => openTo(Number(event.target.value)));
  for (const one of document.querySelectorAll("[data-kendali]")) one.hidden = false;

  for (const box of tree.boxes) if (box.children.length) addButton(box);
  tree.roots[0]?.element.setAttribute("tabindex", "0");
  zoom = 1.5;
  openTo(Number(frame.dataset.terbuka));
}

const frame = document.querySelector("[data-bingkai]");
const svg = frame?.querySelector("[data-pohon]");
if (svg) start(frame, svg);
