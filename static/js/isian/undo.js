/* Undo and redo: first what has not been sent, then one's own change sets on the server, also of earlier sessions. */

import { dialog, h, icon } from "./dom.js";

export class Undo {
  /** `on` gets restored(cells), again(act, cells), applied(data), told(text). */
  constructor({ server, queue, on }) {
    Object.assign(this, { server, queue, on });
    this.done = [];
    this.undone = [];
    this.busy = Promise.resolve();
  }

  /** Takes what earlier sessions of this person left to undo. */
  begin() {
    this.busy = this.busy.then(async () => {
      const answer = await this.server.undoable();
      if (answer.kind === "ok") this.done = listOf(answer.data).reverse();
    });
    return this.busy;
  }

  saved(data) {
    if (!data.changeset) return;
    this.done.push({ changeset: data.changeset, count: data.cells?.length ?? 0 });
    this.undone = [];
  }

  /** One after the other, however fast the keys are pressed. */
  undo() {
    this.busy = this.busy.then(() => this.undoOne());
    return this.busy;
  }

  redo() {
    this.busy = this.busy.then(() => this.redoOne());
    return this.busy;
  }

  async undoOne() {
    const taken = this.queue.takeBack();
    if (taken) {
      this.undone.push(taken);
      this.on.restored(taken.cells);
      return;
    }
    await this.queue.flush();
    if (this.queue.batches.length > 0) {
      this.on.told("Isian terakhir masih menunggu tersimpan, jadi belum dapat diurungkan.");
      return;
    }
    const last = this.done.pop();
    if (!last) {
      this.on.told("Tidak ada lagi yang dapat diurungkan.");
      return;
    }
    const data = await this.reverse(last, "Diurungkan");
    if (data) this.undone.push({ changeset: data.changeset, count: data.cells?.length ?? 0 });
    else this.done.push(last);
  }

  async redoOne() {
    const next = this.undone.pop();
    if (!next) {
      this.on.told("Tidak ada yang dapat diulangi.");
      return;
    }
    if (next.cells) {
      this.on.again(next.act, next.cells);
      return;
    }
    const data = await this.reverse(next, "Diulangi");
    if (data) this.done.push({ changeset: data.changeset, count: data.cells?.length ?? 0 });
    else this.undone.push(next);
  }

  /** Undoes a change set on the server; gives the answer's data, or null when nothing was undone. */
  async reverse(entry, word) {
    const answer = await this.server.undo(entry.changeset);
    if (answer.kind === "ok") {
      this.on.applied(answer.data);
      this.on.told(`${word}: ${entry.summary ?? `${entry.count || "satu"} perubahan`}.`);
      return answer.data;
    }
    if (answer.kind === "bentrok") {
      const names = (answer.data.conflicts ?? []).map(({ who }) => who).filter(Boolean);
      const who = names.length ? ` oleh ${[...new Set(names)].join(", ")}` : "";
      this.on.told(`Belum diurungkan: ada sel yang sudah diubah lagi${who} sesudahnya.`, "galat");
    } else {
      this.on.told(`Belum diurungkan. ${answer.message ?? "Silakan masuk lagi."}`, "galat");
    }
    return null;
  }

  /** The list of one's own acts, newest first, each with its own undo. */
  async openList() {
    await this.queue.flush();
    const answer = await this.server.undoable();
    if (answer.kind !== "ok") {
      this.on.told(answer.message ?? "Silakan masuk lagi.", "galat");
      return;
    }
    const entries = listOf(answer.data);
    const box = dialog(
      { title: "Urungkan perubahan saya", className: "petak-urungan" },
      entries.length === 0
        ? h("p", {}, "Belum ada perubahan Anda yang dapat diurungkan.")
        : h(
            "ul",
            { class: "petak-urungan-daftar" },
            ...entries.map((entry) =>
              h(
                "li",
                {},
                h("div", {}, h("strong", {}, entry.act), h("div", { class: "kecil" }, entry.summary), h("div", { class: "kecil redup" }, entry.when)),
                h(
                  "button",
                  {
                    type: "button",
                    class: "btn btn-light btn-sm",
                    "aria-label": `Urungkan ${entry.summary}`,
                    onclick: async () => {
                      box.close();
                      if (await this.reverse(entry, "Diurungkan")) await this.begin();
                    },
                  },
                  icon("arrow-counterclockwise"),
                  "Urungkan"
                )
              )
            )
          )
    );
  }
}

function listOf(data) {
  return Array.isArray(data) ? data : data.urungan;
}
