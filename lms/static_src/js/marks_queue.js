// Marks of attendance that wait on this device until they are sent: used by the pages that mark (grid, scanner), by the
// service worker, and by whoever signs out. A mark holds numbers and no names. Each has a number of its own (nonce), so that
// sending it twice writes it once, and says how long ago it was made: a device's clock may be wrong, but it counts seconds.

self.marksQueue = (() => {
  const AT_ONCE = 100;
  const DONE = ["taken", "before"];
  const heard = "BroadcastChannel" in self ? new BroadcastChannel("marks") : null;

  function store(mode, work) {
    return new Promise((resolve, reject) => {
      const opening = indexedDB.open("marks", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("marks", { keyPath: "order", autoIncrement: true });
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const database = opening.result;
        const transaction = database.transaction("marks", mode);
        const asked = work(transaction.objectStore("marks"));
        transaction.oncomplete = () => { database.close(); resolve(asked.result); };
        transaction.onabort = () => { database.close(); reject(transaction.error); };
      };
    });
  }

  const all = () => store("readonly", (marks) => marks.getAll());
  const add = (mark) => store("readwrite", (marks) => marks.add(mark));
  const put = (mark) => store("readwrite", (marks) => marks.put(mark));
  const remove = (mark) => store("readwrite", (marks) => marks.delete(mark.order));
  const clear = () => store("readwrite", (marks) => marks.clear());
  const waiting = async () => (await all()).filter((mark) => !mark.failed);

  let sending = null;
  function send(who) {
    sending ??= deliver(who).finally(() => { sending = null; });
    return sending;
  }

  // Returns what the server said of each mark. Whatever was not answered stays and is sent another time.
  async function deliver(who) {
    const answers = {};
    if (!(await waiting()).length) return answers;
    const asked = await fetch(who, { cache: "no-store" });
    const { reader, token } = await asked.json();
    for (let mine = await next(reader); mine.length; mine = await next(reader)) {
      const found = await post(mine, token);
      if (!found) break;
      Object.assign(answers, found);
      for (const mark of mine) {
        const answer = found[mark.nonce];
        if (answer && !DONE.includes(answer.state)) await put({ ...mark, failed: answer.state, text: answer.text });
        else await remove(mark);
      }
    }
    if (Object.keys(answers).length) heard?.postMessage(answers);
    return answers;
  }

  async function next(reader) {
    const mine = (await waiting()).filter((mark) => mark.reader === reader);
    return mine.filter((mark) => mark.address === mine[0].address).slice(0, AT_ONCE);
  }

  async function post(marks, token) {
    const now = Date.now();
    const lines = marks.map(({ nonce, enrolment, number, status, seen, method, offline, at }) => ({
      nonce, enrolment, number, status, seen, method, offline, age: Math.max(0, Math.round((now - at) / 1000)),
    }));
    const body = new URLSearchParams({ marks: JSON.stringify(lines), csrfmiddlewaretoken: token });
    const response = await fetch(marks[0].address, { method: "POST", body });
    if (response.ok) return (await response.json()).answers;
    // Who may mark no more, or a session that is gone: the trainer is told, and nothing is sent for ever.
    if (![400, 403, 404].includes(response.status)) return null;
    return Object.fromEntries(marks.map((mark) => [mark.nonce, { state: "refused", text: "" }]));
  }

  return { add, put, all, waiting, remove, clear, send, heard };
})();
