// Is someone there: a large button, and a minute to press it.

const ANSWER = 60; // seconds

export class Presence {
  // gone() is called when nobody answered, answered(seconds) when someone did.
  constructor(screen, { gone, answered }) {
    this.screen = screen;
    this.gone = gone;
    this.since = null;
    this.due = 0; // when to ask, by the steady clock; 0 for never
    screen.find("here").addEventListener("click", () => {
      if (!this.asking) return;
      const waited = (performance.now() - this.since) / 1000;
      this.since = null;
      this.due = 0;
      screen.find("ask").hidden = true;
      answered(Math.min(waited, 3600));
    });
  }

  get asking() {
    return this.since !== null;
  }

  schedule(seconds) {
    this.due = typeof seconds === "number" ? performance.now() + Math.max(0, seconds) * 1000 : 0;
  }

  askWhenDue() {
    if (this.due && performance.now() >= this.due) this.ask();
  }

  ask() {
    if (this.asking) return;
    this.since = performance.now();
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    else this.screen.film.webkitExitFullscreen?.();
    this.screen.find("ask").hidden = false;
    this.screen.find("ask-left").hidden = false;
    this.focus();
    this.screen.box.scrollIntoView({ block: "nearest" });
    this.count();
  }

  focus() {
    this.screen.find("here").focus();
  }

  count() {
    if (!this.asking) return;
    const left = Math.ceil(ANSWER - (performance.now() - this.since) / 1000);
    this.screen.find("ask-seconds").textContent = Math.max(0, left);
    if (left > 0) {
      window.setTimeout(() => this.count(), 250);
      return;
    }
    this.screen.find("ask-left").hidden = true;
    this.gone();
  }
}
