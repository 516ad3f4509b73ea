/* Seeing what others save: asks every few seconds while the page is in sight. */

const EVERY = 4000;

export class Changes {
  /** `on` gets changed(cells), structure(), state({online, session, person}). */
  constructor({ server, revisi, person, on }) {
    Object.assign(this, { server, revisi, person, on });
    document.addEventListener("visibilitychange", () => this.wake());
    window.addEventListener("focus", () => this.wake());
    this.schedule();
  }

  wake() {
    if (document.visibilityState === "visible") this.ask();
  }

  schedule() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), EVERY);
  }

  ask() {
    this.asking ??= this.askOnce().finally(() => {
      this.asking = null;
      this.schedule();
    });
    return this.asking;
  }

  async askOnce() {
    if (document.visibilityState !== "visible") return;
    const answer = await this.server.changes(this.revisi);
    const person = answer.data?.orang ?? this.person;
    this.on.state({ online: answer.kind !== "putus", session: answer.kind !== "sesi", person: String(person) === this.person });
    if (answer.kind !== "ok") return;
    this.revisi = answer.data.revisi;
    if (answer.data.structure) await this.on.structure();
    this.on.changed(answer.data.cells);
  }
}
