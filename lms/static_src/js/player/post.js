// Ways to the server, and the phone's own memory for what could not be sent.

const token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";

// Throws when the network is away.
export const post = async (address, body, keepalive = false) => {
  const response = await fetch(address, {
    method: "POST", credentials: "same-origin", keepalive, body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
  });
  return { status: response.status, answer: await response.json().catch(() => ({})) };
};

// For browsers that cannot send while the page goes; false when the browser takes no more.
export const beacon = (address, body) => {
  const form = new FormData();
  form.set("report", JSON.stringify(body));
  form.set("csrfmiddlewaretoken", token());
  return navigator.sendBeacon(address, form);
};

export const kept = {
  read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  write(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* a private window keeps nothing */ } },
  drop(key) { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
};
