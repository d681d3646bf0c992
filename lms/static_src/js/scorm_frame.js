// Inside the frame of a package, on the host of packages: the run-time that the package finds as its parent's "API", and
// the talk with the lesson's page. It knows nothing but what that page tells it.

const wanted = JSON.parse(document.getElementById("wanted").textContent);
const content = document.querySelector("iframe");
const old = wanted.version === "1.2";
const tell = (message) => window.parent.postMessage(message, wanted.site);
let started = false;

// Only texts that say something travel; the run-time also lists what is empty.
const written = (values) => Object.fromEntries(
  Object.entries(values).filter(([, value]) => typeof value === "string" && value !== ""),
);

const start = ({ report, resume, learner }) => {
  if (!wanted.reports) {
    content.addEventListener("load", () => tell({
      kind: "report", report: { [old ? "cmi.core.lesson_status" : "cmi.completion_status"]: "completed" }, now: true,
    }), { once: true });
    content.src = wanted.launch;
    return;
  }
  const settings = {
    autocommit: true, autocommitSeconds: 30, lmsCommitUrl: "page", dataCommitFormat: "flattened", alwaysSendTotalTime: true,
    mastery_override: true, logLevel: 5,
    httpService: {
      processHttpRequest: (address, values, leaving) => {
        tell({ kind: "report", report: written(values), now: true, leaving: leaving === true });
        return { result: "true", errorCode: 0 };
      },
      updateSettings: () => {},
    },
  };
  const api = old ? new window.Scorm12API(settings) : new window.Scorm2004API(settings);
  const core = old ? "cmi.core." : "cmi.";
  const memory = {
    ...report,
    [old ? "cmi.core.student_id" : "cmi.learner_id"]: learner.id,
    [old ? "cmi.core.student_name" : "cmi.learner_name"]: learner.name,
    [`${core}entry`]: resume ? "resume" : Object.keys(report).length ? "" : "ab-initio",
    [`${core}credit`]: "credit",
  };
  if (wanted.data) memory["cmi.launch_data"] = wanted.data;
  if (wanted.mastery) memory[old ? "cmi.student_data.mastery_score" : "cmi.scaled_passing_score"] = wanted.mastery;
  delete memory[`${core}exit`]; // how the last sitting ended; this one ends in its own way
  api.loadFromFlattenedJSON(memory);
  window[old ? "API" : "API_1484_11"] = api;

  // What was set is told soon, committed or not: a phone may be put away at any moment.
  let wait = 0;
  api.on(old ? "LMSSetValue.cmi.*" : "SetValue.cmi.*", () => {
    window.clearTimeout(wait);
    wait = window.setTimeout(() => tell({ kind: "report", report: written(api.renderCommitCMI(false)) }), 250);
  });
  api.on("SequenceNext", () => tell({ kind: "next" }));
  content.src = wanted.launch;
};

window.addEventListener("message", (event) => {
  if (event.source !== window.parent || event.origin !== wanted.site || !event.data) return;
  if (event.data.kind === "memory" && !started) {
    started = true;
    start(event.data.memory);
  }
  // The page is about to be left: let the package say its last words first.
  if (event.data.kind === "leave") {
    content.addEventListener("load", () => tell({ kind: "left" }), { once: true });
    content.src = "about:blank";
  }
});
// The page may not be listening yet.
const ready = () => {
  if (started) return;
  tell({ kind: "ready" });
  window.setTimeout(ready, 300);
};
ready();
