// Reads personal cards with the camera, or as typed, also without a network: the page knows the salted hash of each card of
// the class. The reader of codes (barcode-detector, zxing-wasm) is fetched when the camera is switched on for the first time,
// and where the worker rules the page already before, so that it is there without a network.

const page = document.querySelector("[data-scanner]");
const queue = self.marksQueue;
const { marks: address, who, reader, ponyfill, wasm } = page.dataset;
const words = JSON.parse(document.getElementById("words").textContent);
const { salt, people } = JSON.parse(document.getElementById("cards").textContent);
const part = (name) => page.querySelector(`[data-${name}]`);
const [video, told, wait, count, list] = ["video", "told", "wait", "count", "list"].map(part);
const form = page.querySelector("form");
const field = form.elements.number;
const marked = new Map(people.map(([seat, , , status]) => [seat, status]));
const PAUSE = 250; // milliseconds between two looks at the picture
const SAME = 4000; // the same card held on is not read again

// Whose card -----------------------------------------------------------------------------------------------------------

function digits(text) {
  const number = text.normalize("NFKC").replace(/[\s-]/g, "");
  if (!/^\d{12}$/.test(number)) return null;
  const total = [...number].reverse().reduce((sum, digit, place) => {
    const value = Number(digit) * (place % 2 ? 2 : 1);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
  return total % 10 ? null : number;
}

async function holderOf(number) {
  const hash = await self.crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${salt}/${number}`));
  const text = [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 24);
  return people.find(([, , known]) => known === text);
}

let last = { number: "", at: 0 };

async function read(text) {
  const number = digits(text);
  if (!number) return tellOf("bad", words.not_a_card);
  if (number === last.number && performance.now() - last.at < SAME) return null;
  last = { number, at: performance.now() };
  const holder = await holderOf(number);
  if (!holder) return tellOf("bad", words.unknown);
  const [seat, name] = holder;
  if (marked.get(seat)) return tellOf("before", `${name} · ${words.statuses[marked.get(seat)]}`, words.before);
  marked.set(seat, "present");
  await queue.add({
    nonce: self.crypto.randomUUID(), address, reader, enrolment: seat, status: "", seen: "", method: "card", at: Date.now(),
    offline: !navigator.onLine,
  });
  tellOf("ok", name, words.here);
  navigator.vibrate?.(80);
  return send();
}

function tellOf(tone, title, text = "") {
  told.hidden = false;
  told.dataset.tone = tone;
  told.querySelector("strong").textContent = title;
  told.querySelector("span").textContent = text;
  if (tone !== "ok") return;
  const item = document.createElement("li");
  item.textContent = title;
  list.prepend(item);
  count.textContent = String([...marked.values()].filter((status) => ["present", "late", "left_early"].includes(status)).length);
}

// Sending --------------------------------------------------------------------------------------------------------------

async function send() {
  try {
    hear(await queue.send(who));
  } catch {
    for (const one of await queue.waiting()) if (!one.offline && one.address === address) await queue.put({ ...one, offline: true });
    const worker = await navigator.serviceWorker?.ready;
    await worker?.sync?.register("marks").catch(() => {});
  }
  await tellWaiting();
}

function hear(answers) {
  const found = Object.values(answers);
  const [one] = found.filter((answer) => ["own", "refused"].includes(answer.state));
  if (one) tellOf("bad", one.name, one.text || words.failed[one.state]);
  if (found.some((answer) => answer.state === "taken")) {
    navigator.serviceWorker?.controller?.postMessage({ kind: "keep", page: location.origin + location.pathname, files: [] });
  }
}

async function tellWaiting() {
  const mine = (await queue.all()).filter((one) => one.address === address && one.reader === reader);
  for (const one of mine) {
    if (one.failed === "changed" || one.failed === "own") await queue.remove(one); // said already, and nothing is lost by it
    else if (one.enrolment && !one.failed && one.method === "card") marked.set(one.enrolment, marked.get(one.enrolment) || "present");
  }
  const waiting = mine.filter((one) => !one.failed);
  wait.hidden = !waiting.length;
  wait.textContent = words.waiting.replace("{count}", waiting.length);
}

// The camera ------------------------------------------------------------------------------------------------------------

let detector = null;

async function detectorOf() {
  if ("BarcodeDetector" in self && (await self.BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
    return new self.BarcodeDetector({ formats: ["qr_code"] });
  }
  await new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { src: ponyfill, onload: resolve, onerror: reject });
    document.head.append(script);
  });
  const { BarcodeDetector, prepareZXingModule } = self.BarcodeDetectionAPI;
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  return new BarcodeDetector({ formats: ["qr_code"] });
}

async function look() {
  if (!video.srcObject) return;
  try {
    const [code] = video.readyState >= 2 ? await detector.detect(video) : [];
    if (code) await read(code.rawValue);
  } catch { /* a picture that cannot be read: the next one */ }
  setTimeout(look, PAUSE);
}

async function start() {
  const button = part("camera");
  button.setAttribute("aria-busy", "true");
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    detector ??= await detectorOf();
    video.hidden = false;
    await video.play();
    button.hidden = true;
    part("stop").hidden = false;
    look();
  } catch (error) {
    stop();
    tellOf("bad", error.name === "NotAllowedError" ? words.camera_refused : words.no_camera);
  }
  button.removeAttribute("aria-busy");
}

function stop() {
  for (const track of video.srcObject?.getTracks() || []) track.stop();
  video.srcObject = null;
  video.hidden = true;
  part("camera").hidden = false;
  part("stop").hidden = true;
}

if (navigator.mediaDevices?.getUserMedia && self.crypto.subtle) {
  part("camera").hidden = false;
  part("camera").addEventListener("click", start);
  part("stop").addEventListener("click", stop);
  // Fetched once through the worker, which keeps it.
  if (navigator.serviceWorker?.controller) for (const file of [ponyfill, wasm]) fetch(file).catch(() => {});
}

// Typed, or read by another scanner that types: the same way, unless the browser cannot compare cards by itself.
if (self.crypto.subtle) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    read(field.value);
    field.select();
  }, { capture: true });
}

page.dataset.live = "yes";
queue.heard?.addEventListener("message", (event) => { hear(event.data); tellWaiting(); });
window.addEventListener("online", send);
setInterval(() => { if (!wait.hidden) send(); }, 10000);
tellWaiting().then(send);
