// The questions of a paper can be dragged into their order; the arrows do the same without scripts.
const form = document.querySelector("form[data-paper]");
const list = form?.querySelector("[data-paper-list]");

if (list && form.querySelector("button[name=do]")) {
  const order = form.querySelector("[data-paper-order]");
  const ids = () => [...list.querySelectorAll("[data-row]")].map((row) => row.dataset.row).join(",");
  const before = ids();
  let dragged = null;

  form.querySelector("[data-paper-hint]").hidden = false;
  for (const row of list.querySelectorAll("[data-row]")) {
    const handle = row.querySelector("[data-paper-handle]");
    handle.hidden = false;
    handle.addEventListener("pointerdown", () => { row.draggable = true; });
    handle.addEventListener("pointerup", () => { row.draggable = false; });
    row.addEventListener("dragstart", (event) => {
      dragged = row;
      row.classList.add("is-dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", row.dataset.row);
    });
    row.addEventListener("dragend", () => {
      row.classList.remove("is-dragged");
      row.draggable = false;
      dragged = null;
      if (ids() === before) return;
      order.value = ids();
      form.requestSubmit(form.querySelector("button[name=do][value=save]"));
    });
  }
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-row]");
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    over.parentNode.insertBefore(dragged, event.clientY < box.top + box.height / 2 ? over : over.nextSibling);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
}
