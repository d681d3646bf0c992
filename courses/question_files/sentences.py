"""What was not taken from a file, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.actions.questions import FAULTS

THINGS = {
    "script": gettext_lazy("a script"), "frame": gettext_lazy("a frame with another page"), "object": gettext_lazy("an object"),
    "table": gettext_lazy("a table"), "formula": gettext_lazy("a formula"), "drawing": gettext_lazy("a drawing"),
    "form": gettext_lazy("a form"), "struck": gettext_lazy("struck text"), "ruby": gettext_lazy("ruby text"),
    "markup": gettext_lazy("markup that cannot be read"), "picture": gettext_lazy("a picture where none can stand"),
}
TEXTS = {
    # The whole file
    "too_many": lambda: _("The file holds more than {most} questions. Divide it."),
    "not_this": lambda: _("The file is of another format than its name or your choice says. Choose its format."),
    "not_text": lambda: _("The text of the file cannot be read. Save it in UTF-8 and upload it again."),
    "too_deep": lambda: _("The file is built too deeply or too large to be a file of questions."),
    "doctype": lambda: _("The file declares a document type, which may make it grow without end. Export it again without one."),
    "broken_xml": lambda: _("The XML breaks off or is wrong in line {at}. Export it once more and try again."),
    "no_items": lambda: _("The file holds no QTI items of version 2.1 or 2.2."),
    "no_manifest": lambda: _("The package has no imsmanifest.xml. Export it as a QTI 2.1 or 2.2 package."),
    "archive": lambda: "{reason}",
    "workbook": lambda: "{reason}",
    "headings": lambda: _("No line of headings with 题干 and 答案 was found. Download the template and copy the questions "
                          "into it."),
    "macros": lambda: _("Files with macros are not accepted. Save it as .docx or .xlsx without macros."),
    "old_kind": lambda: _("Files of this kind ({what}) cannot be read. Open it, choose “Save as”, and take .xlsx or .docx."),
    "kind_of_file": lambda: _("Questions are read from .xlsx, .docx, .txt, .gift, .xml and .zip. Choose such a file."),
    "empty": lambda: _("The file is empty. Save it once more and upload it again."),
    "too_large": lambda: _("The file is larger than {most} MB. Divide it."),
    "too_much": lambda: _("Reading the file took more than {seconds} seconds or too much memory, so it was stopped. Divide it."),
    "nothing": lambda: _("No question was found in the file. Check that it is the right one."),
    # One question
    "markup": lambda: _("It holds {what}, which cannot be shown here. Write it as text or as a picture."),
    "raised": lambda: _("“{text}” stands raised or lowered, which plain text cannot say. Write it otherwise, or as a picture."),
    "too_long": lambda: _("A text is too long."),
    "text_format": lambda: _("Its text is in a format that is not known: {what}."),
    "remote": lambda: _("It shows something from another site ({what}), which is not fetched. Put the file itself into it."),
    "file_missing": lambda: _("A file that it shows did not come along: {what}."),
    "bad_file": lambda: _("A file that it shows was refused: {what}. {reason}"),
    "whole": lambda: _("The line that keeps the whole question is damaged."),
    "title": lambda: _("The title is not closed by two colons."),
    "braces": lambda: _("The braces around the answers are not closed, or not opened."),
    "several": lambda: _("It asks several things at once, which has no counterpart here. Divide it."),
    "description": lambda: _("A text without a question has no counterpart here."),
    "answers": lambda: _("This part of the answer cannot be understood: {text}"),
    "several_right": lambda: _("Several answers are wholly right though only one may be chosen. Make it a multiple choice."),
    "weights_sum": lambda: _("The weights of the right answers come to {text} percent instead of 100."),
    "wildcard": lambda: _("An answer with * for any text has no counterpart here. List the accepted answers."),
    "number": lambda: _("This is no number or tolerance: {text}"),
    "kind": lambda: _("This kind of question has no counterpart here: {what}."),
    "no_kind": lambda: _("The kind of question is not said."),
    "kind_here": lambda: _("This kind of question cannot be written in this form. Use the workbook."),
    "media_many": lambda: _("An option shows more than one picture."),
    "media_place": lambda: _("A picture stands where none can be shown."),
    "units": lambda: _("Units of numbers have no counterpart here."),
    "processing": lambda: _("Its rules of marking have no counterpart here."),
    "version": lambda: _("Only QTI 2.1 and 2.2 are read, not {what}."),
    "letters": lambda: _("The letters of the options are not A, B, C and so on: {text}"),
    "no_answer": lambda: _("The answer is missing."),
    "formula_cell": lambda: _("A cell holds a formula. Replace it by its value."),
    "date_cell": lambda: _("The spreadsheet made a date of a cell. Format it as text and write it again."),
    "cell": lambda: _("A cell holds an error instead of a text."),
    "part_alone": lambda: _("A sub-question stands without its case above it."),
    "policy": lambda: _("This way to give points is not known: {text}"),
    "pair": lambda: _("This is no pair “left＝right”: {text}"),
    "outside_question": lambda: _("This line belongs to no part of the question: {text}"),
    # Left out of a question that was taken
    "looks": lambda: _("Bold, italics and the like were left out."),
    "links": lambda: _("The addresses of links were left out."),
    "left_out": lambda: _("Left out, since nothing here corresponds to it: {what}."),
    "uneven": lambda: _("Its parts earned different points; here each earns the same."),
    "columns": lambda: _("Its choices were one list; they were put into two columns."),
    "wrong_answer": lambda: _("An answer that earns nothing was left out: {text}"),
    "difficulty": lambda: _("This difficulty is not known and was left out: {text}"),
    "outside": lambda: _("This line stands before the first question and was left out: {text}"),
}


def sentence(code, params):
    """Return the sentence of a problem."""
    if code.startswith("fault:"):
        return FAULTS[code.removeprefix("fault:")]()
    values = {name: str(THINGS.get(value, value)) if code == "markup" else str(value) for name, value in params.items()}
    return TEXTS[code]().format(**values)
