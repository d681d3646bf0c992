// The page of a lesson that plays a package. The package runs in a frame of another host and is believed nothing: what it
// reports is handed to the server, which judges it. Reports wait here until they were kept.

const scormPlayer = document.querySelector("[data-scorm]");

if (scormPlayer) {
  const frame = scormPlayer.querySelector("iframe");
  const say = scormPlayer.querySelector("[data-scorm-say]");
  const memory = JSON.parse(document.getElementById("scorm-memory").textContent);
  const token = scormPlayer.querySelector("[name=csrfmiddlewaretoken]").value;
  const { origin, save, package: key, part } = scormPlayer.dataset;
  const SOON = 8000;
  const LARGEST = 900000;
  let waiting = null; // the newest report that was not sent yet
  let sending = false;
  let timer = 0;
  let tries = 0;
  let onward = null;
  let ended = false; // the package was let go and said its last words

  const speak = (state, text) => {
    say.dataset.state = state;
    say.textContent = text || scormPlayer.dataset[state];
  };

  const send = async () => {
    window.clearTimeout(timer);
    if (!save || sending || !waiting) return;
    const report = waiting;
    waiting = null;
    sending = true;
    try {
      const response = await post(report, false);
      const answer = await response.json();
      tries = 0;
      if (answer.saved) speak(answer.status === "done" ? "finished" : "kept");
      else speak("refused", answer.say);
    } catch {
      waiting = waiting || report;
      tries += 1;
      speak("unsent");
      timer = window.setTimeout(send, Math.min(30000, 2000 * 2 ** tries));
    }
    sending = false;
    if (waiting && !tries) send();
    if (!waiting && ended) leave();
  };

  const post = (report, keepalive) => fetch(save, {
    method: "POST", credentials: "same-origin", keepalive,
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ package: key, part: Number(part), ...report }),
  });

  const leave = () => {
    const where = onward;
    onward = null;
    if (where) window.location.assign(where);
  };

  const talk = () => frame.contentWindow.postMessage({ kind: "memory", memory }, origin);

  window.addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || event.origin !== origin) return;
    const said = event.data;
    if (!said || typeof said !== "object") return;
    if (said.kind === "ready") talk();
    if (said.kind === "next") scormPlayer.querySelector("[data-scorm-next]")?.click();
    if (said.kind === "left" && onward) {
      ended = true;
      if (!sending && !waiting) leave();
    }
    if (said.kind === "report" && said.report && typeof said.report === "object") {
      if (JSON.stringify(said.report).length > LARGEST) return;
      waiting = { report: said.report, leaving: said.leaving === true || (waiting?.leaving ?? false) };
      window.clearTimeout(timer);
      if (said.now === true && !tries) send();
      else timer = window.setTimeout(send, SOON);
    }
  });

  // What waits when the page goes away is sent all the same.
  const last = () => {
    if (!save || !waiting) return;
    const report = waiting;
    waiting = null;
    post(report, true).then((response) => { if (response.status >= 500) waiting = waiting || report; }).catch(() => { waiting = waiting || report; });
  };
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") last(); });
  window.addEventListener("pagehide", last);

  // A link of this page first lets the package end, as many keep everything for that moment.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.target || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.defaultPrevented) return;
    if (!save || onward || link.origin !== window.location.origin || link.hasAttribute("download")) return;
    const here = window.location;
    if (link.hash && link.pathname === here.pathname && link.search === here.search) return;
    event.preventDefault();
    onward = link.href;
    frame.contentWindow.postMessage({ kind: "leave" }, origin);
    window.setTimeout(leave, 2500);
  });

  const large = scormPlayer.querySelector("[data-scorm-large]");
  const fill = (on) => {
    scormPlayer.classList.toggle("is-large", on);
    large.setAttribute("aria-pressed", String(on));
  };
  large.hidden = false;
  large.addEventListener("click", () => fill(!scormPlayer.classList.contains("is-large")));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") fill(false); });
}
