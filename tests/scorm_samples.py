"""SCORM packages of the shapes that authoring tools make, built in code: 1.2 with one part, 1.2 with several, 2004."""

import io
import zipfile

SPACES_12 = (
    'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"'
)
SPACES_2004 = (
    'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" '
    'xmlns:imsss="http://www.imsglobal.org/xsd/imsss"'
)


def manifest(*, version="1.2", items="", resources="", spaces=None, title="居民区工作实务", head=""):
    spaces = spaces or (SPACES_12 if version == "1.2" else SPACES_2004)
    return f"""<?xml version="1.0" encoding="UTF-8"?>{head}
<manifest identifier="m" version="1" {spaces}>
  <metadata><schema>ADL SCORM</schema><schemaversion>{version}</schemaversion></metadata>
  <organizations default="o"><organization identifier="o"><title>{title}</title>{items}</organization></organizations>
  <resources>{resources}</resources>
</manifest>"""


def item(key, resource, title, more="", parameters=""):
    return (f'<item identifier="{key}" identifierref="{resource}" parameters="{parameters}"><title>{title}</title>{more}</item>')


def resource(key, href, kind="sco", attribute="scormtype"):
    return (f'<resource identifier="{key}" type="webcontent" adlcp:{attribute}="{kind}" href="{href}">'
            f'<file href="{href}"/></resource>')


def archive(files):
    """Return a zip, rewound, of ``{name: text or bytes}``."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name, content)
    made.seek(0)
    return made


# A launch page that looks for the API through its parents, and shows pages in a frame of its own which call back into it.
LAUNCH_12 = """<!doctype html><meta charset="utf-8"><title>Launch</title>
<script>
var api = null;
function find(win) {
  var n = 0;
  while (win.API == null && win.parent != null && win.parent != win && n++ < 9) win = win.parent;
  return win.API;
}
function begin() {
  api = find(window.parent);
  api.LMSInitialize("");
  var at = api.LMSGetValue("cmi.core.lesson_location") || "1";
  document.getElementById("who").textContent = api.LMSGetValue("cmi.core.student_name");
  document.getElementById("entry").textContent = api.LMSGetValue("cmi.core.entry");
  document.getElementById("kept").textContent = api.LMSGetValue("cmi.suspend_data");
  show(at);
}
function show(at) {
  document.getElementById("inner").src = "pages/" + at + ".html";
  api.LMSSetValue("cmi.core.lesson_location", String(at));
  api.LMSSetValue("cmi.suspend_data", "seen=" + at);
}
function finish(score) {
  api.LMSSetValue("cmi.core.score.raw", String(score));
  api.LMSSetValue("cmi.core.score.min", "0"); api.LMSSetValue("cmi.core.score.max", "100");
  api.LMSSetValue("cmi.core.lesson_status", "passed");
  api.LMSSetValue("cmi.core.session_time", "00:01:30");
  api.LMSCommit("");
}
window.onunload = function () { if (api) { api.LMSSetValue("cmi.core.exit", "suspend"); api.LMSFinish(""); } };
</script>
<body onload="begin()">
<p id="who"></p><p id="entry"></p><p id="kept"></p><iframe id="inner" width="300" height="150"></iframe></body>"""
PAGE_1 = """<!doctype html><meta charset="utf-8"><p>第一页</p><button onclick="parent.show(2)">下一页</button>"""
PAGE_2 = """<!doctype html><meta charset="utf-8"><p>第二页</p><button onclick="parent.finish(85)">完成</button>"""


def single_12():
    return {
        "imsmanifest.xml": manifest(items=item("i1", "r1", "走访入户"), resources=resource("r1", "shared/launch.html")),
        "shared/launch.html": LAUNCH_12, "shared/pages/1.html": PAGE_1, "shared/pages/2.html": PAGE_2,
    }


SCO_12 = """<!doctype html><meta charset="utf-8"><title>SCO</title>
<script>
var api = window.parent.API;
api.LMSInitialize("");
function done(score) {
  api.LMSSetValue("cmi.core.score.raw", String(score));
  api.LMSSetValue("cmi.core.lesson_status", "completed");
  api.LMSFinish("");
}
</script>
<p id="mastery"></p><p id="data"></p><p id="query"></p>
<button onclick="done(90)">做完</button><button onclick="done(40)">做错</button>
<script>
document.getElementById("mastery").textContent = api.LMSGetValue("cmi.student_data.mastery_score");
document.getElementById("data").textContent = api.LMSGetValue("cmi.launch_data");
document.getElementById("query").textContent = location.search;
</script>"""


def multi_12():
    return {
        "imsmanifest.xml": manifest(
            items=item("a", "ra", "第一部分", "<adlcp:masteryscore>60</adlcp:masteryscore>"
                                              "<adlcp:datafromlms>level=3</adlcp:datafromlms>", "?unit=1")
            + item("b", "rb", "第二部分") + item("c", "rc", "参考资料"),
            resources=resource("ra", "one.html") + resource("rb", "%E4%BA%8C/two.html")
            + resource("rc", "read.html", "asset"),
        ),
        "one.html": SCO_12, "二/two.html": SCO_12, "read.html": "<!doctype html><meta charset=utf-8><p>只读资料</p>",
    }


SCO_2004 = """<!doctype html><meta charset="utf-8"><title>SCO 2004</title>
<script>
var tries = 0, API = null;
function scan(win) {
  while (win.API_1484_11 == null && win.parent != null && win.parent != win) { if (++tries > 50) return null; win = win.parent; }
  return win.API_1484_11;
}
if (window.parent && window.parent != window) API = scan(window.parent);
API.Initialize("");
function set(name, value) { API.SetValue(name, value); }
function half() { set("cmi.location", "p7"); set("cmi.suspend_data", "half"); set("cmi.exit", "suspend"); API.Commit(""); }
function whole() {
  set("cmi.score.scaled", "0.9"); set("cmi.score.raw", "90"); set("cmi.success_status", "passed");
  set("cmi.completion_status", "completed"); set("cmi.session_time", "PT2M5S"); API.Commit(""); API.Terminate("");
}
</script>
<p id="location"></p><p id="entry"></p><p id="status"></p>
<button onclick="half()">学一半</button><button onclick="whole()">学完</button>
<script>
for (const [id, name] of [["location", "cmi.location"], ["entry", "cmi.entry"], ["status", "cmi.completion_status"]])
  document.getElementById(id).textContent = API.GetValue(name);
</script>"""


def one_2004():
    return {
        "imsmanifest.xml": manifest(
            version="2004 4th Edition", items=item("i1", "r1", "换届选举"),
            resources=resource("r1", "index.html", attribute="scormType"),
        ),
        "index.html": SCO_2004,
    }
