/*
 * The queue of cells to save: small batches, one under way at a time, kept in this browser until the server has them.
 *
 * A batch is {batch, act, cells: [{row, col, old, new, desimal?, value}]}. `old` is the stored value the person saw,
 * `new` the text typed (with so many decimals), `value` what we expect the server to store. The queue never drops a cell on its own.
 */

import { keyOf } from "./sheet.js";

const SETTLE = 500;
const LARGEST_TYPED_BATCH = 100;
const RETRY = [2000, 5000, 10000, 20000, 30000];
const STALE = 12000;

/** Random, also on plain http where crypto.randomUUID is missing. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export class Queue {
  /**
   * `save(batch)` asks the server. `heard` gets saved(batch, data), conflicts(batch, conflicts) -> the cells to
   * send again, decided(batch), problems(batch, problems), changed().
   */
  constructor({ name, save, heard }) {
    this.prefix = `isian:${name}:`;
    this.key = this.prefix + uuid();
    this.save = save;
    this.heard = heard;
    this.batches = [];
    this.unreadable = new Map();
    this.draft = null;
    this.state = { kind: "tersimpan", at: "", message: "" };
    this.attempt = 0;
    this.timer = 0;
    this.running = null;
    this.storageFull = false;
    /** True while another person is signed in: nothing is sent in their name. */
    this.held = false;
    window.addEventListener("online", () => this.retry());
    window.addEventListener("pagehide", () => this.persist(true));
    setInterval(() => this.persist(), STALE / 3);
  }

  /** Everything that is not on the server yet, as cells. */
  get cells() {
    return [...this.batches.flatMap((batch) => batch.cells), ...this.unreadable.values()];
  }

  get isEmpty() {
    return this.batches.length === 0 && this.unreadable.size === 0 && this.draft === null;
  }

  /** Takes cells of one act. Typed ones gather for a moment; a paste or fill is one batch, sent at once. */
  put(act, cells) {
    for (const cell of cells) this.unreadable.delete(keyOf(cell.row, cell.col));
    const last = this.batches.at(-1);
    let batch;
    if (act === "ketik" && last?.act === "ketik" && !last.sent && last.cells.length + cells.length <= LARGEST_TYPED_BATCH) {
      batch = last;
      for (const cell of cells) {
        const same = batch.cells.find((one) => one.row === cell.row && one.col === cell.col);
        if (same) Object.assign(same, { new: cell.new, desimal: cell.desimal, value: cell.value });
        else batch.cells.push(cell);
      }
    } else {
      batch = { batch: uuid(), act, cells: [...cells], sent: false };
      this.batches.push(batch);
    }
    this.persist();
    this.tell(this.state.kind === "tersimpan" || this.state.kind === "menyimpan" ? "menunggu" : this.state.kind);
    this.schedule(act === "ketik" ? SETTLE : 0);
    return batch;
  }

  /** Keeps a text that cannot be read as a figure, until the person says what it means. */
  keepUnreadable(cell) {
    this.forget(cell.row, cell.col);
    this.unreadable.set(keyOf(cell.row, cell.col), cell);
    this.persist();
    this.tell();
  }

  /** Gives up what waits for a cell, unless it is under way. */
  forget(row, col) {
    this.unreadable.delete(keyOf(row, col));
    for (const batch of this.batches) {
      if (!batch.sent) batch.cells = batch.cells.filter((cell) => cell.row !== row || cell.col !== col);
    }
    this.batches = this.batches.filter((batch) => batch.cells.length > 0);
    this.persist();
    this.tell();
  }

  /** Takes back the last thing that has not been sent; gives its cells, or null. */
  takeBack() {
    const unreadable = [...this.unreadable.values()].at(-1);
    const last = this.batches.at(-1);
    if (unreadable) {
      this.forget(unreadable.row, unreadable.col);
      return { act: "ketik", cells: [unreadable], unreadable: true };
    }
    if (!last || last.sent) return null;
    const cells = last.act === "ketik" ? [last.cells.pop()] : last.cells.splice(0);
    this.batches = this.batches.filter((batch) => batch.cells.length > 0);
    this.persist();
    this.tell();
    return { act: last.act, cells };
  }

  /** What is being typed just now, so that not even a crash loses it. */
  keepDraft(draft) {
    this.draft = draft;
    this.persist();
  }

  schedule(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), delay);
  }

  retry() {
    if (this.batches.length === 0) return;
    this.attempt = 0;
    this.schedule(0);
  }

  /** Sends now whatever waits; resolves when the queue rests, saved or stuck. */
  async flush() {
    clearTimeout(this.timer);
    await this.run();
  }

  run() {
    this.running ??= this.sendAll().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  async sendAll() {
    while (this.batches.length > 0 && !this.held) {
      const [batch] = this.batches;
      batch.sent = true;
      this.tell("menyimpan");
      const cells = batch.cells.map(({ row, col, old, new: text, desimal }) => ({ row, col, old, new: text, desimal }));
      const answer = await this.save({ batch: batch.batch, act: batch.act, cells });
      if (!(await this.settle(batch, answer))) return;
    }
  }

  /** Whether the queue may go on with the next batch. */
  async settle(batch, answer) {
    if (answer.kind === "ok") {
      this.attempt = 0;
      this.batches = this.batches.filter((one) => one !== batch);
      this.rebase(answer.data.cells);
      this.persist();
      this.heard.saved(batch, answer.data);
      this.tell(this.batches.length ? "menyimpan" : "tersimpan", "", answer.data.saved_at);
      return true;
    }
    if (answer.kind === "bentrok" && answer.data.conflicts.length > 0) {
      this.tell("bentrok", "Isian yang sama diubah orang lain.");
      this.persist();
      const decided = await this.heard.conflicts(batch, answer.data.conflicts);
      this.replace(batch, decided);
      this.heard.decided(batch);
      return true;
    }
    if (answer.kind === "galat") {
      const wrong = new Set(answer.data.problems.map((problem) => keyOf(problem.row, problem.col)));
      this.replace(batch, batch.cells.filter((cell) => !wrong.has(keyOf(cell.row, cell.col))));
      this.heard.problems(batch, answer.data.problems);
      return true;
    }
    // Somebody else's act came just before ours without touching our cells: the same batch goes again.
    const again = answer.kind === "putus" || answer.kind === "bentrok";
    batch.sent = again;
    this.tell({ sesi: "sesi", ditolak: "ditolak" }[answer.kind] ?? "gagal", answer.message ?? answer.data?.reason ?? "");
    if (again) {
      this.schedule(RETRY[Math.min(this.attempt, RETRY.length - 1)]);
      this.attempt += 1;
    }
    return false;
  }

  /** A batch that came back with other cells becomes a new batch in its place. */
  replace(batch, cells) {
    const again = cells.length ? [{ batch: uuid(), act: batch.act, cells, sent: false }] : [];
    this.batches = this.batches.flatMap((one) => (one === batch ? again : [one]));
    this.persist();
    this.tell(this.batches.length ? "menunggu" : this.unreadable.size ? "menunggu" : "tersimpan");
  }

  /** Cells typed again while their first text was under way have now seen what was stored. */
  rebase(saved) {
    for (const { row, col, value } of saved) {
      for (const batch of this.batches) {
        for (const cell of batch.cells) if (cell.row === row && cell.col === col) cell.old = value;
      }
    }
  }

  tell(kind = this.state.kind, message = this.state.message, at = this.state.at) {
    if (kind === "tersimpan" && !this.isEmpty) kind = "menunggu";
    if (kind === "menunggu" && this.isEmpty) kind = "tersimpan";
    if (kind === "tersimpan" || kind === "menunggu" || kind === "menyimpan") message = "";
    this.state = { kind, message, at };
    this.heard.changed();
  }

  /* -------------------------------------------------- kept in the browser */

  persist(closing = false) {
    if (this.isEmpty) {
      localStorage.removeItem(this.key);
      return;
    }
    const kept = {
      alive: closing ? 0 : Date.now(),
      at: Date.now(),
      batches: this.batches.map(({ batch, act, cells }) => ({ batch, act, cells })),
      unreadable: [...this.unreadable.values()],
      draft: this.draft,
    };
    try {
      localStorage.setItem(this.key, JSON.stringify(kept));
      this.storageFull = false;
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      this.storageFull = true;
    }
  }

  /** What earlier pages of this person on this plan left behind, oldest first. */
  leftBehind() {
    const keys = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index));
    return keys
      .filter((key) => key.startsWith(this.prefix) && key !== this.key)
      .map((key) => ({ key, ...JSON.parse(localStorage.getItem(key)) }))
      .filter((kept) => Date.now() - kept.alive > STALE)
      .sort((first, second) => first.at - second.at);
  }

  /** Takes over what was left behind and sends it; the same batch sent twice does no harm. */
  resume(kept) {
    this.batches.push(...kept.batches.map((batch) => ({ ...batch, sent: true })));
    for (const cell of kept.unreadable) this.unreadable.set(keyOf(cell.row, cell.col), cell);
    localStorage.removeItem(kept.key);
    this.persist();
    this.tell("menunggu");
    this.schedule(0);
  }

  discard(kept) {
    localStorage.removeItem(kept.key);
  }
}
