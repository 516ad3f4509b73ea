/* Rows come, move, are linked and go: dialogs over the one address for structure. */

import { debounce, dialog, h, icon } from "./dom.js";
import { LEVELS } from "./sheet.js";

const CHILD_FIRST = {
  program: "kegiatan",
  outcome: "kegiatan",
  kegiatan: "sub_kegiatan",
  sub_kegiatan: "sub_kegiatan",
  output: "sub_kegiatan",
  tujuan: "sasaran",
  sasaran: "sasaran",
};

/** What can be added from a row: [{key, label, level, parent, how: "nomenklatur"|"uraian"|"indikator"|"sumber"}]. */
export function additions(sheet, rowId) {
  return sheet.section.program ? programmeAdditions(sheet, rowId) : nestedAdditions(sheet, rowId);
}

/** In a section of one level: below the row, beside it, at the top, and an indicator of it. */
function nestedAdditions(sheet, rowId) {
  const { level, satu, bertingkat, berkode } = sheet.section;
  const node = rowId ? sheet.nodeRow(rowId) : null;
  const above = node?.parent ? sheet.byId.get(node.parent) : null;
  const name = satu[0].toUpperCase() + satu.slice(1);
  const how = berkode ? "nomenklatur" : "uraian";
  const options = [
    node && bertingkat && { key: "bawah", label: `${name} di bawah ${sheet.nameOf(node.row)}`, level, parent: node.row, how },
    above && { key: "sejajar", label: `${name} di bawah ${sheet.nameOf(above.row)}`, level, parent: above.row, how },
    { key: "atas", label: `${name}${bertingkat ? " paling atas" : ""}`, level, parent: null, how },
    node?.canEdit.has("indikator") && { key: "indikator", label: `Indikator pada ${sheet.nameOf(node.row)}`, how: "indikator", simpul: node.row },
    node?.canEdit.has("sumber_dana") && { key: "sumber", label: `Sumber dana pada ${sheet.nameOf(node.row)}`, how: "sumber", simpul: node.row },
  ].filter(Boolean);
  const first = above ? "sejajar" : node?.rupa === "sub_kegiatan" || !bertingkat || !node ? "atas" : "bawah";
  return { options, first: options.find((option) => option.key === first) };
}

function programmeAdditions(sheet, rowId) {
  const node = rowId ? sheet.nodeRow(rowId) : null;
  const chain = node ? [node, ...sheet.ancestors(node.row)] : [];
  const nearest = (...levels) => chain.find((row) => levels.includes(row.level));
  const bidang = nearest("bidang_urusan");
  const program = nearest("program");
  const group = nearest("outcome", "program");
  const kegiatan = nearest("kegiatan");
  const sub = nearest("sub_kegiatan");
  const tujuan = nearest("tujuan");
  const under = (row) => (row ? ` di bawah ${sheet.nameOf(row.row)}` : "");
  const options = [
    sub && { key: "indikator", label: `Indikator pada ${sheet.nameOf(sub.row)}`, how: "indikator", simpul: sub.row },
    sub && { key: "sumber", label: `Sumber dana pada ${sheet.nameOf(sub.row)}`, how: "sumber", simpul: sub.row },
    node && !sub && node.canEdit.has("indikator") && { key: "indikator", label: `Indikator pada ${sheet.nameOf(node.row)}`, how: "indikator", simpul: node.row },
    kegiatan && { key: "sub_kegiatan", label: `Sub-kegiatan${under(kegiatan)}`, level: "sub_kegiatan", parent: kegiatan.row, how: "nomenklatur" },
    group && { key: "kegiatan", label: `Kegiatan${under(group)}`, level: "kegiatan", parent: group.row, how: "nomenklatur" },
    program && { key: "outcome", label: `Outcome${under(program)}`, level: "outcome", parent: program.row, how: "uraian" },
    (sub ?? kegiatan) && { key: "output", label: `Output${under(sub ?? kegiatan)}`, level: "output", parent: (sub ?? kegiatan).row, how: "uraian" },
    { key: "program", label: `Program${under(bidang)}`, level: "program", parent: bidang?.row ?? null, how: "nomenklatur" },
    tujuan && { key: "sasaran", label: `Sasaran${under(tujuan)}`, level: "sasaran", parent: tujuan.row, how: "uraian" },
    { key: "tujuan", label: "Tujuan", level: "tujuan", parent: null, how: "uraian" },
  ].filter(Boolean);
  const wanted = CHILD_FIRST[node?.level] ?? "program";
  return { options, first: options.find((option) => option.key === wanted) ?? options[0] };
}

export class Structure {
  /** `on` gets done(data, level of a new row, the column to stand in), told(text, kind), addedSource(simpul, name); `ready()` saves what waits first. */
  constructor({ server, on, ready }) {
    Object.assign(this, { server, on, ready });
    /** Whether a new kegiatan or sub-kegiatan brings its kinerja as an output row; the last choice stands. */
    this.withResult = true;
    this.busy = false;
  }

  /** Sends one change of structure; gives the answer's data, or null after telling why not. */
  async send(body) {
    // A second Enter while the first is under way must not add a second row.
    if (this.busy) return null;
    this.busy = true;
    await this.ready();
    const answer = await this.server.structure(body);
    this.busy = false;
    if (answer.kind === "ok") return answer.data;
    const problems = answer.data?.problems?.map((problem) => problem.message).join(" ");
    this.on.told(problems || answer.data?.reason || answer.message || "Silakan masuk lagi, lalu coba sekali lagi.", "galat");
    return null;
  }

  add(sheet, rowId) {
    const { options, first } = additions(sheet, rowId);
    const select = h(
      "select",
      { class: "form-select", id: "petak-tambah-apa", onchange: () => draw() },
      ...options.map((option) => h("option", { value: option.key, selected: option === first }, option.label))
    );
    const place = h("div", { class: "petak-tambah-isi" });
    const box = dialog(
      { title: "Tambah", className: "petak-tambah" },
      h("label", { class: "form-label", for: "petak-tambah-apa" }, "Yang ditambahkan"),
      select,
      place
    );
    const finish = async (body) => {
      const data = await this.send(body);
      if (!data) return;
      await this.on.done(data, body.level);
      box.close();
    };
    const draw = () => {
      const option = options.find((one) => one.key === select.value);
      if (option.how === "nomenklatur") this.drawNomenclature(place, option, rowId, finish, sheet);
      if (option.how === "nomenklatur" && !sheet.section.program) offerWords(place, option, finish);
      if (option.how === "nomenklatur") return;
      if (option.how === "uraian") drawWords(place, option, (uraian) => finish({ op: "tambah", parent: option.parent, level: option.level, uraian }));
      else if (option.how === "indikator") {
        drawWords(place, { ...option, level: "indikator" }, (teks) => finish({ op: "indikator", simpul: option.simpul, ...(teks ? { teks } : {}) }), true);
      } else {
        drawWords(place, { ...option, level: "sumber" }, async (name) => {
          await this.on.addedSource(option.simpul, name);
          box.close();
        });
      }
    };
    draw();
    place.querySelector("input, textarea")?.focus();
  }

  drawNomenclature(place, option, rowId, finish, sheet) {
    const list = h("ul", { class: "petak-entri", role: "listbox", "aria-label": "Entri nomenklatur", id: "petak-entri" });
    const status = h("p", { class: "kecil redup", role: "status" });
    const withOutput = option.level === "kegiatan" || option.level === "sub_kegiatan";
    let entries = [];
    let at = -1;
    const choose = (index) => {
      at = index;
      [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
      const item = list.children[at];
      if (item) {
        input.setAttribute("aria-activedescendant", item.id);
        item.scrollIntoView({ block: "nearest" });
      }
    };
    const take = async () => {
      const entry = entries[at];
      if (!entry || entry.dipakai) return;
      const siblings = sheet.children.get(option.parent) ?? [];
      const after = siblings.filter((row) => row.level === option.level).filter((row) => row.kode < entry.kode).at(-1)?.row;
      if (!result.disabled) this.withResult = result.checked;
      const kinerja = result.disabled || result.checked;
      await finish({ op: "tambah", parent: option.parent, level: option.level, nomenklatur: entry.nomenklatur, kinerja, ...(after ? { after } : {}) });
    };
    const input = h("input", {
      type: "search",
      class: "form-control",
      id: "petak-cari-entri",
      placeholder: "Ketik kode atau kata, misalnya 2.07.04 atau penempatan",
      role: "combobox",
      "aria-expanded": "true",
      "aria-controls": "petak-entri",
      autocomplete: "off",
      onkeydown: (event) => {
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
          event.preventDefault();
          choose(Math.min(Math.max(at + (event.key === "ArrowDown" ? 1 : -1), 0), entries.length - 1));
        } else if (event.key === "Enter") {
          event.preventDefault();
          take();
        }
      },
    });
    const result = h("input", { type: "checkbox", class: "form-check-input", checked: this.withResult, disabled: !withOutput });
    let latest = 0;
    const search = async () => {
      const asked = (latest += 1);
      const answer = await this.server.nomenclature(option.parent, input.value.trim());
      if (asked !== latest) return;
      if (answer.kind !== "ok") {
        status.textContent = answer.message ?? "Silakan masuk lagi.";
        return;
      }
      entries = answer.data.entri;
      status.textContent = entries.length === 0 ? "Tidak ada entri yang cocok." : `${entries.length} entri${answer.data.lagi ? ", persempit untuk melihat lainnya" : ""}`;
      list.replaceChildren(...entries.map((entry, index) => drawEntry(entry, index, () => choose(index), () => { choose(index); take(); })));
      choose(entries.findIndex((entry) => !entry.dipakai));
    };
    input.addEventListener("input", debounce(search, 200));
    place.replaceChildren(
      h("label", { class: "form-label", for: "petak-cari-entri" }, sheet.section.program ? `Cari ${LEVELS[option.level].toLowerCase()} dalam nomenklatur` : "Cari dalam nomenklatur"),
      input,
      status,
      list,
      !withOutput ? "" : h("label", { class: "petak-pilihan" }, result, "Sertakan kinerja sebagai baris output"),
      h(
        "div",
        { class: "aksi-formulir" },
        h("button", { type: "button", class: "btn btn-primary", onclick: take }, icon("plus-lg"), "Tambahkan")
      )
    );
    search();
  }

  /** Another parent or another place among its siblings. */
  move(sheet, rowId) {
    const node = sheet.nodeRow(rowId);
    const nested = sheet.section.bertingkat && !sheet.section.program;
    const levels = nested ? [node.level] : { kegiatan: ["program", "outcome"], sub_kegiatan: ["kegiatan"], outcome: ["program"], program: ["bidang_urusan"], output: ["kegiatan", "sub_kegiatan"], sasaran: ["tujuan"] }[node.level];
    if (!levels) {
      this.on.told(`${LEVELS[node.level]} tidak dapat dipindah.`, "galat");
      return;
    }
    const below = (row) => row === node || [...sheet.ancestors(row.row)].includes(node);
    const parents = sheet.rows.filter((row) => levels.includes(row.level) && row.row === `s${row.simpul}` && !below(row));
    const parent = h(
      "select",
      { class: "form-select", id: "petak-pindah-ke", onchange: () => drawAfter() },
      nested ? h("option", { value: "", selected: node.parent === null }, "Paling atas") : null,
      ...parents.map((row) => h("option", { value: row.row, selected: row.row === node.parent }, `${LEVELS[row.level]}: ${sheet.nameOf(row.row)}`))
    );
    const after = h("select", { class: "form-select", id: "petak-pindah-sesudah" });
    const drawAfter = () => {
      const siblings = (sheet.children.get(parent.value || null) ?? []).filter((row) => row.row === `s${row.simpul}` && row !== node);
      after.replaceChildren(
        ...siblings.map((row) => h("option", { value: row.row }, `sesudah ${sheet.nameOf(row.row)}`)),
        h("option", { value: "" }, "paling awal")
      );
    };
    drawAfter();
    const box = dialog(
      { title: "Pindahkan", className: "petak-pindah" },
      h("p", { class: "kecil" }, sheet.nameOf(node.row)),
      h("label", { class: "form-label", for: "petak-pindah-ke" }, "Ke bawah"),
      parent,
      h("label", { class: "form-label mt-2", for: "petak-pindah-sesudah" }, "Letak"),
      after,
      h(
        "div",
        { class: "aksi-formulir" },
        h(
          "button",
          {
            type: "button",
            class: "btn btn-primary",
            onclick: async () => {
              const data = await this.send({ op: "pindah", simpul: node.row, parent: parent.value || null, after: after.value || null });
              if (!data) return;
              await this.on.done(data);
              box.close();
            },
          },
          "Pindahkan"
        ),
        h("button", { type: "button", class: "btn btn-light", onclick: () => box.close() }, "Batal")
      )
    );
  }

  /** Which sasaran (or tujuan) a program or outcome serves; in other sections, which row of the Renja takes a row up. */
  link(sheet, rowId) {
    const { program } = sheet.section;
    const chain = [sheet.nodeRow(rowId), ...sheet.ancestors(sheet.nodeRow(rowId).row)];
    const node = program ? chain.find((row) => row.level === "program" || row.level === "outcome") : chain[0];
    const targets = program
      ? sheet.rows.filter((row) => (row.level === "sasaran" || (row.level === "tujuan" && node?.level === "program")) && row.row === `s${row.simpul}`)
      : [...sheet.targets.values()];
    if (!program && !sheet.columns.some((column) => column.kind === "kaitan")) return;
    if (!node || targets.length === 0) {
      const missing = program ? "Belum ada sasaran. Tambahkan tujuan dan sasaran dahulu." : "Belum ada program dalam Renja ini. Isi dahulu bagian Program & pagu.";
      this.on.told(node ? missing : "Pilih baris program atau outcome dahulu.", "galat");
      return;
    }
    const linked = new Set(node.kaitan ?? []);
    const boxes = targets.map((row) => h("input", { type: "checkbox", class: "form-check-input", value: String(row.simpul), checked: linked.has(row.simpul) }));
    const nameOf = (row) => (program ? sheet.nameOf(row.row) : [row.kode, row.uraian].filter(Boolean).join(" "));
    const labels = targets.map((row, index) => h("label", { class: `petak-pilihan petak-pilihan-${row.level}` }, boxes[index], `${LEVELS[row.level]}: ${nameOf(row)}`));
    const narrow = (words) => labels.forEach((label, index) => (label.hidden = !boxes[index].checked && !label.textContent.toLowerCase().includes(words)));
    const box = dialog(
      { title: program ? "Kaitkan dengan sasaran" : "Kaitkan dengan program Renja", className: "petak-kaitan" },
      h("p", { class: "kecil" }, sheet.nameOf(node.row)),
      program ? null : h("input", { type: "search", class: "form-control", "aria-label": "Saring program", placeholder: "Saring menurut kode atau kata", oninput: (event) => narrow(event.target.value.trim().toLowerCase()) }),
      h("div", { class: "petak-kaitan-daftar" }, ...labels),
      h(
        "div",
        { class: "aksi-formulir" },
        h(
          "button",
          {
            type: "button",
            class: "btn btn-primary",
            onclick: async () => {
              const ke = boxes.filter((one) => one.checked).map((one) => Number(one.value));
              const data = await this.send({ op: "kaitkan", simpul: node.row, ke });
              if (!data) return;
              await this.on.done(data, null, program ? "uraian" : "kaitan");
              box.close();
            },
          },
          "Simpan kaitan"
        ),
        h("button", { type: "button", class: "btn btn-light", onclick: () => box.close() }, "Batal")
      )
    );
  }

  /** Takes over what this section does not have yet of the programmes of the Renja, as one act that can be undone. */
  async copyProgrammes(sheet) {
    const data = await this.send({ op: "salin", bagian: sheet.section.key });
    if (!data) return;
    await this.on.done(data);
    const rows = data.rows.filter((row) => row.kind === "simpul").length;
    this.on.told(`${rows} baris disalin dari program Renja. Ctrl + Z mengurungkannya.`);
  }

  /** Adds the standard rows that this section does not have yet, as one act that can be undone. */
  async addStandard(sheet) {
    const data = await this.send({ op: "baku", bagian: sheet.section.key });
    if (!data) return;
    await this.on.done(data);
    this.on.told(`${data.rows.length} data baku ditambahkan. Ctrl + Z mengurungkannya.`);
  }

  /** Removes a row after showing everything that goes with it. */
  async remove(sheet, rowId) {
    const preview = await this.send({ op: "hapus", row: rowId, preview: true });
    if (!preview) return;
    const box = dialog(
      { title: "Hapus baris", className: "petak-hapus" },
      h("p", {}, "Yang ikut terhapus:"),
      h(
        "ul",
        { class: "petak-ikut" },
        ...preview.goes.map((gone) =>
          h("li", {}, h("strong", {}, gone.label), gone.values?.length ? h("div", { class: "kecil" }, gone.values.join("; ")) : null)
        )
      ),
      h("p", { class: "kecil redup" }, "Penghapusan dapat diurungkan dengan Ctrl + Z."),
      h(
        "div",
        { class: "aksi-formulir" },
        h(
          "button",
          {
            type: "button",
            class: "btn btn-danger",
            onclick: async () => {
              const data = await this.send({ op: "hapus", row: rowId });
              if (!data) return;
              await this.on.done({ ...data, rows: [] });
              box.close();
            },
          },
          icon("trash"),
          "Hapus"
        ),
        h("button", { type: "button", class: "btn btn-light", autofocus: true, onclick: () => box.close() }, "Batal")
      )
    );
    box.querySelector(".btn-light").focus();
  }
}

/** Below the entries of the nomenclature: a row with words of one's own. */
function offerWords(place, option, finish) {
  const own = h("div", { class: "petak-kata-sendiri" });
  drawWords(own, option, (uraian) => finish({ op: "tambah", parent: option.parent, level: option.level, uraian }));
  own.querySelector("label").textContent = "Atau tulis uraiannya sendiri";
  own.querySelector("button").className = "btn btn-light";
  place.append(own);
}

function drawEntry(entry, index, point, take) {
  return h(
    "li",
    {
      id: `petak-entri-${index}`,
      role: "option",
      "aria-selected": "false",
      "aria-disabled": entry.dipakai ? "true" : null,
      onclick: point,
      ondblclick: take,
    },
    h("span", { class: "petak-kode tabular" }, entry.kode),
    h("span", {}, entry.uraian, entry.dipakai ? h("span", { class: "chip" }, "sudah ada") : null),
    entry.indikator ? h("span", { class: "kecil redup" }, [entry.indikator, entry.satuan].filter(Boolean).join(", ")) : null
  );
}

const WORDS = {
  indikator: ["Teks indikator", "Kosongkan untuk memakai indikator dari nomenklatur.", "Tambahkan indikator"],
  sumber: ["Nama sumber dana", "Misalnya APBD, DAK atau DBHCHT.", "Tambahkan sumber dana"],
};

function drawWords(place, option, take, mayBeEmpty = false) {
  const [label, help, button] = WORDS[option.level] ?? [`Uraian ${LEVELS[option.level].toLowerCase()}`, "", "Tambahkan"];
  const field = h("textarea", {
    class: "form-control",
    id: "petak-uraian-baru",
    rows: 2,
    onkeydown: (event) => {
      if (event.key !== "Enter" || event.shiftKey) return;
      event.preventDefault();
      finish();
    },
  });
  const finish = () => {
    const words = field.value.trim();
    if (words || mayBeEmpty) take(words);
    else field.focus();
  };
  place.replaceChildren(
    h("label", { class: "form-label", for: "petak-uraian-baru" }, label),
    field,
    help ? h("div", { class: "bantuan" }, help) : "",
    h("div", { class: "aksi-formulir" }, h("button", { type: "button", class: "btn btn-primary", onclick: finish }, icon("plus-lg"), button))
  );
}
