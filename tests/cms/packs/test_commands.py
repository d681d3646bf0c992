"""Packs at the prompt: ``export_course`` and ``import_course``."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cms.models import CoursePage


def test_out_and_in_at_the_prompt(course, site, world, tmp_path, capsys):
    file = tmp_path / "course.zip"
    call_command("export_course", "gongzuofa", "--output", str(file), "--as", "district")
    assert "3 lessons" in capsys.readouterr().out
    call_command("import_course", str(file), "--under", "west", "--as", "district", "--json")
    assert json.loads(capsys.readouterr().out)["created"] is False
    call_command("import_course", str(file), "--under", "schools/west", "--as", "district", "--json", "--copy", "--dry-run")
    assert json.loads(capsys.readouterr().out)["lessons"] == 3
    call_command("import_course", str(file), "--under", str(site.west.pk), "--as", "district", "--json", "--copy")
    said = json.loads(capsys.readouterr().out)
    assert (said["created"], CoursePage.objects.get(pk=said["page"]).get_parent().pk) == (True, site.west.pk)
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.parametrize(("arguments", "sentence"), [
    (["import_course", "{bad}", "--under", "west", "--as", "district"], "The archive is damaged"),
    (["import_course", "{none}", "--under", "west", "--as", "district"], "No such file or directory"),
    (["import_course", "{bad}", "--under", "nowhere", "--as", "district"], "There is no such page: nowhere"),
    (["import_course", "{bad}", "--under", "west", "--as", "learner"], "may not do this"),
    (["export_course", "nothing", "--output", "{none}", "--as", "district"], "There is no such page: nothing"),
    (["export_course", "gongzuofa", "--output", "{none}/x.zip", "--as", "district"], "No such file or directory"),
    (["export_course", "shuji", "--output", "{none}", "--as", "editor"], "You may not edit this course"),
])
def test_what_goes_wrong_at_the_prompt(arguments, sentence, course, world, tmp_path):
    bad = tmp_path / "bad.zip"
    bad.write_bytes(b"not a zip")
    names = {"bad": bad, "none": tmp_path / "none.zip"}
    with pytest.raises(CommandError, match=sentence):
        call_command(*[argument.format(**names) for argument in arguments])
    assert not Path(names["none"]).exists()
