// The page for no network lists the lessons that this phone keeps, and the pages on which a trainer marks; the one opened last
// stands on top.

const list = document.querySelector("[data-kept]");

async function show() {
  for (const name of await caches.keys()) if (/^(lessons|marking):/.test(name)) await showKept(await caches.open(name));
  list.hidden = !list.children.length;
  document.querySelector("[data-nothing]").hidden = !list.hidden;
}

async function showKept(cache) {
  for (const request of (await cache.keys()).reverse()) {
    const title = decodeURIComponent((await cache.match(request)).headers.get("X-Title"));
    const link = document.createElement("a");
    link.className = "list__item";
    link.href = request.url;
    const text = document.createElement("span");
    text.className = "list__text list__title";
    // The title as the page's source has it: its entities are read back, its tags are not.
    text.textContent = new DOMParser().parseFromString(title, "text/html").documentElement.textContent.split(" · ").slice(0, -1).join(" · ");
    link.append(text);
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
}

if (list && "caches" in window) show();

// Back to what was asked for as soon as the site answers. A device says that it has a network a little before it has, and a
// site that is started anew says nothing at all: asked quietly, more and more seldom.
async function back(pause) {
  try {
    await fetch("/healthz", { cache: "no-store" });
    window.location.reload();
  } catch {
    setTimeout(back, pause, Math.min(pause * 2, 60000));
  }
}

// Opened by its own address there is nothing to go back to: it would load itself again and again.
if (window.location.pathname !== "/offline/") {
  window.addEventListener("online", () => back(500));
  if (navigator.onLine) setTimeout(back, 3000, 6000);
}
