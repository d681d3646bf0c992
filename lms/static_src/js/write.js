// A text keeps itself while it is written: sent a moment after the last key, and again until it arrives. Without this file
// the page's own buttons save.

const form = document.querySelector("[data-write]");

if (form) {
  const text = form.elements.text;
  const count = form.querySelector("[data-write-count]");
  const said = form.querySelector("[data-write-saved]");
  const number = form.elements.number;
  let wait = null;
  let saving = false;
  let changed = false;
  let leaving = false;

  const step = () => { number.value = String(Number(number.value) + 1); };
  const say = (words, late) => {
    said.textContent = words;
    said.classList.toggle("is-late", late);
  };

  const save = async () => {
    if (saving || leaving) return;
    saving = true;
    changed = false;
    step();
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "writer", "number", "base", "text"]) body.append(name, form.elements[name].value);
    let again = true;
    try {
      const response = await fetch(form.dataset.save, { method: "POST", body, credentials: "same-origin" });
      const answer = await response.json();
      say(answer.text, !answer.saved);
      again = false;
    } catch {
      changed = true;
      say(form.dataset.unsaved, true);
    }
    saving = false;
    if (changed) wait = window.setTimeout(save, again ? 4000 : 800);
  };

  if (count && text) {
    text.addEventListener("input", () => {
      count.textContent = String([...text.value.replace(/\s/gu, "")].length);
      changed = true;
      window.clearTimeout(wait);
      wait = window.setTimeout(save, 1200);
    });
    // Whoever turns to something else may not come back.
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && changed) {
        window.clearTimeout(wait);
        save();
      }
    });
  }
  form.addEventListener("submit", () => {
    leaving = true;
    step();
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  // A file that was chosen is sent with the text, without another press.
  for (const file of form.querySelectorAll("[data-write-file]")) {
    file.addEventListener("change", () => {
      if (file.files.length) form.requestSubmit(form.querySelector("[data-write-keep]"));
    });
  }
  // Taking a file out leads away from the page: the text goes first.
  for (const remove of document.querySelectorAll("[data-write-remove]")) {
    remove.addEventListener("submit", async (event) => {
      if (!changed) return;
      event.preventDefault();
      window.clearTimeout(wait);
      await save();
      remove.submit();
    });
  }
}
