// The comforts of a lesson's page: text size at once, reading aloud, the second of the film in a note, a copy to read offline.
// Each is left away where the browser cannot do it; the page reads without this file.

const root = document.documentElement;

// Text size: kept by the form's own address, shown without loading the page again.
const sizes = document.querySelector("[data-sizes]");
sizes?.addEventListener("submit", (event) => {
  event.preventDefault();
  const { value } = event.submitter;
  const body = new FormData(sizes);
  body.set("size", value);
  fetch(sizes.action, { method: "POST", body, redirect: "manual", keepalive: true }).catch(() => {});
  if (value === "usual") delete root.dataset.text;
  else root.dataset.text = value;
  for (const button of sizes.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button === event.submitter));
});

// Read aloud --------------------------------------------------------------------------------------------------------------

const SPOKEN = "h2, h3, h4, p, li, blockquote, figcaption, th, td, dt, dd, summary";
const LONGEST = 110; // characters at a time: some browsers fall silent in the middle of longer ones

function blocks() {
  const all = [...document.querySelectorAll(`.lesson-head h1, .lesson-head__lead, .lesson-body :is(${SPOKEN})`)];
  return all.filter((element) => element.checkVisibility?.() !== false && !element.querySelector(SPOKEN)
    && !element.closest(".media-block, .player, form") && element.textContent.trim());
}

function sentences(text) {
  const parts = text.replace(/\s+/g, " ").trim().match(/[^。！？；!?;]+[。！？；!?;]*|[。！？；!?;]+/g) || [];
  return parts.flatMap((part) => part.match(new RegExp(`.{1,${LONGEST}}`, "gu")) || []);
}

function voice() {
  const chinese = speechSynthesis.getVoices().filter((each) => /^(zh|cmn)([-_]|$)/i.test(each.lang));
  const rank = (each) => (/(CN|Hans)/i.test(each.lang) ? 0 : 2) + (each.localService ? 0 : 1);
  return chinese.sort((one, other) => rank(one) - rank(other))[0] || null;
}

function speaker(button, panel) {
  const pause = panel.querySelector("[data-speaker-pause]");
  const say = panel.querySelector("[data-speaker-say]");
  let queue = [];
  let here = null;
  let turn = 0; // of this reading: an utterance that ends after it was stopped says nothing

  const mark = (element) => {
    here?.classList.remove("is-read");
    here = element;
    here?.classList.add("is-read");
    here?.scrollIntoView({ block: "nearest" });
  };
  const stop = () => {
    turn += 1;
    queue = [];
    speechSynthesis.cancel();
    mark(null);
    panel.hidden = true;
    button.hidden = false;
  };
  const next = () => {
    const [current] = queue;
    if (!current) return stop();
    if (current.element !== here) mark(current.element);
    const utterance = new SpeechSynthesisUtterance(current.text);
    utterance.lang = "zh-CN";
    utterance.voice = voice();
    const mine = turn;
    utterance.onend = () => {
      if (mine !== turn) return;
      queue.shift();
      next();
    };
    utterance.onerror = () => {
      if (mine !== turn) return;
      stop();
      say.textContent = say.dataset.failed;
    };
    speechSynthesis.speak(utterance);
  };
  const paused = (yes) => {
    pause.textContent = yes ? pause.dataset.goOn : pause.dataset.pause;
    pause.setAttribute("aria-pressed", String(yes));
  };

  button.hidden = false;
  button.addEventListener("click", () => {
    stop();
    say.textContent = "";
    queue = blocks().flatMap((element) => sentences(element.textContent).map((text) => ({ element, text })));
    panel.hidden = false;
    button.hidden = true;
    paused(false);
    pause.focus();
    next();
  });
  // Going on begins the sentence again: a browser that was paused for long forgets where it was.
  pause.addEventListener("click", () => {
    const stands = pause.getAttribute("aria-pressed") === "true";
    turn += 1;
    speechSynthesis.cancel();
    paused(!stands);
    if (stands) next();
  });
  panel.querySelector("[data-speaker-stop]").addEventListener("click", () => {
    stop();
    button.focus();
  });
  window.addEventListener("pagehide", stop);
}

const aloud = document.querySelector("[data-read-aloud]");
const panel = document.querySelector("[data-speaker]");
if (aloud && panel && "speechSynthesis" in window && "SpeechSynthesisUtterance" in window) speaker(aloud, panel);

// Notes: the second of the film that is open when one begins to write -----------------------------------------------------

const clock = (seconds) => {
  const pad = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
};
const nameOf = (film) => film.closest("[data-medium]")?.dataset.medium || "";

const note = document.querySelector("[data-note]");
note?.elements.text.addEventListener("focus", () => {
  const film = document.querySelector("video");
  if (!film || !film.currentTime || note.elements.second.value) return;
  const second = Math.floor(film.currentTime);
  note.elements.second.value = second;
  note.elements.medium.value = nameOf(film);
  note.querySelector("[data-note-time]").textContent = clock(second);
  note.querySelector("[data-note-moment]").hidden = false;
});
note?.addEventListener("submit", () => {
  if (note.querySelector("[data-note-moment] input").checked) return;
  note.elements.second.value = "";
  note.elements.medium.value = "";
});

document.addEventListener("click", (event) => {
  const moment = event.target.closest("[data-second]");
  if (!moment) return;
  const films = [...document.querySelectorAll("video")];
  const film = films.find((each) => nameOf(each) === moment.dataset.medium) || films[0];
  if (!film) return;
  event.preventDefault();
  film.currentTime = Number(moment.dataset.second);
  film.scrollIntoView({ block: "center" });
  film.focus();
});

// Offline -----------------------------------------------------------------------------------------------------------------

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.addEventListener("message", (event) => {
    if (event.data.kind !== "sent" || !event.data.pages.includes(window.location.pathname)) return;
    delete root.dataset.waiting;
    root.dataset.sent = "";
  });
  if (!navigator.serviceWorker.controller && document.querySelector(".lesson-done")) {
    const files = [...document.querySelectorAll("link[rel=stylesheet], script[src], .lesson-body img, .brand img")];
    navigator.serviceWorker.ready.then((registration) => registration.active.postMessage({
      kind: "keep", page: window.location.href, files: files.map((each) => each.currentSrc || each.src || each.href),
    }));
  }
}
