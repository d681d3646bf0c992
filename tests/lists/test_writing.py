"""What a list's file holds: texts stay texts, telephones are masked, and it is read part by part."""

import csv

import openpyxl
import pytest
from django.http import QueryDict

from lms.lists.registry import KINDS, ListKind, register
from lms.lists.writing import parts_of, write_list
from lms.people import actions
from lms.people.models import Person

PEOPLE, ORGANISATIONS = KINDS["people.people"], KINDS["people.organisations"]
HOSTILE = ['=HYPERLINK("http://x")', "+cmd", "@SUM(A1)", "\t=1+1", "＝１＋１"]


@pytest.fixture
def hostile(world):
    for name in HOSTILE:
        person = actions.create_person(actor=None, name="某", phone=None)
        Person.objects.filter(pk=person.pk).update(name=name, name_key=f"a{HOSTILE.index(name)}")
        actions.appoint(actor=None, person=person, organisation=world.east_branch, position="member")
    return PEOPLE.asked(QueryDict("position=member"))


def test_hostile_names_are_texts_in_a_workbook(world, hostile, tmp_path):
    path = tmp_path / "people.xlsx"
    assert write_list(path=path, kind=PEOPLE, user=world.p_district, asked=hostile) == 5
    cells = [row[0] for row in openpyxl.load_workbook(path).active.iter_rows()][-5:]
    assert [(cell.value, cell.data_type) for cell in cells] == [(name, "s") for name in HOSTILE]


def test_hostile_names_are_guarded_in_comma_separated_values(world, hostile, tmp_path):
    path = tmp_path / "people.csv"
    write_list(path=path, kind=PEOPLE, user=world.p_district, asked=hostile, form="csv")
    with path.open(encoding="utf-8-sig", newline="") as handle:
        assert [row[0] for row in csv.reader(handle)][1:] == [f"'{name}" for name in HOSTILE]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_telephone_is_masked(world, tmp_path, form):
    Person.objects.filter(pk=world.p_learner.pk).update(phone="14012345678")
    path = tmp_path / f"people.{form}"
    write_list(path=path, kind=PEOPLE, user=world.p_subdistrict, asked=PEOPLE.asked(QueryDict("position=secretary")), form=form)
    if form == "csv":
        text = path.read_text(encoding="utf-8-sig")
    else:
        text = " ".join(str(value) for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True) for value in row)
    assert ("140****5678" in text, "14012345678" in text) == (True, False)


@pytest.mark.parametrize("more", [0, 30])
@pytest.mark.parametrize(("key", "queries"), [("people.people", 5), ("people.organisations", 6)])
def test_queries_of_a_part_do_not_grow_with_its_rows(world, key, queries, more, django_assert_num_queries):
    for number in range(more):
        person = actions.create_person(actor=None, name=f"党员{number}")
        actions.appoint(actor=None, person=person, organisation=world.east_branch, position="member")
    kind, user = KINDS[key], Person.objects.get(pk=world.p_district.pk)
    with django_assert_num_queries(queries):
        parts = list(parts_of(kind, user, kind.asked(QueryDict("all=1"))))
    assert len(parts) == 1


def test_a_list_is_read_part_by_part(world):
    kind, user = PEOPLE, world.p_district
    asked = kind.asked(QueryDict())
    whole = [row.pk for row in kind.rows(user, asked)]
    parts = list(parts_of(kind, user, asked, size=4))
    assert [row.pk for part, _done, _total in parts for row in part] == whole
    assert [(len(part), done, total) for part, done, total in parts][:2] == [(4, 4, len(whole)), (4, 8, len(whole))]


def test_who_leaves_the_scope_meanwhile_is_left_out(world):
    kind, asked = PEOPLE, PEOPLE.asked(QueryDict("position=secretary"))
    parts = parts_of(kind, world.p_district, asked, size=1)
    assert [row.name for row in next(parts)[0]] == ["王外人"]
    Person.objects.filter(pk=world.p_learner.pk).update(is_active=False)
    assert list(next(parts)[0]) == []


@pytest.mark.parametrize(("query", "kept"), [
    ("q=张&page=2&evil=1", "q=%E5%BC%A0"), ("position=&q=+", ""), ("q=" + "x" * 200, "q=" + "x" * 60),
    ("within=1&position=deputy", "position=deputy&within=1"), ("q=a%00b", "q=ab"),
])
def test_a_query_string_is_cleaned(query, kept):
    assert PEOPLE.asked(QueryDict(query)).query == kept


def test_a_list_is_named_once():
    with pytest.raises(ValueError, match="twice"):
        register(ListKind(key="people.people", label="x", verb="person.browse", page="people:people", rows=None, resource=None))


def test_filters_are_told_in_words(world):
    asked = PEOPLE.asked(QueryDict(f"q=张&position=secretary&category=residential&within={world.east.pk}"))
    assert [value for _label, value in PEOPLE.words(world.p_subdistrict, asked)] == ["张", "书记", "居民区", "东街道"]
    hidden = PEOPLE.asked(QueryDict(f"within={world.west.pk}"))
    assert [value for _label, value in PEOPLE.words(world.p_subdistrict, hidden)] == [str(world.west.pk)]
