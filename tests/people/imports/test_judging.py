"""What becomes of rows."""

from datetime import date

from lms.people.rules.roster.facts import Cleaned, KnownOrganisation, KnownPerson, Problem, Registry
from lms.people.rules.roster.judging import judge

EAST, BRANCH = KnownOrganisation(2, "1/2/", "东街道", 2), KnownOrganisation(3, "1/2/3/", "东一居民区党总支",
    2, "residential")
WEST, FAR = KnownOrganisation(4, "1/4/", "西街道", 4), KnownOrganisation(5, "1/4/5/", "西一居民区党总支",
    4, "residential")


def known(pk=10, **changes):
    fields = {"name": "王伟", "gender": "m", "born": "1970-05-02", "phone": "14000000001", "staff_no": "",
              "posts": {(3, "secretary"): (100, date(2015, 3, 1))}}
    return KnownPerson(pk, **{**fields, **changes})


def registry(*people, reach=("1/",), whole=True):
    return Registry(
        superiors={"东街道": EAST, "西街道": WEST},
        organisations={(2, "东街道"): EAST, (2, BRANCH.name): BRANCH, (4, FAR.name): FAR},
        people={person.id: person for person in people}, reach=reach, whole_district=whole,
    )


def row(number=5, **changes):
    fields = {"superior": "东街道", "organisation": BRANCH.name, "name": "王伟", "gender": "m", "born": "1970-05",
              "position": "secretary", "since": "2015-03", "phone": "14000000001"}
    return Cleaned("东街道", number, **{**fields, **changes},
                   columns={"phone": "手机", "name": "姓名", "organisation": "党组织", "staff_no": "工号"})


def states(plan):
    return [verdict.state for verdict in plan.verdicts]


def code(plan, at=-1):
    return plan.verdicts[at].problems[0].code


def test_a_month_equals_a_registered_day_of_it():
    plan = judge([row()], registry(known()))
    assert states(plan) == ["same"]
    assert plan.writes_nothing


def test_an_empty_cell_clears_nothing():
    assert states(judge([row(gender="", born="", since="", education="")],
        registry(known(education="本科")))) == ["same"]


def test_differences_name_field_before_and_after():
    plan = judge([row(born="1971-05", since="2016-01", education="大专")], registry(known()))
    assert states(plan) == ["changed"]
    assert plan.verdicts[0].differences == (
        ("born", "1970-05-02", "1971-05"), ("education", "", "大专"), ("since", "2015-03-01", "2016-01"))
    assert plan.person_updates == {10: {"born": ("1970-05-02", "1971-05"), "education": ("", "大专")}}
    assert plan.post_updates == {100: (date(2015, 3, 1), date(2016, 1, 1))}


def test_matched_by_staff_number_before_telephone():
    plan = judge([row(staff_no="GH1", phone="14000000009")], registry(known(staff_no="GH1")))
    assert plan.verdicts[0].person == 10
    assert plan.verdicts[0].differences == (("phone", "14000000001", "14000000009"),)


def test_matched_by_name_organisation_and_birth_where_there_is_no_number():
    assert judge([row(phone="")], registry(known(phone=""))).verdicts[0].person == 10
    assert states(judge([row(phone="", born="1980-01")], registry(known(phone="")))) == ["new"]
    assert states(judge([row(phone="", organisation=FAR.name, superior="西街道")],
        registry(known(phone="")))) == ["new"]


def test_a_namesake_with_another_telephone_is_not_guessed():
    plan = judge([row(phone="14000000009", born="")], registry(known()))
    assert (states(plan), code(plan)) == (["conflict"], "name_with_another_phone")


def test_two_namesakes_are_a_conflict():
    plan = judge([row(phone="")], registry(known(), known(11, phone="14000000002")))
    assert (states(plan), code(plan)) == (["conflict"], "several_of_this_name")


def test_numbers_of_two_people_or_of_another_name_are_conflicts():
    two = judge([row(staff_no="GH1")], registry(known(), known(11, name="李强", phone="", staff_no="GH1")))
    assert (states(two), code(two)) == (["conflict"], "two_people")
    other = judge([row(name="李强")], registry(known()))
    assert (states(other), code(other)) == (["conflict"], "phone_of_another")
    assert other.writes_nothing


def test_a_telephone_under_another_name_names_the_row_above():
    plan = judge([row(8), row(9, name="李强")], registry())
    assert states(plan) == ["new", "refused"]
    assert plan.verdicts[1].problems == (Problem("phone_of_row", "手机", "", {"row": 8, "sheet": ""}),)


def test_two_rows_on_one_person_must_agree():
    plan = judge([row(8), row(9, born="1980-01")], registry())
    assert (states(plan), code(plan)) == (["new", "refused"], "differs_from_row")
    flip = judge([row(8, staff_no="GH1", phone="14000000008"), row(9, staff_no="", phone="14000000001")],
                 registry(known(staff_no="GH1")))
    assert (states(flip), code(flip)) == (["changed", "refused"], "differs_from_row")


def test_a_person_may_hold_two_posts_and_is_created_once():
    plan = judge([row(8), row(9, organisation="东二居民区党总支", position="reserve")], registry())
    assert states(plan) == ["new", "new"]
    assert len(plan.new_people) == 1
    assert len(plan.new_posts) == 2


def test_the_same_row_twice_is_taken_once():
    plan = judge([row(8), row(9), row(10, phone=""), row(11, phone="")], registry())
    assert states(plan) == ["new", "same", "same", "same"]
    assert (len(plan.new_people), len(plan.new_posts)) == (1, 1)


def test_a_new_post_of_a_known_person_is_a_change():
    plan = judge([row(position="reserve")], registry(known()))
    assert plan.verdicts[0].differences == (("post", "", "reserve"),)


def test_organisations_are_planned_once_with_the_category_of_their_name():
    plan = judge([row(8, superior="南街道", organisation="南一居民区党总支", phone=""),
                  row(9, superior="南街道", organisation="南一 居民区党总支", name="李强", phone="")], registry())
    assert plan.new_superiors == {("南街道",): "南街道"}
    assert plan.new_organisations == {(("南街道",), "南一居民区党总支"): ("南一居民区党总支", "residential")}


def test_the_organisation_of_a_refused_person_exists_all_the_same():
    broken = Cleaned("东街道", 8, superior="东街道", organisation="东九居民区党总支",
        problems=(Problem("name_missing"),))
    plan = judge([broken], registry())
    assert states(plan) == ["refused"]
    assert list(plan.new_organisations) == [(2, "东九居民区党总支")]
    assert not plan.new_people


def test_a_category_that_contradicts_the_organisation_is_a_conflict():
    plan = judge([row(category="soe")], registry(known()))
    assert (states(plan), code(plan)) == (["conflict"], "category_of_organisation_differs")
    planned = judge([row(8, organisation="甲党支部", category="soe", phone=""),
                     row(9, organisation="甲党支部", category="government", phone="", name="李强")], registry())
    assert (states(planned), code(planned)) == (["new", "refused"], "differs_from_row")


def test_a_subdistrict_takes_its_own_rows_only():
    mine = registry(reach=("1/2/",), whole=False)
    plan = judge([row(5, phone=""), row(6, superior="西街道", organisation=FAR.name, phone=""),
                  row(7, superior="西街道", organisation="西九居民区党总支", phone=""),
                  row(8, superior="南街道", organisation="南一居民区党总支", phone=""),
                  row(9, organisation="东九居民区党总支", phone="", name="李强")], mine)
    assert states(plan) == ["new", "refused", "refused", "refused", "new"]
    assert [verdict.problems[0].code for verdict in plan.verdicts[1:4]] == [
        "outside_your_area", "outside_your_area", "superior_not_yours_to_create"]
    assert not plan.new_superiors
    assert list(plan.new_organisations) == [(2, "东九居民区党总支")]


def test_a_person_beyond_ones_area_is_left_alone():
    plan = judge([row(born="1971-01")], registry(known(reachable=False), reach=("1/2/",), whole=False))
    assert (states(plan), code(plan)) == (["conflict"], "person_elsewhere")
    assert plan.writes_nothing


def test_closed_organisations_take_nobody():
    shut = registry()
    shut.organisations[2, BRANCH.name] = KnownOrganisation(3, "1/2/3/", BRANCH.name, 2, "", closed=True)
    plan = judge([row()], shut)
    assert (states(plan), code(plan)) == (["conflict"], "organisation_closed")
