// Small comforts. Every page works without them.

// Signing out makes this device forget everything: whoever still has marks of attendance waiting on it is asked first.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form.sign-out[data-queue]") || !("indexedDB" in window)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  try {
    await needQueue(form.dataset.queue);
    const waiting = await self.marksQueue.waiting();
    if (!waiting.length || window.confirm(form.dataset.waitingText)) await self.marksQueue.clear();
    else return;
  } catch { /* a browser that keeps nothing has nothing to lose */ }
  form.submit();
});

function needQueue(address) {
  if (self.marksQueue) return Promise.resolve();
  return new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement("script"), { src: address, onload: resolve, onerror: reject }));
  });
}

// Tabs that do not fit on a phone begin at the one that is open.
for (const tabs of document.querySelectorAll(".tabs")) {
  const open = tabs.querySelector("[aria-current]");
  if (open) tabs.scrollLeft = open.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - open.clientWidth) / 2;
}

// A form that was sent says so on its button, and is not sent twice by an impatient thumb.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || "keepReady" in form.dataset) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  const button = event.submitter || form.querySelector("button:not([type]), button[type=submit]");
  if (button) button.setAttribute("aria-busy", "true");
  // A download leaves the page where it is, so the button must come back by itself.
  window.setTimeout(() => makeReady(form), 10000);
});

function makeReady(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-busy=true]").forEach((button) => button.removeAttribute("aria-busy"));
}

// Coming back with the browser's own button shows the page as it was left.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(makeReady);
});

// Filters take effect when chosen: <form method="get" data-autosubmit>. A text is sent with Enter or the button.
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form && "autosubmit" in form.dataset && event.target.matches("select, input[type=checkbox], input[type=radio], input[type=date]")) {
    form.requestSubmit();
  }
});

// A row of a table opens like the link in it: <tr data-href="…">. The link itself serves the keyboard.
document.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-href]");
  if (!row || event.target.closest("a, button, input, select, label, summary") || String(window.getSelection())) return;
  if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
  else window.location.assign(row.dataset.href);
});

// The desk's menu on a phone closes with Escape, and by a touch beside it.
document.addEventListener("keydown", (event) => {
  const menu = document.querySelector(".desk-menu[open]");
  if (event.key === "Escape" && menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A button that prints the page; without scripts the browser's own menu does.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// The site as an application: lessons opened before can be read without a network (js/worker.js).
if ("serviceWorker" in navigator) {
  window.addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}));
  window.addEventListener("online", () => navigator.serviceWorker.controller?.postMessage({ kind: "send" }));
}
