// Record, stop, listen, use: a recording is made in the page and sent with the text. Where a browser cannot record, the
// field for a file below is the way, and this stays hidden.

const box = document.querySelector("[data-recorder]");
const page = document.querySelector("[data-write]");

if (box && page && window.MediaRecorder && navigator.mediaDevices) {
  const part = (name) => box.querySelector(`[data-recorder-${name}]`);
  const [state, time, start, stop, player, use] = ["state", "time", "start", "stop", "player", "use"].map(part);
  const LONGEST = 30 * 60; // seconds
  // What the server takes, in the order of what phones play best.
  const TYPES = ["audio/mp4", "audio/webm;codecs=opus", "audio/ogg;codecs=opus"];
  let recorder = null;
  let stream = null;
  let pieces = [];
  let sound = null;
  let clock = null;

  const say = (words, bad = false) => {
    state.textContent = words;
    state.classList.toggle("is-bad", bad);
  };
  const show = (phase) => {
    box.classList.toggle("is-running", phase === "running");
    box.dataset.phase = phase;
    start.hidden = phase === "running" || phase === "sending";
    stop.hidden = phase !== "running";
    player.hidden = use.hidden = phase !== "done";
    // One clear button: first to record, then to use what was recorded.
    start.classList.toggle("button--primary", phase === "ready");
    use.classList.toggle("button--primary", phase === "done");
    if (phase === "done") start.querySelector("span").textContent = start.dataset.again;
    say(state.dataset[phase]);
  };

  const begin = async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      say(box.dataset.failed, true);
      return;
    }
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 48000 });
    pieces = [];
    recorder.addEventListener("dataavailable", (event) => { if (event.data.size) pieces.push(event.data); });
    recorder.addEventListener("stop", ended);
    recorder.start(1000);
    const began = performance.now();
    const tick = () => {
      const seconds = Math.floor((performance.now() - began) / 1000);
      time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      if (seconds >= LONGEST) recorder.stop();
    };
    tick();
    clock = window.setInterval(tick, 500);
    show("running");
    stop.focus();
  };

  const ended = () => {
    window.clearInterval(clock);
    stream.getTracks().forEach((track) => track.stop());
    sound = new Blob(pieces, { type: recorder.mimeType });
    if (player.src) URL.revokeObjectURL(player.src);
    player.src = URL.createObjectURL(sound);
    show("done");
    use.focus();
  };

  const send = async () => {
    show("sending");
    page.elements.number.value = String(Number(page.elements.number.value) + 1);
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "writer", "number", "base", "text"]) body.append(name, page.elements[name].value);
    body.append("audio", sound, "recording");
    try {
      const response = await fetch(page.dataset.save, { method: "POST", body, credentials: "same-origin" });
      const answer = await response.json();
      if (!answer.saved || answer.errors.length) {
        show("done");
        say(answer.errors.join(" ") || answer.text, true);
        return;
      }
      window.location.reload();
    } catch {
      show("done");
      say(box.dataset.unsent, true);
    }
  };

  start.addEventListener("click", begin);
  stop.addEventListener("click", () => recorder.stop());
  use.addEventListener("click", send);
  box.hidden = false;
  show("ready");
}
