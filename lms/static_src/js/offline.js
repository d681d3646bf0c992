// The page for no network lists the lessons that this phone keeps, the one opened last on top.

const list = document.querySelector("[data-kept]");

async function show() {
  const name = (await caches.keys()).find((each) => each.startsWith("lessons:"));
  if (!name) return;
  const cache = await caches.open(name);
  for (const request of (await cache.keys()).reverse()) {
    const title = decodeURIComponent((await cache.match(request)).headers.get("X-Title"));
    const link = document.createElement("a");
    link.className = "list__item";
    link.href = request.url;
    const text = document.createElement("span");
    text.className = "list__text list__title";
    // The title as the page's source has it: its entities are read back, its tags are not.
    text.textContent = new DOMParser().parseFromString(title, "text/html").documentElement.textContent.split(" · ")[0];
    link.append(text);
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  list.hidden = !list.children.length;
  document.querySelector("[data-nothing]").hidden = !list.hidden;
}

if (list && "caches" in window) show();
window.addEventListener("online", () => window.location.reload());
