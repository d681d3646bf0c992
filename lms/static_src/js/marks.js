// The grid that marks at once: a tap is kept on the device, sent as soon as there is a network, and can be taken back.
// Without this script the same form is saved by its button.

const roll = document.querySelector("form[data-marks]");
const queue = self.marksQueue;
const { marks: address, who, reader } = roll.dataset;
const rows = [...roll.querySelectorAll("[data-seat]")];
const foot = { wait: roll.querySelector("[data-wait]"), sent: roll.querySelector("[data-sent-note]"),
               undo: roll.querySelector("[data-undo]"), undoText: roll.querySelector("[data-undo-text]"),
               failed: roll.querySelector("[data-failed]"), failedList: roll.querySelector("[data-failed-list]") };
const words = JSON.parse(document.getElementById("words").textContent);
const EVERY = 10000;
let lastAct = [];
let waited = 0;
const tapped = new Map(); // row -> when it was last marked here: an answer that was asked for before knows nothing of it

const seatOf = (row) => row.dataset.seat;
const rowOf = (seat) => rows.find((row) => seatOf(row) === String(seat));
const nameOf = (row) => row.querySelector(".roll__name").textContent;
const seenOf = (row) => row.querySelector("input[type=hidden]");
const choiceOf = (row) => row.querySelector("input[type=radio]:checked");

function show(row, status, note) {
  for (const radio of row.querySelectorAll("input[type=radio]")) radio.checked = radio.value === status;
  if (seenOf(row)) seenOf(row).value = status;
  row.querySelector("[data-note]").textContent = note;
}

// Marking -------------------------------------------------------------------------------------------------------------

async function mark(changes) {
  const act = [];
  for (const { row } of changes) tapped.set(row, performance.now());
  for (const { row, status, from } of changes) {
    await queue.add({
      nonce: nonce(), address, reader, enrolment: Number(seatOf(row)), status, seen: from, method: "grid", at: Date.now(),
      offline: !navigator.onLine,
    });
    act.push({ row, status, from });
    show(row, status === "undone" ? "" : status, words.waits);
  }
  await tell();
  send();
  return act;
}

function nonce() {
  if (self.crypto.randomUUID) return self.crypto.randomUUID();
  const bytes = self.crypto.getRandomValues(new Uint8Array(16));
  const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return text.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

roll.addEventListener("change", async (event) => {
  const row = event.target.closest("[data-seat]");
  const from = row && seenOf(row).value;
  if (!row || from === event.target.value) return;
  lastAct = await mark([{ row, status: event.target.value, from }]);
  offerUndo();
});

roll.addEventListener("submit", async (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  const button = event.submitter;
  if (button?.name === "rest") {
    const open = rows.filter((row) => !row.hidden && !("leave" in row.dataset) && seenOf(row) && !seenOf(row).value);
    lastAct = await mark(open.map((row) => ({ row, status: "present", from: "" })));
    offerUndo();
  } else if (button?.name === "go" || button?.name === "to") filter(button);
}, { capture: true });

function offerUndo() {
  foot.undo.hidden = !lastAct.length;
  if (!lastAct.length) return;
  const [{ row, status }] = lastAct;
  foot.undoText.textContent = lastAct.length === 1 ? `${nameOf(row)} · ${words.statuses[status]}`
    : words.several.replace("{count}", lastAct.length);
}

// What was taken back says so with a mark of its own: the server's record is never rubbed out.
foot.undo.querySelector("button").addEventListener("click", async () => {
  const act = lastAct;
  lastAct = [];
  offerUndo();
  await mark(act.map(({ row, status }) => ({ row, status: "undone", from: status })));
  for (const { row, from } of act) show(row, from, words.waits);
});

// By letter and by group ----------------------------------------------------------------------------------------------

const chosen = { go: roll.querySelector("[name=go][aria-current]")?.value || "",
                 to: roll.querySelector("[name=to][aria-current]")?.value || "" };

function filter(button) {
  chosen[button.name] = button.value;
  for (const each of roll.querySelectorAll(`button[name=${button.name}]`)) {
    if (each.value === button.value) each.setAttribute("aria-current", "true");
    else each.removeAttribute("aria-current");
  }
  for (const row of rows) {
    row.hidden = Boolean((chosen.go && row.dataset.initial !== chosen.go) || (chosen.to && row.dataset.group !== chosen.to));
  }
}

// Sending -------------------------------------------------------------------------------------------------------------

async function send() {
  try {
    await learn(await queue.send(who));
  } catch {
    // No network: what waits is sent later, by this page or by the worker.
    for (const one of await queue.waiting()) {
      if (!one.offline && one.address === address) await queue.put({ ...one, offline: true });
    }
    const worker = await navigator.serviceWorker?.ready;
    await worker?.sync?.register("marks").catch(() => {});
  }
  await tell();
}

async function learn(answers) {
  const count = Object.values(answers).filter((answer) => answer.state === "taken").length;
  if (!Object.keys(answers).length) return;
  if (waited > 1 && count) {
    foot.sent.textContent = words.sent.replace("{count}", count);
    foot.sent.hidden = false;
  }
  await refresh();
  // The copy for a time without a network follows what stands now.
  navigator.serviceWorker?.controller?.postMessage({ kind: "keep", page: location.origin + location.pathname, files: [] });
}

async function tell() {
  const all = (await queue.all()).filter((one) => one.address === address && one.reader === reader);
  const waiting = all.filter((one) => !one.failed);
  waited = waiting.length;
  foot.wait.hidden = !waiting.length;
  foot.wait.textContent = words.waiting.replace("{count}", waiting.length);
  const failed = all.filter((one) => one.failed);
  foot.failed.hidden = !failed.length;
  foot.failedList.replaceChildren(...failed.map((one) => {
    const item = document.createElement("li");
    const row = rowOf(one.enrolment);
    item.textContent = `${row ? nameOf(row) : ""} · ${words.statuses[one.status] || ""}: ${one.text || words.failed[one.failed]}`;
    return item;
  }));
}

foot.failed.querySelector("button").addEventListener("click", async () => {
  for (const one of await queue.all()) if (one.failed && one.address === address) await queue.remove(one);
  await tell();
});

// What others marked meanwhile, and people who checked in themselves.
async function refresh() {
  const asked = performance.now();
  const before = await queue.waiting(); // the answer may be older than a mark that is sent meanwhile
  let standing;
  try {
    const answer = await fetch(address, { cache: "no-store" });
    if (!answer.ok) return;
    standing = (await answer.json()).marks;
  } catch { return; }
  const waiting = [...before, ...await queue.waiting()];
  for (const row of rows) {
    if (tapped.get(row) >= asked || waiting.some((one) => String(one.enrolment) === seatOf(row))) continue;
    const [status, note] = standing[seatOf(row)] || ["", ""];
    if (!seenOf(row) || seenOf(row).value !== status || choiceOf(row)?.value !== (status || undefined)
        || row.querySelector("[data-note]").textContent !== note) show(row, status, note);
  }
}

async function begin() {
  // What waits from before is shown on the copy that is shown without a network.
  for (const one of await queue.waiting()) {
    const row = one.address === address && rowOf(one.enrolment);
    if (row) show(row, one.status === "undone" ? "" : one.status, words.waits);
  }
  await tell();
  await send();
  if (navigator.onLine) await refresh();
}

roll.dataset.live = "yes";
queue.heard?.addEventListener("message", (event) => learn(event.data).then(tell));
window.addEventListener("online", send);
setInterval(() => { if (document.visibilityState === "visible") { if (waited) send(); else refresh(); } }, EVERY);
begin();
