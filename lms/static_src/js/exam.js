// An exam keeps itself: each answer is sent as it changes, waits on the device while there is no network, and is sent later,
// once. The time left is counted down. Without this file the page's own button saves, and the server alone watches the clock.

const form = document.querySelector("[data-exam-form]");
const clock = document.querySelector("[data-exam-clock]");

const AFTER = 400; // milliseconds from the last key or tap to sending
const LATEST = 2000; // and from the first that was not sent: whoever types without a pause is saved as well
const AGAIN = 3000;

if (form && clock) {
  const left = clock.querySelector("[data-exam-left]");
  const saved = clock.querySelector("[data-exam-saved]");
  const say = clock.querySelector("[data-exam-say]");
  const stuck = document.querySelector("[data-exam-stuck]");
  const questions = [...form.querySelectorAll("[data-question]")];
  const page = pageNumber();
  const device = self.idbKeyval;
  const STORE = `exam:${form.dataset.attempt}`;
  const kept = {};
  // Counted from this moment by the page's own steady clock: a wrong clock of the telephone does not matter.
  let end = performance.now() + Number(clock.dataset.seconds) * 1000;
  let seq = 0;
  let timer = null;
  let waiting = 0; // when the first change was made that waits for the timer
  let sending = null;
  let leaving = false;
  let leaves = [];

  function pageNumber() {
    const bytes = self.crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // What waits: {question: {seq, at, fields, flagged, seconds}}, the newest of each question. Kept on the device too, so that it
  // outlives a reload or a crash without a network: in IndexedDB, which writes at once (localStorage may wait for minutes).
  function write() {
    const done = Object.keys(kept).length ? device?.set(STORE, kept) : device?.del(STORE);
    done?.catch(() => { /* a full or closed store: the page itself still holds what waits */ });
  }

  // What the server kept since, from the same page or later from another, is newer than what waited here (rules/saving.py).
  function isOlder(waits, { keptPage, keptSeq, keptAge }) {
    if (keptPage === undefined) return false;
    if (waits.page === keptPage) return waits.seq <= Number(keptSeq);
    return Date.now() - waits.at > Number(keptAge) * 1000 + performance.now(); // the age is that when the page was asked for
  }

  async function restore() {
    const waited = await device?.get(STORE).catch(() => null) || {};
    for (const question of questions) {
      const waits = waited[question.dataset.question];
      if (!waits || kept[question.dataset.question] || isOlder(waits, question.dataset)) continue;
      kept[question.dataset.question] = waits;
      if (waits.fields) putBack(question, waits.fields);
      question.querySelector("[data-flag-box]").checked = Boolean(waits.flagged);
      mapOut(question);
    }
    write();
    if (Object.keys(kept).length) send();
  }

  // Reading and writing the fields of a question ----------------------------------------------------------------------

  const fieldsOf = (question) => [...question.querySelectorAll("input[name], select[name], textarea[name]")];

  function answerOf(question) {
    const fields = {};
    for (const field of fieldsOf(question)) {
      fields[field.name] ??= [];
      if (!["radio", "checkbox"].includes(field.type) || field.checked) fields[field.name].push(field.value);
    }
    return fields;
  }

  function putBack(question, fields) {
    const places = {};
    for (const field of fieldsOf(question)) {
      const values = fields[field.name];
      if (!values) continue;
      if (["radio", "checkbox"].includes(field.type)) field.checked = values.includes(field.value);
      else {
        places[field.name] = (places[field.name] ?? -1) + 1;
        field.value = values[places[field.name]] ?? "";
      }
    }
  }

  const isAnswered = (question) => Object.values(answerOf(question)).flat().some((value) => value.trim());
  const isFlagged = (question) => question.querySelector("[data-flag-box]").checked;

  function mapOut(question) {
    const place = document.querySelector(`[data-place="${question.dataset.question}"]`);
    const words = [isAnswered(question) ? form.dataset.answered : form.dataset.open];
    if (isFlagged(question)) words.push(form.dataset.flagged);
    place.classList.toggle("is-answered", isAnswered(question));
    place.classList.toggle("is-flagged", isFlagged(question));
    place.querySelector("[data-place-says]").textContent = words.join(", ");
  }

  // Saving ------------------------------------------------------------------------------------------------------------

  function changed(question) {
    const pk = question.dataset.question;
    seq += 1;
    const seconds = looked(pk) + (kept[pk]?.seconds || 0);
    kept[pk] = { seq, page, at: Date.now(), fields: answerOf(question), flagged: isFlagged(question), seconds };
    write();
    mapOut(question);
    window.clearTimeout(timer);
    waiting ||= performance.now();
    timer = window.setTimeout(send, Math.max(0, Math.min(AFTER, waiting + LATEST - performance.now())));
  }

  function send() {
    window.clearTimeout(timer);
    waiting = 0;
    sending ??= deliver().finally(() => { sending = null; });
    return sending;
  }

  // Returns whether everything has arrived.
  async function deliver() {
    while (!leaving && (Object.keys(kept).length || leaves.length)) {
      const now = Date.now();
      // What another page of this device left behind goes under the number of that page.
      const under = Object.values(kept)[0]?.page ?? page;
      const mine = Object.entries(kept).filter(([, change]) => change.page === under);
      const gone = leaves;
      const body = new URLSearchParams({
        csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, page: under,
        changes: JSON.stringify(mine.map(([pk, change]) => ({
          q: Number(pk), seq: change.seq, age: age(change.at, now), fields: change.fields, flagged: change.flagged,
          seconds: change.seconds,
        }))),
        leaves: JSON.stringify(gone.map(({ kind, at }) => ({ kind, age: age(at, now) }))),
      });
      show("saving");
      let answer;
      let again = AGAIN;
      try {
        const response = await fetch(form.dataset.save, { method: "POST", body, credentials: "same-origin" });
        answer = response.ok || response.status === 409 ? await response.json() : null;
        again = Number(response.headers.get("Retry-After")) * 1000 || AGAIN; // the site is crowded, or its database away
      } catch { answer = null; }
      if (!answer) {
        show("unsaved");
        timer = window.setTimeout(send, again);
        return false;
      }
      if (!answer.saved) {
        leave(answer.go);
        return false;
      }
      for (const [pk, change] of mine) if (kept[pk] === change) delete kept[pk];
      leaves = leaves.filter((one) => !gone.includes(one));
      write();
      end = performance.now() + answer.seconds_left * 1000;
      show("saved");
    }
    return !leaving;
  }

  const age = (at, now) => Math.max(0, Math.round((now - at) / 1000));

  function show(state) {
    saved.textContent = saved.dataset[state];
    saved.classList.toggle("is-late", state === "unsaved");
  }

  function leave(address) {
    leaving = true;
    if (address === location.pathname) location.reload();
    else location.assign(address);
  }

  form.addEventListener("input", (event) => {
    const question = event.target.closest("[data-question]");
    if (question) changed(question);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    stuck.hidden = true;
    if (await send() && !Object.keys(kept).length) leave(form.dataset.review);
    else if (!leaving) {
      stuck.hidden = false;
      stuck.scrollIntoView({ block: "center" });
    }
  });
  window.addEventListener("online", send);

  // Time --------------------------------------------------------------------------------------------------------------

  async function finish() {
    if (leaving) return;
    await send();
    if (leaving) return;
    leaving = true;
    form.action = form.dataset.submit;
    form.submit();
  }

  const spoken = new Set();
  function tick() {
    const seconds = Math.max(0, Math.round((end - performance.now()) / 1000));
    left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    clock.classList.toggle("is-short", seconds <= 120);
    for (const mark of [10, 5, 2, 1]) {
      if (seconds <= mark * 60 && seconds > mark * 60 - 20 && !spoken.has(mark)) {
        spoken.add(mark);
        say.textContent = `${say.dataset.text} ${mark}`;
      }
    }
    if (seconds === 0) finish();
    else window.setTimeout(tick, 1000);
  }

  // A page that is shown now and then tells the server that it is there, and hears of more time or of the end.
  setInterval(() => {
    if (document.visibilityState !== "visible" || leaving || sending) return;
    if (!Object.keys(kept).length) leaves.push({ kind: "here", at: Date.now() });
    send();
  }, 20000);

  if ("notesLeaving" in form.dataset) {
    document.addEventListener("visibilitychange", () => {
      if (leaving) return;
      leaves.push({ kind: document.visibilityState === "hidden" ? "left" : "back", at: Date.now() });
      send();
    });
  }

  // One question a screen, or all -------------------------------------------------------------------------------------

  const MODE = "exam:one";
  const mode = document.querySelector("[data-exam-mode]");
  const steps = form.querySelector("[data-exam-steps]");
  const review = form.querySelector("[data-exam-review]");
  let at = 0;
  let since = performance.now();
  let spent = {};

  function looked(pk) {
    tally();
    const seconds = Math.round(spent[pk] || 0);
    spent[pk] = 0;
    return seconds;
  }

  function tally() {
    const pk = questions[at]?.dataset.question;
    const now = performance.now();
    if (pk) spent[pk] = (spent[pk] || 0) + Math.min(600, (now - since) / 1000);
    since = now;
  }

  const isSingle = () => form.classList.contains("is-single");

  function turnTo(number, { focus = true } = {}) {
    tally();
    at = Math.min(Math.max(0, number), questions.length - 1);
    for (const [index, question] of questions.entries()) question.classList.toggle("is-shown", index === at);
    for (const place of document.querySelectorAll("[data-place]")) {
      if (isSingle() && place.dataset.place === questions[at].dataset.question) place.setAttribute("aria-current", "true");
      else place.removeAttribute("aria-current");
    }
    if (!isSingle()) return;
    steps.querySelector("[data-step='-1']").disabled = at === 0;
    steps.querySelector("[data-step='1']").hidden = at === questions.length - 1;
    review.hidden = at !== questions.length - 1;
    if (focus) {
      questions[at].focus({ preventScroll: true });
      questions[at].scrollIntoView({ block: "start" });
    }
  }

  function arrange(single) {
    form.classList.toggle("is-single", single);
    steps.hidden = !single;
    review.hidden = false;
    mode.textContent = single ? mode.dataset.all : mode.dataset.one;
    try { localStorage.setItem(MODE, single ? "yes" : "no"); } catch { /* it is asked again the next time */ }
    turnTo(at, { focus: false });
  }

  mode.hidden = questions.length < 2;
  mode.addEventListener("click", () => arrange(!isSingle()));
  steps.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (button) turnTo(at + Number(button.dataset.step));
  });
  document.querySelector(".exam-map").addEventListener("click", (event) => {
    const place = event.target.closest("[data-place]");
    if (!place) return;
    if (isSingle()) event.preventDefault();
    turnTo(questions.findIndex((one) => one.dataset.question === place.dataset.place));
  });
  form.addEventListener("focusin", (event) => {
    const question = event.target.closest("[data-question]");
    if (question && !isSingle()) { tally(); at = questions.indexOf(question); }
  });

  // Beginning: what waited on this device from before is shown again, and sent.
  for (const question of questions) {
    question.querySelector("[data-flag]").hidden = false;
    mapOut(question);
  }
  let single = questions.length > 1;
  try { single = single && localStorage.getItem(MODE) === "yes"; } catch { single = false; }
  const asked = questions.findIndex((one) => `#${one.id}` === location.hash);
  if (asked > 0) at = asked;
  arrange(single);
  tick();
  restore();
}
