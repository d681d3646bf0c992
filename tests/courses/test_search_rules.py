"""What was typed becomes words; what was found is shown with the words marked."""

import pytest

from courses.rules.search import Piece, fewer, fold, mark, snippet, terms


@pytest.mark.parametrize(("text", "folded"), [
    ("ＷＩＦＩ密码", "wifi密码"), ("三会一课", "三会一课"), ("ﬁ㎏", "ﬁ㎏"), ("İx", "İx"), ("", ""),
])
def test_folding_keeps_the_length(text, folded):
    assert fold(text) == folded
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(("words", "found"), [
    ("  党日　换届 ", ("党日", "换届")), ("党日、换届；党日", ("党日", "换届")), ("SJ", ("sj",)), ("“”", ()),
    ("a\x00停", ("a", "停")), ("", ()),
    ("一 二 三 四 五 六 七 八", ("一", "二", "三", "四", "五", "六")), ("长" * 90, ("长" * 60,)), ("100%_", ("100%_",)),
])
def test_words_are_read_from_what_was_typed(words, found):
    assert terms(words) == found


@pytest.mark.parametrize(("asked", "less"), [
    (("党日", "换届"), ("党日", "换届")), (("居民区换届",), ("居民", "区换届", "换届")), (("党日",), ()), (("shuji",), ()),
    ((), ()),
])
def test_a_search_for_less(asked, less):
    assert fewer(asked) == less


def test_every_word_is_marked_and_the_text_stays_whole():
    pieces = mark("主题党日与WiFi：主题党日", ("党日", "wifi", "主题党日"))
    assert pieces == [
        Piece("主题党日", hit=True), Piece("与"), Piece("WiFi", hit=True), Piece("："), Piece("主题党日", hit=True),
    ]
    assert mark("没有", ("党日",)) == [Piece("没有")]
    assert mark("<b>党日</b>", ("<b>",)) == [Piece("<b>", hit=True), Piece("党日</b>")]


def test_a_snippet_lies_where_the_words_stand_together():
    text = "党日" + "，" * 200 + "换届时的党日" + "。" * 200
    shown = snippet(text, ("党日", "换届"))
    assert [piece.text for piece in shown if piece.hit] == ["换届", "党日"]
    assert (shown[0], shown[-1]) == (Piece("…"), Piece("…"))
    assert sum(len(piece.text) for piece in shown) == 98


def test_a_snippet_of_a_short_text_is_all_of_it_and_none_without_a_word():
    assert snippet("开好党日", ("党日",)) == [Piece("开好"), Piece("党日", hit=True)]
    assert snippet("开好党日", ("换届",)) == []
    assert snippet("", ("换届",)) == []
