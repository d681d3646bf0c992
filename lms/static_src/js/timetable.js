// The timetable's week: drag a session to move it, its lower edge to stretch it, or use the keyboard. The server decides.

const words = document.getElementById("board-words").dataset;
const said = document.getElementById("board-said");
const panel = document.getElementById("moved");
const wide = window.matchMedia("(min-width: 68rem)");
const QUARTER = 15;
const MINUTE = 60000;

// Times are those of the wall, as the server wrote them: counted as if they were UTC, so that the device's zone is nothing.
const read = (text) => Date.parse(`${text}:00Z`);
const written = (moment) => new Date(moment).toISOString().slice(0, 16);
const lang = document.documentElement.lang || "zh-Hans";
const day = new Intl.DateTimeFormat(lang, { month: "long", day: "numeric", weekday: "short", timeZone: "UTC" });
const clock = (moment) => written(moment).slice(11);
const when = (held) => `${day.format(held.starts)} ${clock(held.starts)}–${clock(held.ends)}`;
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const say = (text) => { said.textContent = ""; requestAnimationFrame(() => { said.textContent = text; }); };

let held = null; // the session that is on its way: {link, starts, ends, title}

function hold(link) {
  if (held && held.link === link) return held;
  putBack();
  const { starts, ends, title } = link.dataset;
  held = { link, starts: read(starts), ends: read(ends), title };
  link.dataset.held = "";
  return held;
}

function putBack() {
  if (!held) return;
  const { style } = held.link;
  style.transform = style.height = style.bottom = "";
  delete held.link.dataset.held;
  held = null;
}

const measure = (link) => {
  const slots = link.closest(".board__slots");
  const quarter = parseFloat(getComputedStyle(slots).gridTemplateRows);
  return { quarter, column: link.closest(".board__day").getBoundingClientRect().width };
};

// Draw where it is now, beside where it was.
function draw() {
  const { link, starts, ends } = held;
  const { quarter, column } = measure(link);
  const from = read(link.dataset.starts);
  const days = Math.floor(starts / 86400000) - Math.floor(from / 86400000);
  const rows = (starts - from - days * 86400000) / MINUTE / QUARTER;
  link.style.transform = `translate(${days * column}px, ${rows * quarter}px)`;
  link.style.bottom = "auto";
  link.style.height = `${((ends - starts) / MINUTE / QUARTER) * quarter - 2}px`;
}

const moved = () => written(held.starts) !== held.link.dataset.starts || written(held.ends) !== held.link.dataset.ends;

async function send(address, body, pk) {
  let answer;
  try {
    const response = await fetch(address, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    answer = await response.json();
  } catch {
    putBack();
    say(words.lost);
    panel.textContent = words.lost;
    return;
  }
  held = null;
  await renew(pk);
  panel.innerHTML = answer.html;
  panel.querySelectorAll("[name=next]").forEach((input) => { input.value = location.pathname + location.search; });
  if (!answer.done) panel.focus();
  say([answer.said, ...[...panel.querySelectorAll(".notice__text > p")].slice(1).map((line) => line.textContent)].join(" "));
}

async function renew(pk) {
  try {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    document.getElementById("board").replaceWith(page.getElementById("board"));
  } catch {
    location.reload();
    return;
  }
  document.getElementById(`session-${pk}`)?.focus();
}

function save() {
  const { link } = held;
  const body = new FormData();
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  body.set("starts_at", written(held.starts));
  body.set("ends_at", written(held.ends));
  body.set("revision", link.dataset.revision);
  body.set("next", location.pathname + location.search);
  return send(words.move.replace("/0/", `/${link.dataset.pk}/`), body, link.dataset.pk);
}

panel.addEventListener("click", (event) => {
  if (event.target.closest("[data-moved-close]")) panel.textContent = "";
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-move-form]");
  if (!form) return;
  event.preventDefault();
  send(form.getAttribute("action"), new FormData(form, event.submitter), form.dataset.pk);
});

const STEPS = {
  ArrowLeft: [-86400000, 0], ArrowRight: [86400000, 0], ArrowUp: [0, -QUARTER * MINUTE], ArrowDown: [0, QUARTER * MINUTE],
};

document.addEventListener("keydown", (event) => {
  const link = event.target.closest?.(".slot__link[data-pk]");
  if (!link || !wide.matches || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key in STEPS) {
    const [days, minutes] = STEPS[event.key];
    if (event.shiftKey && days) return;
    event.preventDefault();
    hold(link);
    if (event.shiftKey && held.ends + minutes - held.starts < QUARTER * MINUTE) {
      say(words.short);
      return;
    }
    if (!event.shiftKey) held.starts += days + minutes;
    held.ends += days + minutes;
    draw();
    say(fill(words.changed, { title: held.title, when: when(held) }));
  } else if (event.key === "Enter" && held && held.link === link) {
    event.preventDefault();
    if (moved()) save(); else putBack();
  } else if (event.key === "Escape" && held) {
    event.preventDefault();
    const { title } = held;
    putBack();
    say(fill(words.back, { title }));
  }
});

document.addEventListener("focusout", (event) => {
  if (held && event.target === held.link && !held.dragged) {
    const { title } = held;
    putBack();
    say(fill(words.back, { title }));
  }
});

// After a drag the browser sends a click: it is not meant for the link.
let dragged = 0;
document.addEventListener("click", (event) => {
  if (event.target.closest?.(".slot__link[data-pk]") && performance.now() - dragged < 400) event.preventDefault();
}, true);

const begin = (event) => {
  const now = hold(event.target);
  Object.assign(now, { dragged: true, x: 0, y: 0, from: now.starts, to: now.ends });
};
const settle = () => {
  if (!held) return;
  dragged = performance.now();
  if (moved()) save(); else putBack();
};

interact(".board--grid .slot__link[data-pk]", { context: document })
  .draggable({
    listeners: {
      start: begin,
      move(event) {
        held.x += event.dx;
        held.y += event.dy;
        const { quarter, column } = measure(held.link);
        const by = Math.round(held.x / column) * 86400000 + Math.round(held.y / quarter) * QUARTER * MINUTE;
        held.starts = held.from + by;
        held.ends = held.to + by;
        draw();
      },
      end: settle,
    },
  })
  .resizable({
    edges: { bottom: true },
    margin: 8,
    listeners: {
      start: begin,
      move(event) {
        held.y += event.dy;
        const { quarter } = measure(held.link);
        held.ends = Math.max(held.to + Math.round(held.y / quarter) * QUARTER * MINUTE, held.starts + QUARTER * MINUTE);
        draw();
      },
      end: settle,
    },
  });
