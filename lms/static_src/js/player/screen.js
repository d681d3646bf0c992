// What the page shows of a film: the first button, the count, the sentences, the stream's own library.

const clock = (seconds) => {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
};

export class Screen {
  // begin() plays the film; again() does so after it was loaded anew.
  constructor(box, film, { begin, again }) {
    this.box = box;
    this.film = film;
    this.again = again;
    this.find = (name) => box.querySelector(`[data-${name}]`);
    this.enough = "enough" in box.dataset;
    this.saying = ""; // the name of the page's own sentence that stands there
    const go = this.find("go");
    if (this.find("speeds")) this.find("speeds").hidden = false;
    box.classList.toggle("player--enough", this.enough);
    go.hidden = false;
    // The browser's own controls come with the first play, so that there is one thing to press.
    film.controls = false;
    if (film instanceof HTMLAudioElement) film.hidden = true;
    this.captions("hidden");
    go.addEventListener("click", () => { this.uncover(); begin(); });
    if (film.dataset.stream && !film.canPlayType("application/vnd.apple.mpegurl")) this.stream();
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

  // A sentence of the server, or none.
  say(text, fine = false) {
    const node = document.createElement("p");
    node.textContent = text;
    this.put(text ? [node] : [], "", fine);
  }

  // A sentence that stands in the page, by its name.
  sayOwn(name, fine = false) {
    if (this.saying === name) return;
    const node = this.box.querySelector(`[data-text="${name}"]`).cloneNode(true);
    node.querySelector("[data-again]")?.addEventListener("click", () => { this.say(""); this.again(); });
    this.put([node], name, fine);
  }

  unsay(name) {
    if (this.saying === name) this.say("");
  }

  put(nodes, name, fine) {
    const place = this.find("say");
    place.classList.toggle("player__say--ok", fine);
    place.replaceChildren(...nodes);
    this.saying = name;
  }

  broken() {
    if (this.film.readyState < 2) this.sayOwn("broken"); // no picture and no sound yet
  }

  show(answer) {
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

  pressed(rate) {
    for (const button of this.find("speeds")?.querySelectorAll("button") || []) {
      button.setAttribute("aria-pressed", String(Number(button.value) === rate));
    }
  }
}
