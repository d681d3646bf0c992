"""Whom the rows of a roster file mean."""

import pytest

from cohorts.rules.matching import Known, Row, Trouble, match

ZHANG = Known(1, 11, "张敏", "14030000001", "A1", "一支部")
LI = Known(2, 12, "李强", "14030000002", "", "一支部")
TWIN_A, TWIN_B = Known(3, 13, "王伟", "", "", "二支部"), Known(4, 14, "王伟", "", "B2", "二支部")
LISTED = Known(5, 15, "赵红", "14030000005", "", "一支部", state="enrolled")
PEOPLE = [ZHANG, LI, TWIN_A, TWIN_B, LISTED]


def row(number=2, unreadable=None, **cells):
    return Row("Sheet1", number, cells, unreadable or {})


@pytest.mark.parametrize(("cells", "known"), [
    ({"name": "张敏", "phone": "14030000001"}, ZHANG), ({"name": "张敏", "staff_no": "A1"}, ZHANG),
    ({"name": "李强", "organisation": "一支部"}, LI), ({"name": "王伟", "staff_no": "B2", "organisation": "二支部"}, TWIN_B),
    ({"name": "李强", "phone": "14099999999", "organisation": "一支部"}, LI),
])
def test_who_is_meant(cells, known):
    [found] = match([row(**cells)], PEOPLE)
    assert (found.known, found.trouble) == (known, "")


@pytest.mark.parametrize(("cells", "trouble", "about"), [
    ({"name": "", "phone": "14030000001"}, Trouble.NAME_MISSING, "name"),
    ({"name": "张敏"}, Trouble.NOTHING_ELSE, "name"),
    ({"name": "张民", "phone": "14030000001"}, Trouble.OTHER_NAME, "phone"),
    ({"name": "张敏", "staff_no": "B2"}, Trouble.OTHER_NAME, "staff_no"),
    ({"name": "王伟", "organisation": "二支部"}, Trouble.SEVERAL, "name"),
    ({"name": "孙丽", "organisation": "二支部"}, Trouble.NOT_FOUND, "name"),
    ({"name": "孙丽", "phone": "14099999999"}, Trouble.NOT_FOUND, "phone"),
    ({"name": "赵红", "phone": "14030000005"}, Trouble.ON_LIST, "name"),
])
def test_who_is_not_and_why(cells, trouble, about):
    [found] = match([row(**cells)], PEOPLE)
    assert (found.known, found.trouble, found.about) == (None, trouble, about)


def test_a_cell_that_cannot_be_read_is_named_first():
    [found] = match([row(name="张敏", phone="1403", unreadable={"phone": ("phone_length", {"digits": 4})})], PEOPLE)
    assert (found.known, found.trouble, found.about) == (None, "phone_length", "phone")


def test_someone_named_twice_is_taken_once():
    found = match([row(2, name="张敏", staff_no="A1"), row(3, name="李强", organisation="一支部"),
                   row(4, name="张敏", phone="14030000001")], PEOPLE)
    assert [one.known for one in found] == [ZHANG, LI, None]
    assert (found[2].trouble, found[2].earlier) == (Trouble.TWICE, 2)


def test_the_first_post_of_someone_with_several_counts():
    second = Known(9, 11, "张敏", "14030000001", "A1", "三支部")
    [found] = match([row(name="张敏", phone="14030000001")], [ZHANG, second])
    assert found.known.post == 1
