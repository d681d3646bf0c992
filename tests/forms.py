"""The forms of a page, filled as a browser would send them: what stands in them, and something proper where it is asked for."""

from bs4 import BeautifulSoup

# By the type of an input that must be filled and is empty.
PROPER = {
    "date": "2017-06-06", "datetime-local": "2017-06-06T09:00", "time": "09:00", "month": "2017-06", "number": "1",
    "email": "someone@example.org", "tel": "13800138000", "url": "https://example.org/", "password": "correct-horse-9",
}
LEAVE = {"csrfmiddlewaretoken", "django_language"}


def _of_select(field):
    options = field.find_all("option")
    chosen = [option for option in options if option.has_attr("selected")]
    if not chosen and not field.has_attr("multiple"):
        chosen = [option for option in options if option.get("value")][:1] if field.has_attr("required") else options[:1]
    if not chosen and field.has_attr("required"):
        chosen = options[:1]
    return [option.get("value", option.text) for option in chosen]


def _of_input(field):
    kind, value = field.get("type", "text"), field.get("value", "")
    if kind in ("submit", "button", "image", "reset", "file"):
        return []
    if kind in ("checkbox", "radio"):
        return [field.get("value", "on")] if field.has_attr("checked") else []
    if not value and field.has_attr("required"):
        value = PROPER.get(kind, "填写")
    return [value]


def filled(form):
    """Return what a browser would send of ``form`` with its first button, as ``{name: [value]}``."""
    data = {}
    for field in form.find_all(["input", "select", "textarea"]):
        name = field.get("name")
        if not name or name in LEAVE or field.has_attr("disabled"):
            continue
        if field.name == "select":
            values = _of_select(field)
        elif field.name == "textarea":
            values = [field.text.strip() or ("填写" if field.has_attr("required") else "")]
        else:
            values = _of_input(field)
        if values:
            data.setdefault(name, []).extend(values)
    for radio in form.find_all("input", type="radio"):  # one of each group that asks for one
        if radio.has_attr("required") and radio.get("name") not in data:
            data[radio["name"]] = [radio.get("value", "on")]
    buttons = form.find_all(["button", "input"], type="submit")
    button = next((each for each in buttons if each.get("name")), None)
    if button is not None:
        data.setdefault(button["name"], [button.get("value", "")])
    return data


def names_of(form):
    """Return the names of all that stands in ``form``: ticked or not, and every button."""
    return {field["name"] for field in form.find_all(["input", "select", "textarea", "button"]) if field.get("name")}


def forms_of(page):
    """Return ``[(action, data)]`` of the forms on ``page`` that post; the action is empty where it is the page itself."""
    return [(form.get("action", ""), filled(form)) for form in posting(page)]


def posting(page):
    """Return the forms on ``page`` that post."""
    soup = BeautifulSoup(page, "html.parser")
    return [form for form in soup.find_all("form") if form.get("method", "").lower() == "post"]
