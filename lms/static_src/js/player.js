// Films and recordings count what was really played. The browser reports which parts played, with its steady clock and never
// the time of day; the server decides. Reports wait in this phone while the network is away.

const EVERY = 12_000; // milliseconds between reports
const ANSWER = 60; // seconds to answer whether one is there
const SLOW = 20_000; // milliseconds without a picture until the page says so
const NEAR = 1; // seconds that two readings may differ and still be one part

const token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
const clock = (seconds) => {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
};
const kept = {
  read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  write(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* a private window keeps nothing */ } },
  drop(key) { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
};

class Player {
  constructor(box) {
    this.box = box;
    this.film = box.querySelector("video, audio");
    this.find = (name) => box.querySelector(`[data-${name}]`);
    this.data = box.dataset;
    this.counts = Boolean(this.data.beats);
    this.key = `watching:${this.data.beats}`;
    this.fastest = Number(this.data.speed || 150) / 100;
    this.reached = Number(this.data.reached || 0);
    this.seeks = "seek" in this.data || !this.counts;
    this.enough = "enough" in this.data;
    this.session = null; // the server's name for this player
    this.sequence = 0;
    this.parts = []; // played and not yet acknowledged: [start, end, elapsed] in seconds
    this.flying = []; // those that a report carries just now
    this.last = null; // the reading before: where the film stood, and when
    this.asking = null; // since when, or null
    this.timer = 0;
    this.dress();
    this.listen();
    this.sendKept();
  }

  // The page ------------------------------------------------------------------------------------------------------------

  dress() {
    const go = this.find("go");
    if (this.find("speeds")) this.find("speeds").hidden = false;
    this.box.classList.toggle("player--enough", this.enough);
    go.hidden = false;
    // The browser's own controls come with the first play, so that there is one thing to press.
    this.film.controls = false;
    if (this.film instanceof HTMLAudioElement) this.film.hidden = true;
    this.captions("hidden");
    go.addEventListener("click", () => { this.uncover(); this.begin(); });
    if (this.film.dataset.stream && !this.film.canPlayType("application/vnd.apple.mpegurl")) this.stream();
  }

  begin() {
    // Pausing before it began is no trouble of loading.
    this.film.play().catch((error) => { if (error.name !== "AbortError") this.broken(); });
  }

  uncover() {
    this.find("go").hidden = true;
    this.film.hidden = false;
    if (!this.film.controls) this.captions("showing");
    this.film.controls = true;
  }

  captions(mode) {
    for (const track of this.film.textTracks) track.mode = mode;
  }

  stream() {
    const address = this.film.getAttribute("src");
    this.film.removeAttribute("src");
    const script = document.createElement("script");
    script.src = this.film.dataset.stream;
    script.addEventListener("error", () => this.broken());
    script.addEventListener("load", () => {
      const hls = new window.Hls({ enableWorker: false });
      hls.on(window.Hls.Events.ERROR, (_event, error) => { if (error.fatal) this.broken(); });
      hls.loadSource(address);
      hls.attachMedia(this.film);
    });
    document.head.append(script);
  }

  say(text, fine = false) {
    const place = this.find("say");
    const node = typeof text === "string" ? document.createElement("p") : text;
    if (typeof text === "string") node.textContent = text;
    place.classList.toggle("player__say--ok", fine);
    place.replaceChildren(...(text ? [node] : []));
    this.said = text;
  }

  sayOwn(name, fine = false) {
    if (this.saying === name) return;
    const node = this.box.querySelector(`[data-text="${name}"]`).cloneNode(true);
    node.querySelector("[data-again]")?.addEventListener("click", () => {
      this.say("");
      this.saying = "";
      this.film.load();
      this.begin();
    });
    this.say(node, fine);
    this.saying = name;
  }

  broken() {
    if (this.film.readyState < 2) this.sayOwn("broken"); // no picture and no sound yet
  }

  show(answer) {
    this.reached = Math.max(answer.reached ?? 0, this.farthest());
    if (answer.watched === undefined) return;
    this.find("shown").textContent = clock(answer.watched);
    const bar = this.find("progress");
    if (bar) bar.value = answer.watched;
    const enough = answer.missing === 0;
    if (enough && this.find("goal")) {
      this.find("goal").hidden = true;
      this.find("enough-sign").hidden = false;
    }
    this.box.classList.toggle("player--enough", enough);
    if (answer.code === "finished" || (answer.ready && !this.enough)) this.refresh();
    this.enough = Boolean(answer.ready) || this.enough;
  }

  async refresh() {
    try {
      const page = await (await fetch(window.location.href, { credentials: "same-origin" })).text();
      const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("#done");
      if (fresh) document.querySelector("#done")?.replaceWith(fresh);
    } catch { /* the page says it when it is opened again */ }
  }

  // The film ------------------------------------------------------------------------------------------------------------

  listen() {
    const film = this.film;
    const on = (names, act) => names.split(" ").forEach((name) => film.addEventListener(name, act));
    const resume = () => {
      const at = Number(this.data.resume || 0);
      if (at > 1 && film.currentTime < 1 && !this.resumed) film.currentTime = at;
      this.resumed = true;
    };
    if (film.readyState >= 1) resume();
    on("loadedmetadata", resume);
    on("play", () => this.play());
    on("playing seeked", () => this.from());
    on("timeupdate", () => this.read());
    on("seeking", () => this.seek());
    on("ratechange", () => this.rate());
    on("pause ended", () => { this.read(); this.last = null; this.report(); });
    on("error", () => this.broken());
    on("loadeddata", () => { if (this.saying === "broken") { this.say(""); this.saying = ""; } });
    this.find("here").addEventListener("click", () => this.answer());
    this.find("speeds")?.addEventListener("click", (event) => {
      const factor = Number(event.target.closest("button")?.value);
      if (factor) film.playbackRate = film.defaultPlaybackRate = factor;
    });
    window.setInterval(() => { if (!film.paused || this.parts.length) this.report(); }, EVERY);
    window.addEventListener("online", () => this.report());
    window.addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.leave(); });
  }

  play() {
    this.uncover();
    if (this.asking !== null) {
      this.film.pause();
      this.find("here").focus();
      return;
    }
    if (["superseded", "absent"].includes(this.code)) this.say("");
    window.clearTimeout(this.slow);
    this.slow = window.setTimeout(() => this.broken(), SLOW);
    if (this.counts && !this.session) this.open();
  }

  from() {
    this.last = this.film.paused ? null : { at: this.film.currentTime, when: performance.now() };
  }

  read() {
    const { currentTime: at, playbackRate: rate, seeking, paused } = this.film;
    const when = performance.now();
    const before = this.last;
    this.last = seeking ? null : { at, when };
    if (before && !seeking) {
      const gone = (when - before.when) / 1000;
      const moved = at - before.at;
      if (moved > 0 && moved <= gone * rate + NEAR) this.played(before.at, at, gone);
    }
    if (this.asksAt && this.asking === null && !paused && when >= this.asksAt) this.ask();
  }

  played(start, end, elapsed) {
    const part = this.parts[this.parts.length - 1];
    if (part && Math.abs(part[1] - start) < 0.05) {
      part[1] = end;
      part[2] += elapsed;
    } else this.parts.push([start, end, elapsed]);
    if (start <= this.reached + NEAR) this.reached = Math.max(this.reached, end);
  }

  farthest() {
    return this.parts.reduce((most, part) => Math.max(most, part[1]), this.reached);
  }

  seek() {
    this.last = null;
    if (this.seeks || this.film.currentTime <= this.reached + NEAR) return;
    this.film.currentTime = this.reached;
    this.sayOwn("forward");
  }

  rate() {
    if (this.film.playbackRate > this.fastest) {
      this.film.playbackRate = this.fastest;
      return;
    }
    this.read();
    for (const button of this.find("speeds")?.querySelectorAll("button") || []) {
      button.setAttribute("aria-pressed", String(Number(button.value) === this.film.playbackRate));
    }
  }

  // Is someone there ------------------------------------------------------------------------------------------------------

  ask() {
    if (this.asking !== null) return;
    this.asking = performance.now();
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    else this.film.webkitExitFullscreen?.();
    this.find("ask").hidden = false;
    this.find("ask-left").hidden = false;
    this.find("here").focus();
    this.box.scrollIntoView({ block: "nearest" });
    const count = () => {
      if (this.asking === null) return;
      const left = Math.ceil(ANSWER - (performance.now() - this.asking) / 1000);
      this.find("ask-seconds").textContent = Math.max(0, left);
      if (left > 0) window.setTimeout(count, 250);
      else this.absent();
    };
    count();
  }

  absent() {
    this.film.pause();
    this.parts = []; // nobody was there to see them
    this.find("ask-left").hidden = true;
    this.report({ whole: true });
  }

  answer() {
    if (this.asking === null) return;
    const waited = (performance.now() - this.asking) / 1000;
    this.asking = null;
    this.asksAt = 0;
    this.find("ask").hidden = true;
    this.say("");
    this.waited = Math.min(waited, 3600);
    this.report({ whole: true });
    this.film.play().catch(() => {});
  }

  // Reports ---------------------------------------------------------------------------------------------------------------

  async post(address, body, keepalive = false) {
    const response = await fetch(address, {
      method: "POST", credentials: "same-origin", keepalive, body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    });
    return { status: response.status, answer: await response.json().catch(() => ({})) };
  }

  async open() {
    if (this.opening) return;
    this.opening = true;
    try {
      const { status, answer } = await this.post(this.data.start, {});
      if (status === 200) {
        this.session = answer.token;
        this.sequence = 0;
        this.parts = []; // played before the server knew of this player
        this.code = "ok";
        this.schedule(answer);
        this.show(answer);
        if (this.saying === "uncounted") { this.say(""); this.saying = ""; }
      } else this.refused(status, answer);
    } catch {
      this.sayOwn("uncounted");
    }
    this.opening = false;
  }

  refused(status, answer) {
    if (status === 403) {
      this.counts = false;
      this.say(answer.text || "");
    } else if (status === 404) {
      this.session = null;
      this.parts = [];
      kept.drop(this.key);
      this.sayOwn("gone");
    }
  }

  schedule(answer) {
    this.asksAt = typeof answer.ask_in === "number" ? performance.now() + Math.max(0, answer.ask_in) * 1000 : 0;
  }

  body() {
    const parts = this.parts;
    this.parts = [];
    const body = {
      token: this.session, position: this.film.currentTime,
      beats: parts.slice(-150).map(([start, end, elapsed]) => [++this.sequence, start, end, elapsed]),
    };
    if (this.waited !== undefined) body.waited = this.waited;
    return { parts, body };
  }

  keep() {
    if (this.session && this.parts.length) kept.write(this.key, { token: this.session, sequence: this.sequence, parts: this.parts });
    else kept.drop(this.key);
  }

  async report({ whole = false } = {}) {
    if (!this.film.paused) this.read();
    if (!this.counts) return;
    if (!this.session) {
      if (!this.film.paused) this.open();
      return;
    }
    if (this.sending || (this.asking !== null && !whole) || (!this.parts.length && !whole && this.film.paused && this.waited === undefined)) return;
    this.sending = true;
    const { parts, body } = this.body();
    const { session } = this;
    this.flying = parts;
    try {
      const { status, answer } = await this.post(this.data.beats, body);
      if (session !== this.session) { /* another player was opened meanwhile */ }
      else if (status === 200) this.told(answer);
      else if (status === 403 || status === 404) this.refused(status, answer);
      else if (status >= 500) this.parts = [...parts, ...this.parts];
    } catch {
      this.parts = [...parts, ...this.parts]; // the network is away: they go with the next report
      this.sayOwn("offline");
      this.away = true;
    }
    this.sending = false;
    this.flying = [];
    this.keep();
  }

  told(answer) {
    this.waited = undefined;
    this.code = answer.code;
    this.parts = [...answer.again.map(([start, end]) => [start, end, end - start]), ...this.parts];
    this.schedule(answer);
    this.show(answer);
    if (this.away) {
      this.away = false;
      this.saying = "";
      this.sayOwn("back", true);
    }
    switch (answer.code) {
      case "ok":
        break;
      case "finished":
        this.saying = "";
        this.say(answer.text, true);
        break;
      case "asked":
        this.ask();
        break;
      case "absent":
        if (this.asking === null) this.ask();
        this.parts = [];
        this.film.pause();
        this.say(answer.text);
        break;
      case "skipped":
      case "too_fast":
        this.say(answer.text);
        this.reached = answer.back_to;
        this.film.currentTime = answer.back_to;
        this.parts = [];
        break;
      default: // another phone plays, or the lesson is gone
        this.session = null;
        this.parts = [];
        this.film.pause();
        this.say(answer.text);
        if (answer.code === "retired") this.counts = false;
    }
  }

  leave() {
    if (!this.counts || !this.session || this.asking !== null) return;
    if (!this.film.paused) this.read();
    // This report may overtake the one on its way, whose numbers would then be old: it carries those parts too.
    this.parts = [...this.flying, ...this.parts];
    if (!this.parts.length) return;
    this.keep(); // should the report not arrive, the next visit sends it
    const { parts, body } = this.body();
    if ("keepalive" in Request.prototype) {
      this.post(this.data.beats, body, true).then(({ status, answer }) => {
        if (status === 200) { this.told(answer); this.keep(); }
      }).catch(() => { this.parts = [...parts, ...this.parts]; });
      return;
    }
    const form = new FormData();
    form.set("report", JSON.stringify(body));
    form.set("csrfmiddlewaretoken", token());
    if (!navigator.sendBeacon(this.data.beats, form)) this.parts = [...parts, ...this.parts];
  }

  // What an earlier visit played and could not send any more.
  async sendKept() {
    const old = this.counts ? kept.read(this.key) : null;
    if (!old || !Array.isArray(old.parts)) return;
    let sequence = old.sequence || 0;
    try {
      const { status, answer } = await this.post(this.data.beats, {
        token: old.token, beats: old.parts.slice(-150).map(([start, end, elapsed]) => [++sequence, start, end, elapsed]),
      });
      if (!this.session) kept.drop(this.key);
      if (status === 200 && !this.session) this.show(answer);
    } catch { /* kept for the next visit */ }
  }
}

for (const box of document.querySelectorAll("[data-player]")) new Player(box);
