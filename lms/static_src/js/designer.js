// The designer: drag parts on the sheet or move them with the arrow keys; the numbers follow, and the server draws the picture.

const form = document.getElementById("designer");
const picture = document.getElementById("designer-picture");
const handles = document.getElementById("designer-handles");
const said = document.getElementById("designer-said");
const sheet = picture.parentElement;
const SHEETS = { landscape: [297, 210], portrait: [210, 297] };
const WAIT = 500;
const POINT = 25.4 / 72; // millimetres

const field = (prefix, name) => form.elements[prefix + name];
const number = (prefix, name) => parseFloat(field(prefix, name)?.value) || 0;
const size = () => SHEETS[form.elements.orientation.value] || SHEETS.landscape;
const round = (value) => Math.round(value * 2) / 2;

form.classList.add("is-live");

// What can be moved: {prefix, width, height, name}, in millimetres.
function parts() {
  const found = [];
  for (let place = 0; place < number("", "texts-TOTAL_FORMS"); place += 1) {
    const prefix = `texts-${place}-`;
    if (field(prefix, "DELETE")?.checked) continue;
    const height = number(prefix, "size") * POINT * number(prefix, "leading") * Math.max(1, number(prefix, "lines"));
    found.push({ prefix, width: number(prefix, "width"), height, name: field(prefix, "text").value });
  }
  for (let place = 0; place < number("", "pictures-TOTAL_FORMS"); place += 1) {
    const prefix = `pictures-${place}-`;
    if (field(prefix, "DELETE")?.checked) continue;
    const chosen = field(prefix, "image").selectedOptions[0];
    found.push({ prefix, width: number(prefix, "width"), height: number(prefix, "height"), name: chosen ? chosen.text : "" });
  }
  for (const name of ["qr", "seal"]) {
    if (!form.elements[name].checked) continue;
    const side = number(`${name}_`, "side");
    found.push({ prefix: `${name}_`, width: side, height: side, name: form.elements[name].labels[0].textContent.trim() });
  }
  return found;
}

function place(handle, part) {
  const [width, height] = size();
  handle.style.left = `${(number(part.prefix, "x") / width) * 100}%`;
  handle.style.top = `${(number(part.prefix, "y") / height) * 100}%`;
  handle.style.width = `${(part.width / width) * 100}%`;
  handle.style.height = `${(part.height / height) * 100}%`;
}

function move(part, x, y) {
  field(part.prefix, "x").value = round(x);
  field(part.prefix, "y").value = round(y);
}

function build() {
  const focused = document.activeElement?.dataset?.prefix;
  handles.replaceChildren(...parts().map((part) => {
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = "designer__handle";
    handle.dataset.prefix = part.prefix;
    handle.setAttribute("aria-label", part.name);
    place(handle, part);
    let from = null;
    handle.addEventListener("pointerdown", (event) => {
      handle.setPointerCapture(event.pointerId);
      handle.classList.add("is-held");
      from = { left: event.clientX, top: event.clientY, x: number(part.prefix, "x"), y: number(part.prefix, "y") };
    });
    handle.addEventListener("pointermove", (event) => {
      if (!from) return;
      const scale = size()[0] / sheet.clientWidth;
      move(part, from.x + (event.clientX - from.left) * scale, from.y + (event.clientY - from.top) * scale);
      place(handle, part);
    });
    const drop = () => {
      if (!from) return;
      const moved = from.x !== number(part.prefix, "x") || from.y !== number(part.prefix, "y");
      from = null;
      handle.classList.remove("is-held");
      if (moved) soon();
    };
    handle.addEventListener("pointerup", drop);
    handle.addEventListener("pointercancel", drop);
    handle.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (!step) return;
      event.preventDefault();
      const far = event.shiftKey ? 10 : 1;
      move(part, number(part.prefix, "x") + step[0] * far, number(part.prefix, "y") + step[1] * far);
      place(handle, part);
      soon();
    });
    handle.addEventListener("click", () => open(part));
    return handle;
  }));
  if (focused) handles.querySelector(`[data-prefix="${focused}"]`)?.focus({ preventScroll: true });
}

// A part that was clicked shows its numbers.
function open(part) {
  const key = part.prefix.startsWith("texts-") || part.prefix.startsWith("pictures-") ? part.prefix.slice(0, -1) : "sheet";
  const details = form.querySelector(`[data-part="${key}"]`);
  if (!details) return;
  details.open = true;
  details.scrollIntoView({ block: "nearest" });
}

let waiting = null;
let asked = 0;
function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(draw, WAIT);
}

async function draw() {
  asked += 1;
  const mine = asked;
  sheet.classList.add("is-late");
  try {
    const answer = await fetch(form.dataset.picture, { method: "POST", body: new FormData(form) });
    if (mine !== asked) return;
    if (answer.ok) {
      const before = picture.src;
      picture.src = URL.createObjectURL(await answer.blob());
      if (before.startsWith("blob:")) URL.revokeObjectURL(before);
      form.dataset.sheet = form.elements.orientation.value;
      said.hidden = true;
    } else if (answer.status === 422) {
      said.textContent = await answer.text();
      said.hidden = false;
    }
  } catch {
    // Without a network the last picture stays; the next change asks again.
  } finally {
    if (mine === asked) sheet.classList.remove("is-late");
  }
}

form.addEventListener("input", () => {
  build();
  soon();
});
build();
