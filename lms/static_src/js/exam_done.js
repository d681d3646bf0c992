// What this device kept of an exam goes when it is handed in.

try { localStorage.removeItem(`exam:${document.currentScript.dataset.attempt}`); } catch { /* there was none */ }
