// The paper sheet, row by row: Enter and the arrows go to the next line, and what is typed is said in words beside it.

const form = document.querySelector("form[data-sheet]");
const fields = [...form.querySelectorAll("input[name^='mark-']")];

form.addEventListener("keydown", (event) => {
  const at = fields.indexOf(event.target);
  if (at < 0 || event.isComposing) return;
  const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const next = fields[at + step];
  if (next) next.select();
  else if (event.key === "Enter") form.querySelector("[data-save]").focus();
});

const words = JSON.parse(document.getElementById("words").textContent);
form.addEventListener("input", (event) => {
  const said = event.target.closest("tr")?.querySelector("[data-said]");
  if (said) said.textContent = words[event.target.value.trim()] || "";
});
