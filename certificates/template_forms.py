"""The designer's forms: one for the sheet, one for each text and picture. Together they make a ``Layout``."""

from dataclasses import replace

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.enums import CertificateKind, ImageRole
from certificates.models import CertificateImage
from certificates.rules import layout as lay
from certificates.rules.designs import DESIGNS
from certificates.rules.wording import ARABIC, CHINESE, WESTERN
from lms.people.models import Organisation

FRAMES = [
    ("", _("none")), ("plain", _("lines")), ("meander", _("red and gold, corners with meanders")),
    ("guilloche", _("fine waves, as on banknotes")), ("ribbon", _("ribbon and laurel")),
]
ORIENTATIONS = [(lay.LANDSCAPE, _("landscape")), (lay.PORTRAIT, _("portrait"))]
ALIGNMENTS = [("left", _("left")), ("center", _("centred")), ("right", _("right")), ("justify", _("both edges"))]
FACES = [("serif", _("Song (serif)")), ("sans", _("Hei (sans)"))]
DATES = [(ARABIC, "2018年3月5日"), (CHINESE, "二〇一八年三月五日"), (WESTERN, "5 March 2018")]
NAMES = [("plain", _("as the rest")), ("underlined", _("underlined")), ("bold", _("bold"))]
DESIGN_WORDS = {
    "classic": _("Classic: red and gold, landscape"), "modern": _("Modern: fine waves, portrait"),
    "honour": _("Honour: ribbon and laurel, landscape"),
}


def _number(name, label, **more):
    least, most = lay.RANGES[name]
    whole = name == "lines"
    kind = forms.IntegerField if whole else forms.FloatField
    widget = forms.NumberInput(attrs={"step": more.pop("step", 1 if whole else "any")})
    return kind(label=label, min_value=least, max_value=most, widget=widget, **more)


def _colour(label):
    return forms.RegexField(r"^#[0-9a-fA-F]{6}$", label=label, widget=forms.TextInput(attrs={"type": "color"}))


class SheetForm(forms.Form):
    """The sheet itself, the drawn seal and the code."""

    orientation = forms.ChoiceField(label=_("The sheet lies"), choices=ORIENTATIONS)
    paper = _colour(_("Colour of the paper"))
    frame = forms.ChoiceField(label=_("Frame"), choices=FRAMES, required=False)
    address = forms.CharField(
        label=_("Form of address"), max_length=20, required=False,
        help_text=_("What {address} writes after the name: 同志, 老师, or nothing."),
    )
    qr = forms.BooleanField(label=_("With the code that leads to the check"), required=False)
    qr_x = _number("x", _("Code from the left, mm"), required=False)
    qr_y = _number("y", _("Code from the top, mm"), required=False)
    qr_side = _number("side", _("Side of the code, mm"), required=False)
    seal = forms.BooleanField(label=_("With a round seal drawn from the issuer’s name"), required=False)
    seal_x = _number("x", _("Seal from the left, mm"), required=False)
    seal_y = _number("y", _("Seal from the top, mm"), required=False)
    seal_side = _number("side", _("Side of the seal, mm"), required=False)

    @classmethod
    def initial_of(cls, layout):
        values = {name: getattr(layout, name) for name in ("orientation", "paper", "frame", "address")}
        for name, square in (("qr", layout.qr), ("seal", layout.seal)):
            values[name] = square is not None
            square = square or lay.Square(x=20, y=20)
            values |= {f"{name}_x": square.x, f"{name}_y": square.y, f"{name}_side": square.side}
        return values

    def clean(self):
        data = super().clean()
        for name in ("qr", "seal"):
            if data.get(name):
                for part in ("x", "y", "side"):
                    if data.get(f"{name}_{part}") is None and f"{name}_{part}" not in self.errors:
                        self.add_error(f"{name}_{part}", _("Please say where it stands."))
        return data

    def square(self, name):
        data = self.cleaned_data
        if not data[name]:
            return None
        return lay.Square(x=data[f"{name}_x"], y=data[f"{name}_y"], side=data[f"{name}_side"])


class TextForm(forms.Form):
    text = forms.CharField(label=_("Text"), max_length=lay.LONGEST, strip=False, widget=forms.Textarea(attrs={"rows": 2}))
    x, y = _number("x", _("From the left, mm")), _number("y", _("From the top, mm"))
    width = _number("width", _("Width, mm"))
    size = _number("size", _("Size of type, points"))
    lines = _number("lines", _("Lines at most"))
    align = forms.ChoiceField(label=_("Aligned"), choices=ALIGNMENTS)
    colour = _colour(_("Colour"))
    face = forms.ChoiceField(label=_("Typeface"), choices=FACES)
    bold = forms.BooleanField(label=_("Bold"), required=False)
    spacing = _number("spacing", _("Space between letters, ems"))
    leading = _number("leading", _("Height of a line, times the size"))
    indent = _number("indent", _("First line moved in, ems"))
    dates = forms.ChoiceField(label=_("Dates are written"), choices=DATES)
    name = forms.ChoiceField(label=_("The name is"), choices=NAMES)


class PictureForm(forms.Form):
    image = forms.ChoiceField(label=_("Picture"))
    x, y = _number("x", _("From the left, mm")), _number("y", _("From the top, mm"))
    width, height = _number("width", _("Width, mm")), _number("height", _("Height, mm"))
    opacity = _number("opacity", _("Opacity (1 hides what lies below)"))

    def __init__(self, *args, images=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["image"].choices = images


TextForms = forms.formset_factory(TextForm, extra=0, can_delete=True, max_num=lay.MOST_TEXTS, absolute_max=lay.MOST_TEXTS + 1)
PictureForms = forms.formset_factory(
    PictureForm, extra=0, can_delete=True, max_num=lay.MOST_PICTURES, absolute_max=lay.MOST_PICTURES + 1
)


class Designer:
    """The forms of one layout, from the layout or from what was sent. ``images`` are ``[(role:digest, title)]``."""

    def __init__(self, layout, *, data=None, images=()):
        self.sheet = SheetForm(data, initial=SheetForm.initial_of(layout))
        row = layout.to_row()
        for picture in row["pictures"]:
            picture["image"] = f"{picture['role']}:{picture['image']}"
        self.texts = TextForms(data, prefix="texts", initial=row["texts"])
        self.pictures = PictureForms(
            data, prefix="pictures", initial=row["pictures"], form_kwargs={"images": [("", "---"), *images]}
        )

    def is_valid(self):
        return all([part.is_valid() for part in (self.sheet, self.texts, self.pictures)])

    @property
    def errors(self):
        return bool(self.sheet.errors or any(self.texts.errors) or any(self.pictures.errors))

    def layout(self):
        """Return what the valid forms say."""
        sheet = self.sheet.cleaned_data
        pictures = []
        for row in self.pictures.cleaned_data:
            if row and not row.pop("DELETE", False):
                role, _colon, digest = row.pop("image").partition(":")
                pictures.append(lay.Picture(image=digest, role=role, **row))
        return lay.Layout(
            orientation=sheet["orientation"], paper=sheet["paper"].lower(), frame=sheet["frame"], address=sheet["address"],
            seal=self.sheet.square("seal"), qr=self.sheet.square("qr"), pictures=tuple(pictures),
            texts=tuple(
                lay.Text(**{key: value for key, value in row.items() if key != "DELETE"} | {"colour": row["colour"].lower()})
                for row in self.texts.cleaned_data if row and not row.get("DELETE")
            ),
        )


def with_one_more(layout, part):
    """Return ``layout`` with one more text or picture (``part`` is ``texts`` or ``pictures``) at its end, still empty."""
    one = lay.Text("", x=30, y=30, width=100) if part == "texts" else lay.Picture("", x=30, y=30)
    return replace(layout, **{part: (*getattr(layout, part), one)})


class _Owned(forms.Form):
    """A form that asks whose something is; ``organisations`` are those the visitor keeps things for."""

    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.none())

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        self.fields["organisation"].initial = organisations.first()


class NewTemplateForm(_Owned):
    title = forms.CharField(label=_("Name of the template"), max_length=80)
    kind = forms.ChoiceField(label=_("For"), choices=CertificateKind)
    design = forms.ChoiceField(label=_("Begin with"), choices=[(key, DESIGN_WORDS[key]) for key in DESIGNS])

    field_order = ["title", "kind", "organisation", "design"]


class CopyForm(_Owned):
    title = forms.CharField(label=_("Name of the copy"), max_length=80)

    field_order = ["title", "organisation"]


class RenameForm(forms.Form):
    title = forms.CharField(label=_("Name of the template"), max_length=80)


class ImageForm(_Owned):
    role = forms.ChoiceField(label=_("What it is"), choices=ImageRole)
    title = forms.CharField(label=_("Name of the picture"), max_length=80)
    file = forms.FileField(
        label=_("File"),
        help_text=_("PNG, JPEG or WebP, at most 8 MB. Seals and signatures look best as PNG with a clear background."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )

    field_order = ["title", "role", "organisation", "file"]

    def __init__(self, *args, may_ink=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_ink:
            self.fields["role"].choices = [(key, label) for key, label in ImageRole.choices if key not in lay.INK]


def images_for(organisation, *, layout, may_ink):
    """Return ``[(role:digest, title)]`` of the pictures that may be placed: those on offer, and those placed already."""
    placed = {(row.role, row.image) for row in layout.pictures}
    return [
        (f"{row.role}:{row.sha256}", f"{row.get_role_display()} · {row.title}")
        for row in CertificateImage.objects.for_use_by(organisation)
        if (row.role, row.sha256) in placed or (row.retired_at is None and (may_ink or row.role not in lay.INK))
    ]
