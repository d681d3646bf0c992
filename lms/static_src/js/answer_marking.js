// Marking by keyboard: digits go to the points, Enter to the next criterion and, at the last, on to the next answer.
// Without this script Enter in the points sends the form, as every form does.

const form = document.querySelector("form[data-marking]");
const scores = [...form.querySelectorAll("[data-scores] input")];
const sum = form.querySelector("[data-sum]");
const save = form.querySelector("button[name=save]");

function total() {
  if (!sum) return;
  const given = scores.filter((input) => input.value !== "");
  sum.textContent = given.length ? given.reduce((all, input) => all + Number(input.value), 0) : "–";
}

form.addEventListener("input", total);
total();

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(save);
    return;
  }
  const at = scores.indexOf(event.target);
  if (event.key === "Enter" && at >= 0) {
    event.preventDefault();
    if (at + 1 < scores.length) scores[at + 1].select();
    else form.requestSubmit(save);
  } else if (/^[0-9]$/.test(event.key) && event.target === document.body) {
    // The digit itself lands in the field that has the focus by then.
    const empty = scores.find((input) => input.value === "") || scores[0];
    empty.select();
  }
});

// What was given before is overwritten by typing.
if (document.activeElement && scores.includes(document.activeElement)) document.activeElement.select();
