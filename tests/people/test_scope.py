"""What a person's grants reach."""

from lms.people.models import Organisation, Person
from lms.people.rules.scope import Grant, Scope


def test_paths_keep_only_the_topmost():
    scope = Scope((Grant("liaison", "1/2/3/"), Grant("liaison", "1/2/"), Grant("auditor", "1/")))
    assert scope.paths("liaison") == ["1/2/"]
    assert scope.paths() == ["1/"]


def test_covers_does_not_take_a_longer_number_for_a_child():
    scope = Scope((Grant("liaison", "1/2/"),))
    assert scope.covers("1/2/9/", "liaison")
    assert not scope.covers("1/20/", "liaison")


def test_subdistrict_sees_its_people_and_no_others(world):
    seen = set(Person.objects.visible_to(world.p_subdistrict).values_list("username", flat=True))
    assert seen == {"learner", "reserve", "subdistrict"}


def test_trainee_sees_the_line_above_their_own_branch(world):
    seen = set(Organisation.objects.visible_to(world.p_learner).values_list("name", flat=True))
    assert seen == {"测试区委", "东街道", "东一居民区党总支"}
