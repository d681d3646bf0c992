// The tablet by the door: large keys for four digits, and back to the start when nobody touches it.

const form = document.querySelector("[data-keypad]");
const back = document.querySelector("[data-back]");

if (form) {
  const field = form.elements.digits;
  const keys = form.querySelector("[data-keys]");
  keys.hidden = false;
  field.readOnly = true; // no keyboard of the tablet over our keys
  keys.addEventListener("click", (event) => {
    const key = event.target.closest("button")?.dataset.key;
    if (key === undefined) return;
    field.value = key === "back" ? field.value.slice(0, -1) : (field.value + key).slice(0, 4);
    if (field.value.length === 4 && key !== "back") form.requestSubmit();
  });
  document.addEventListener("keydown", (event) => {
    if (/^\d$/.test(event.key)) keys.querySelector(`[data-key="${event.key}"]`).click();
    else if (event.key === "Backspace") keys.querySelector("[data-key=back]").click();
  });
}

if (back) setTimeout(() => window.location.replace(window.location.pathname), Number(back.dataset.back) * 1000);
