// A box in the head of a list ticks every box of a name: <input type="checkbox" data-tick-all="post" hidden>.
document.querySelectorAll("[data-tick-all]").forEach((master) => {
  const boxes = [...document.querySelectorAll(`input[type=checkbox][name="${master.dataset.tickAll}"]`)];
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    master.checked = ticked > 0 && ticked === boxes.length;
    master.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  master.hidden = false;
  master.addEventListener("change", () => boxes.forEach((box) => { box.checked = master.checked; }));
  boxes.forEach((box) => box.addEventListener("change", show));
  show();
});
