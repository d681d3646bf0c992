// What this device kept of an exam goes when it is handed in.

idbKeyval.del(`exam:${document.currentScript.dataset.attempt}`).catch(() => { /* a closed store kept nothing */ });
