"""Rules of hours that public schemes state, to begin from: each is data and nothing but data.

National plan of 2014-2018 and the regulation of 2019 ask hours a year and leave the counting to the place. The unit rule of
2018-10-19: a full day off work 8, a lecture or practice half a day 4, organised study 1 an hour and 4 half a day, within the
year. Nanjing: 6 a day, 3 half a day, teaching five times, training elsewhere at most 48 a year, 56 of compulsory kinds,
surplus carried over. Zhengzhou: an hour of the clock is 1, half an hour 0.5, less nothing, online only when all of it was
learned. Yunnan online: 30 minutes and more 1, 15 to 30 0.5, below 0.25, a test 0.5; 50 online hours a year.
"""

_FACE = ("lecture", "breakout", "field", "discussion", "make_up")
_ALL_ONLINE = ("online", "micro")


def _days(full, half):
    return {
        "way": "days", "unit": 45, "step": "0", "half_from": 120, "half_day": str(half), "full_from": 300, "full_day": str(full),
    }


def _clock(unit=45, step="0", **more):
    return {"way": "clock", "unit": unit, "step": step, **more}


NATIONAL = {"other": _clock(), "once": list(_ALL_ONLINE)}
UNIT_2018 = {
    "kinds": {
        **{kind: _days(8, 4) for kind in _FACE},
        "study": _days(8, 4) | {"unit": 60, "step": "1"},
    },
    "other": _clock(), "once": list(_ALL_ONLINE),
}
NANJING = {
    "kinds": {**{kind: _days(6, 3) for kind in (*_FACE, "study")}, "teaching": _clock(times="5")},
    "other": _clock(), "once": list(_ALL_ONLINE),
    "caps": [{"kinds": ["recognised"], "hours": "48"}],
    "floors": [{"kinds": [*_FACE, "study"], "hours": "56"}],
    "carry": "1000",
}
ZHENGZHOU = {
    "kinds": {kind: _clock(60, "0.5", complete_only=True) for kind in _ALL_ONLINE},
    "other": _clock(60, "0.5"), "once": list(_ALL_ONLINE),
}
YUNNAN = {
    "kinds": {
        **{kind: {"way": "bands", "bands": [[30, "1"], [15, "0.5"], [0, "0.25"]]} for kind in _ALL_ONLINE},
        "exam": {"way": "bands", "bands": [[0, "0.5"]]},
    },
    "other": _clock(), "once": list(_ALL_ONLINE),
    "floors": [{"kinds": [*_ALL_ONLINE, "exam"], "hours": "50"}],
}
PRESETS = {"national": NATIONAL, "unit_2018": UNIT_2018, "nanjing": NANJING, "zhengzhou": ZHENGZHOU, "yunnan": YUNNAN}
