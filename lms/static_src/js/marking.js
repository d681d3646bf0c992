// Marking keeps itself as a draft, adds the points up, and goes on by keyboard: Ctrl + Enter saves and leads to the next.

const form = document.querySelector("[data-marking]");

if (form) {
  const fields = [...form.querySelectorAll("input[data-points]")];
  const sum = form.querySelector("[data-marking-sum]");
  const said = form.querySelector("[data-marking-saved]");
  let wait = null;
  let leaving = false;

  const add = () => {
    sum.textContent = fields.some((field) => field.value !== "")
      ? String(fields.reduce((total, field) => total + (Number(field.value) || 0), 0)) : "–";
  };
  const save = async () => {
    if (leaving) return;
    try {
      const response = await fetch(form.dataset.save, { method: "POST", body: new FormData(form), credentials: "same-origin" });
      const answer = await response.json();
      said.textContent = answer.saved ? said.dataset.saved : "";
    } catch {
      said.textContent = said.dataset.unsaved;
      wait = window.setTimeout(save, 4000);
    }
  };

  form.addEventListener("input", () => {
    add();
    window.clearTimeout(wait);
    wait = window.setTimeout(save, 1000);
  });
  form.addEventListener("submit", () => {
    leaving = true;
    window.clearTimeout(wait);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-marking-next]"));
    }
  });
  add();
}
