// An exam keeps itself: answers are saved as they change, and the time left is counted down. Without this file the page's
// own button saves, and the server alone watches the clock.

const form = document.querySelector("[data-exam-form]");
const clock = document.querySelector("[data-exam-clock]");

if (form && clock) {
  const left = clock.querySelector("[data-exam-left]");
  const saved = clock.querySelector("[data-exam-saved]");
  const say = clock.querySelector("[data-exam-say]");
  // Counted from this moment by the page's own steady clock: a wrong clock of the telephone does not matter.
  let end = performance.now() + Number(clock.dataset.seconds) * 1000;
  let wait = null;
  let saving = false;
  let changed = false;
  let leaving = false;

  const save = async () => {
    if (saving || leaving) return;
    saving = true;
    changed = false;
    try {
      const response = await fetch(form.dataset.save, { method: "POST", body: new FormData(form), credentials: "same-origin" });
      const answer = await response.json();
      if (!answer.saved) return finish();
      end = performance.now() + answer.seconds_left * 1000;
      saved.textContent = saved.dataset.saved;
      saved.classList.remove("is-late");
    } catch {
      changed = true;
      saved.textContent = saved.dataset.unsaved;
      saved.classList.add("is-late");
    }
    saving = false;
    if (changed) wait = window.setTimeout(save, 4000);
  };

  const finish = () => {
    if (leaving) return;
    leaving = true;
    form.action = form.dataset.submit;
    form.submit();
  };

  form.addEventListener("change", () => {
    changed = true;
    window.clearTimeout(wait);
    wait = window.setTimeout(save, 500);
  });
  form.addEventListener("submit", () => { leaving = true; });

  const spoken = new Set();
  const tick = () => {
    const seconds = Math.max(0, Math.round((end - performance.now()) / 1000));
    const minutes = Math.floor(seconds / 60);
    left.textContent = `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
    clock.classList.toggle("is-short", seconds <= 120);
    for (const mark of [10, 5, 2, 1]) {
      if (seconds <= mark * 60 && seconds > mark * 60 - 20 && !spoken.has(mark)) {
        spoken.add(mark);
        say.textContent = `${say.dataset.text} ${mark}`;
      }
    }
    if (seconds === 0) finish();
    else window.setTimeout(tick, 1000);
  };
  tick();
}
