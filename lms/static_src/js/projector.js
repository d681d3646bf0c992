// The projector's comforts: full screen, a screen that stays awake, and a word when the connection is lost.

let renewed = performance.now();

document.addEventListener("htmx:afterSwap", () => { renewed = performance.now(); });

setInterval(() => {
  // How long a code that was not renewed may be trusted is said by the server, which knows how long it lives.
  const lost = performance.now() - renewed > Number(document.getElementById("code").dataset.fresh);
  document.querySelector("[data-lost]").hidden = !lost;
  document.getElementById("code").classList.toggle("screen--lost", lost);
}, 1000);

const button = document.querySelector("[data-fullscreen]");
if (document.fullscreenEnabled) {
  button.hidden = false;
  button.addEventListener("click", () => document.documentElement.requestFullscreen());
  document.addEventListener("fullscreenchange", () => { button.hidden = Boolean(document.fullscreenElement); });
}

async function stayAwake() {
  if (!("wakeLock" in navigator) || document.visibilityState !== "visible") return;
  try { await navigator.wakeLock.request("screen"); } catch { /* the device decides */ }
}
stayAwake();
document.addEventListener("visibilitychange", stayAwake);
