// The service worker, behind the line with ADDRESSES and the queue of marks (marks_queue.js) that the server puts before it.
// How it works: docs/architecture.md. It keeps four things: what the page for no network is made of, files that pages use,
// copies of lessons, and of the two pages on which a trainer marks; the latter two for one reader at a time. A lesson finished
// without a network waits in a small database until it can be sent, and so do marks.

const SHELL = "shell";
const FILES = "files";
const LESSONS = "lessons:";
const MARKING = "marking:";
const MOST = { [LESSONS]: 60, [MARKING]: 12 };
const MOST_FILES = 120;
const PATIENCE = 6000; // milliseconds after which a kept copy is better than waiting
const FINISHED = /^\/learn\/lessons\/([0-9a-f-]{36})\/done\/$/;
const MARKING_PAGE = /^\/desk\/sessions\/\d+\/(grid|scanner)\/$/;
const LEFT_ALONE = /^\/(cms|desk|documents|media|jobs|certificates|healthz|readyz|metrics|kiosk)(\/|$)/;

self.addEventListener("install", (event) => event.waitUntil(keepShell().then(() => self.skipWaiting())));

// No navigation preload: it would ask the server twice for every page that is left alone, and some pages show once only.
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("sync", (event) => event.waitUntil(send()));

self.addEventListener("message", (event) => {
  if (event.data.kind === "send") event.waitUntil(send());
  if (event.data.kind === "keep") event.waitUntil(keepOpened(event.data.page, event.data.files));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && request.destination === "document") {
    if (request.method === "GET" && (!LEFT_ALONE.test(url.pathname) || MARKING_PAGE.test(url.pathname))) {
      event.respondWith(page(event));
    }
    else if (request.method === "POST") posted(event, url.pathname);
  } else if (request.method === "GET" && !request.headers.has("range")
             && (url.pathname.startsWith(ADDRESSES.static) || url.pathname.startsWith(ADDRESSES.pictures))) {
    event.respondWith(file(event));
  }
});

function posted(event, path) {
  if (path === ADDRESSES.signOut) event.waitUntil(forget());
  else if (FINISHED.test(path)) event.respondWith(finish(event, path));
  else if (ADDRESSES.looks.includes(path)) {
    event.respondWith(fetch(event.request).then((response) => {
      event.waitUntil(keepShell().catch(() => {}));
      return response;
    }));
  }
}

// Pages ---------------------------------------------------------------------------------------------------------------

async function page(event) {
  const network = fetch(event.request);
  const note = (response) => event.waitUntil(seen(event.request.url, response.clone()).catch(() => {}));
  try {
    const first = await Promise.race([network, new Promise((resolve) => { setTimeout(resolve, PATIENCE, null); })]);
    if (first) {
      note(first);
      return first;
    }
    const copy = await copyOf(event.request.url);
    if (copy) {
      event.waitUntil(network.then((late) => seen(event.request.url, late)).catch(() => {}));
      return copy;
    }
    const late = await network;
    note(late);
    return late;
  } catch {
    return (await copyOf(event.request.url)) || (await caches.match(ADDRESSES.offline)) || Response.error();
  }
}

// What an answer tells: for whom it was made, whether it may be kept, and that there is a network.
async function seen(address, response) {
  const reader = response.headers.get("X-Reader");
  if (!reader) return;
  for (const name of await caches.keys()) {
    if (isKept(name) && !name.endsWith(`:${reader}`)) await caches.delete(name);
  }
  if (response.headers.has("X-Offline") && !response.redirected) await keep(address, response, reader);
  // A lesson that was taken down, a session that takes no marks any more.
  else if ([404, 410].includes(response.status) || (response.ok && kindOf(address) === MARKING)) {
    await (await storeOf(address))?.delete(bare(address));
  }
  await send();
}

const isKept = (name) => name.startsWith(LESSONS) || name.startsWith(MARKING);
const kindOf = (address) => (MARKING_PAGE.test(new URL(address).pathname) ? MARKING : LESSONS);

function bare(address) {
  const url = new URL(address);
  return url.origin + url.pathname;
}

async function storeOf(address) {
  const name = (await caches.keys()).find((each) => each.startsWith(kindOf(address)));
  return name && caches.open(name);
}

async function keep(address, response, reader) {
  const kind = kindOf(address);
  if (kind === MARKING && new URL(address).search) return; // a part of the class: the copy has to hold the whole
  const text = await response.text();
  const title = (text.match(/<title>([^<]*)</) || ["", ""])[1];
  const headers = { "Content-Type": "text/html; charset=utf-8", "X-Title": encodeURIComponent(title) };
  const policy = response.headers.get("Content-Security-Policy");
  if (policy) headers["Content-Security-Policy"] = policy;
  const cache = await caches.open(kind + reader);
  await cache.delete(bare(address)); // so that the one opened last stands last
  await cache.put(bare(address), new Response(text, { headers }));
  await trim(cache, MOST[kind]);
}

async function trim(cache, most) {
  const kept = await cache.keys();
  for (const request of kept.slice(0, Math.max(0, kept.length - most))) await cache.delete(request);
}

// The page that was open before there was a worker is fetched once more, with the files that it uses.
async function keepOpened(address, files) {
  await seen(address, await fetch(address, { credentials: "same-origin" }));
  const cache = await caches.open(FILES);
  for (const name of files) {
    if (!(await cache.match(name))) await cache.add(name).catch(() => {});
  }
}

async function copyOf(address) {
  const kept = await (await storeOf(address))?.match(bare(address));
  if (!kept) return null;
  const path = new URL(address).pathname;
  const waits = (await waiting()).some((act) => act.page === path);
  const text = (await kept.text()).replace("<html ", waits ? "<html data-offline data-waiting " : "<html data-offline ");
  return new Response(text, { headers: kept.headers });
}

async function forget() {
  for (const name of await caches.keys()) if (isKept(name)) await caches.delete(name);
  await self.marksQueue.clear();
}

// Files ---------------------------------------------------------------------------------------------------------------

async function keepShell() {
  const cache = await caches.open(SHELL);
  await cache.addAll([new Request(ADDRESSES.offline, { cache: "reload" }), ...ADDRESSES.shell]);
}

async function file(event) {
  try {
    const response = await fetch(event.request);
    if (response.status === 200) event.waitUntil(keepFile(event.request, response.clone()).catch(() => {}));
    return response;
  } catch (error) {
    const kept = await caches.match(event.request, { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}

async function keepFile(request, response) {
  const cache = await caches.open(FILES);
  if (await cache.match(request, { ignoreVary: true })) return;
  await cache.put(request, response);
  await trim(cache, MOST_FILES);
}

// Finished without a network ------------------------------------------------------------------------------------------

async function finish(event, path) {
  const kept = event.request.clone();
  const answer = await fetch(event.request).catch(() => null);
  if (answer && answer.status !== 503) return answer; // 503: the site is crowded, or its database away
  const reader = (await caches.keys()).find((name) => name.startsWith(LESSONS))?.slice(LESSONS.length);
  const place = event.request.referrer ? new URL(event.request.referrer).pathname : ADDRESSES.offline;
  if (!reader) return answer || (await caches.match(ADDRESSES.offline)) || Response.error();
  const act = (await kept.formData()).get("act") || self.crypto.randomUUID();
  await stored("readwrite", (acts) => acts.put({ act, reader, page: place, lesson: path.match(FINISHED)[1], at: Date.now() }));
  await self.registration.sync?.register("acts").catch(() => {});
  return Response.redirect(place, 303);
}

function stored(mode, work) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("reading", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("acts", { keyPath: "act" });
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction("acts", mode);
      const asked = work(transaction.objectStore("acts"));
      transaction.oncomplete = () => { database.close(); resolve(asked.result); };
      transaction.onabort = () => { database.close(); reject(transaction.error); };
    };
  });
}

const waiting = () => stored("readonly", (acts) => acts.getAll()).catch(() => []);

let sending = null;
function send() {
  sending ??= Promise.allSettled([deliver(), self.marksQueue.send(ADDRESSES.acts)]).finally(() => { sending = null; });
  return sending;
}

async function deliver() {
  const acts = await waiting();
  if (!acts.length) return;
  const who = await (await fetch(ADDRESSES.acts, { cache: "no-store" })).json();
  const pages = [];
  for (const act of acts.filter((each) => each.reader === who.reader)) {
    const age = Math.max(0, Math.round((Date.now() - act.at) / 1000));
    const body = new URLSearchParams({ lesson: act.lesson, act: act.act, age, csrfmiddlewaretoken: who.token });
    const answer = await fetch(ADDRESSES.acts, { method: "POST", body });
    if (!answer.ok && answer.status !== 400) continue; // another time
    await stored("readwrite", (all) => all.delete(act.act));
    if (answer.ok) pages.push(act.page);
  }
  if (!pages.length) return;
  for (const client of await self.clients.matchAll()) client.postMessage({ kind: "sent", pages });
}
