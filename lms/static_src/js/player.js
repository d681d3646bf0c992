// Films and recordings count what was really played. The browser reports which parts played; the server decides. Reports wait
// in this phone while the network is away.

import { NEAR, Parts, number } from "./player/parts.js";
import { beacon, kept, post } from "./player/post.js";
import { Presence } from "./player/presence.js";
import { Screen } from "./player/screen.js";

const EVERY = 12_000; // milliseconds between reports
const SLOW = 20_000; // milliseconds without a picture until the page says so

class Player {
  constructor(box) {
    this.film = box.querySelector("video, audio");
    this.data = box.dataset;
    this.counts = Boolean(this.data.beats);
    this.key = `watching:${this.data.beats}`;
    this.fastest = Number(this.data.speed || 150) / 100;
    this.seeks = "seek" in this.data || !this.counts;
    this.session = null; // the server's name for this player
    this.parts = new Parts(this.film, Number(this.data.reached || 0));
    this.screen = new Screen(box, this.film, {
      begin: () => this.begin(), again: () => { this.film.load(); this.begin(); },
    });
    this.presence = new Presence(this.screen, {
      gone: () => this.absent(), answered: (seconds) => this.answered(seconds),
    });
    this.listen();
    this.sendKept();
  }

  // The film ------------------------------------------------------------------------------------------------------------

  begin() {
    // Pausing before it began is no trouble of loading.
    this.film.play().catch((error) => { if (error.name !== "AbortError") this.screen.broken(); });
  }

  listen() {
    const { film, parts, screen } = this;
    const on = (names, act) => names.split(" ").forEach((name) => film.addEventListener(name, act));
    const resume = () => {
      const at = Number(this.data.resume || 0);
      if (at > 1 && film.currentTime < 1 && !this.resumed) film.currentTime = at;
      this.resumed = true;
    };
    if (film.readyState >= 1) resume();
    on("loadedmetadata", resume);
    on("play", () => this.play());
    on("playing seeked", () => parts.begin());
    on("timeupdate", () => this.read());
    on("seeking", () => this.seek());
    on("ratechange", () => this.rate());
    on("pause ended", () => { this.read(); parts.stop(); this.report(); });
    on("error", () => screen.broken());
    on("loadeddata", () => screen.unsay("broken"));
    screen.find("speeds")?.addEventListener("click", (event) => {
      const factor = Number(event.target.closest("button")?.value);
      if (factor) film.playbackRate = film.defaultPlaybackRate = factor;
    });
    window.setInterval(() => { if (!film.paused || parts.any) this.report(); }, EVERY);
    window.addEventListener("online", () => this.report());
    window.addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.leave(); });
  }

  play() {
    this.screen.uncover();
    if (this.presence.asking) {
      this.film.pause();
      this.presence.focus();
      return;
    }
    if (["superseded", "absent"].includes(this.code)) this.screen.say("");
    window.clearTimeout(this.slow);
    this.slow = window.setTimeout(() => this.screen.broken(), SLOW);
    if (this.counts && !this.session) this.open();
  }

  read() {
    this.parts.read();
    if (!this.film.paused) this.presence.askWhenDue();
  }

  seek() {
    this.parts.stop();
    if (this.seeks || this.film.currentTime <= this.parts.reached + NEAR) return;
    this.film.currentTime = this.parts.reached;
    this.screen.sayOwn("forward");
  }

  rate() {
    if (this.film.playbackRate > this.fastest) {
      this.film.playbackRate = this.fastest;
      return;
    }
    this.read();
    this.screen.pressed(this.film.playbackRate);
  }

  absent() {
    this.film.pause();
    this.parts.forget(); // nobody was there to see them
    this.report({ whole: true });
  }

  answered(seconds) {
    this.screen.say("");
    this.waited = seconds;
    this.report({ whole: true });
    this.film.play().catch(() => {});
  }

  // Reports ---------------------------------------------------------------------------------------------------------------

  async open() {
    if (this.opening) return;
    this.opening = true;
    try {
      const { status, answer } = await post(this.data.start, {});
      if (status === 200) {
        this.session = answer.token;
        this.parts.sequence = 0;
        this.parts.forget(); // played before the server knew of this player
        this.code = "ok";
        this.presence.schedule(answer.ask_in);
        this.show(answer);
        this.screen.unsay("uncounted");
      } else this.refused(status, answer);
    } catch {
      this.screen.sayOwn("uncounted");
    }
    this.opening = false;
  }

  show(answer) {
    this.parts.reached = Math.max(answer.reached ?? 0, this.parts.farthest());
    this.screen.show(answer);
  }

  refused(status, answer) {
    if (status === 403) {
      this.counts = false;
      this.screen.say(answer.text || "");
    } else if (status === 404) {
      this.session = null;
      this.parts.forget();
      kept.drop(this.key);
      this.screen.sayOwn("gone");
    }
  }

  body(parts) {
    const body = { token: this.session, position: this.film.currentTime, beats: this.parts.numbered(parts) };
    if (this.waited !== undefined) body.waited = this.waited;
    return body;
  }

  keep() {
    const { sequence, waiting } = this.parts;
    if (this.session && waiting.length) kept.write(this.key, { token: this.session, sequence, parts: waiting });
    else kept.drop(this.key);
  }

  async report({ whole = false } = {}) {
    if (!this.film.paused) this.read();
    if (!this.counts) return;
    if (!this.session) {
      if (!this.film.paused) this.open();
      return;
    }
    const nothing = !this.parts.any && !whole && this.film.paused && this.waited === undefined;
    if (this.sending || nothing || (this.presence.asking && !whole)) return;
    this.sending = true;
    const { session } = this;
    const parts = this.parts.launch();
    try {
      const { status, answer } = await post(this.data.beats, this.body(parts));
      if (session !== this.session) { /* another player was opened meanwhile */ }
      else if (status === 200) this.told(answer);
      else if (status === 403 || status === 404) this.refused(status, answer);
      else if (status >= 500) this.parts.back(parts);
    } catch {
      this.parts.back(parts); // the network is away: they go with the next report
      this.screen.sayOwn("offline");
      this.away = true;
    }
    this.sending = false;
    this.parts.landed();
    this.keep();
  }

  told(answer) {
    this.waited = undefined;
    this.code = answer.code;
    this.parts.back(answer.again.map(([start, end]) => [start, end, end - start]));
    this.presence.schedule(answer.ask_in);
    this.show(answer);
    if (this.away) {
      this.away = false;
      this.screen.sayOwn("back", true);
    }
    switch (answer.code) {
      case "ok":
        break;
      case "finished":
        this.screen.say(answer.text, true);
        break;
      case "asked":
        this.presence.ask();
        break;
      case "absent":
        this.presence.ask();
        this.parts.forget();
        this.film.pause();
        this.screen.say(answer.text);
        break;
      case "skipped":
      case "too_fast":
        this.screen.say(answer.text);
        this.parts.reached = answer.back_to;
        this.film.currentTime = answer.back_to;
        this.parts.forget();
        break;
      default: // another phone plays, or the lesson is gone
        this.session = null;
        this.parts.forget();
        this.film.pause();
        this.screen.say(answer.text);
        if (answer.code === "retired") this.counts = false;
    }
  }

  leave() {
    if (!this.counts || !this.session || this.presence.asking) return;
    if (!this.film.paused) this.read();
    this.parts.recall();
    if (!this.parts.any) return;
    this.keep(); // should the report not arrive, the next visit sends it
    const parts = this.parts.take();
    const body = this.body(parts);
    if (!("keepalive" in Request.prototype)) {
      if (!beacon(this.data.beats, body)) this.parts.back(parts);
      return;
    }
    post(this.data.beats, body, true).then(({ status, answer }) => {
      if (status === 200) { this.told(answer); this.keep(); } else if (status >= 500) this.parts.back(parts);
    }).catch(() => this.parts.back(parts));
  }

  // What an earlier visit played and could not send any more.
  async sendKept() {
    const old = this.counts ? kept.read(this.key) : null;
    if (!old || !Array.isArray(old.parts)) return;
    try {
      const { status, answer } = await post(this.data.beats, { token: old.token, beats: number(old.parts, old.sequence || 0) });
      if (!this.session && status < 500) kept.drop(this.key);
      if (status === 200 && !this.session) this.show(answer);
    } catch { /* kept for the next visit */ }
  }
}

for (const box of document.querySelectorAll("[data-player]")) new Player(box);
