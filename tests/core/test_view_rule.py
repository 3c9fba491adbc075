"""References from file names, by the rule of a catalogue."""

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RequestError, RequestReason
from core.view_rule import WORDS, ViewRule, from_json, to_json, words_of

# What Vitrine 0.1.0 had before the rule could be edited.
FORMER = re.compile(
    r"(?:[-_ ](?:0?\d|front|back|side|left|right|top|bottom|detail|main|alt|inside|worn)"
    r"| ?\(\d\))$",
    re.IGNORECASE,
)
ANY_NAME = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1)
ENDINGS = st.sampled_from(
    [
        *(*WORDS, *(word.upper() for word in WORDS), "A", ".F", "\n"),
        *("01", "1", "10", "90", "001", "(1)", "(12)"),
        *("\u0661", "\u0660\u0661", "0\u0661", "\u017fide"),  # other digits, an old s
    ]
)
LIKELY_NAME = st.builds(
    "".join, st.lists(st.sampled_from("-_ .()0A\n") | ENDINGS | ANY_NAME, min_size=1)
)
HOUSE = ViewRule(
    words=("A", "B", "F", "front", "c\u00f4t\u00e9"), highest=12, separators="-_ .", runs=True
)


@pytest.mark.parametrize(
    ("name", "reference"),
    [
        ("BG1042.jpg", "BG1042"),
        ("BG1042_01.jpg", "BG1042"),
        ("BG1042-2.jpg", "BG1042"),
        ("BG1042-back.jpg", "BG1042"),
        ("BG1042_FRONT.JPG", "BG1042"),
        ("BG1042 detail.png", "BG1042"),
        ("BG1042 (2).jpg", "BG1042"),
        ("BG1042(3).jpg", "BG1042"),
        ("Model-90.jpg", "Model-90"),
        ("Model-91.jpg", "Model-91"),
        ("Model-2024.jpg", "Model-2024"),
        ("setback.jpg", "setback"),
        ("_01.jpg", "_01"),
        ("Täsche 商品_02.jpg", "Täsche 商品"),
        ("100%_back.jpg", "100%"),
        (".jpg", ".jpg"),
    ],
)
def test_view_suffixes_name_one_product(name: str, reference: str) -> None:
    assert ViewRule().reference_of(Path("/photos") / name) == reference


@given(ANY_NAME)
def test_a_reference_is_never_empty_and_begins_the_name(name: str) -> None:
    path = Path("/photos") / name
    if path.name:
        assert ViewRule().reference_of(path)
        assert path.name.startswith(ViewRule().reference_of(path))


@given(LIKELY_NAME | ANY_NAME)
def test_the_default_is_the_rule_that_there_was_before(name: str) -> None:
    path = Path("/photos") / name
    assert ViewRule().reference_of(path) == (FORMER.sub("", path.stem) or path.stem)


@pytest.mark.parametrize(
    ("name", "reference"),
    [
        ("12345_A.jpg", "12345"),
        ("12345_b.jpg", "12345"),
        ("12345-1.jpg", "12345"),
        ("12345-12.jpg", "12345"),
        ("12345-012.jpg", "12345-012"),
        ("12345-13.jpg", "12345-13"),
        ("12345.F.jpg", "12345"),
        ("BG1042__front.jpg", "BG1042"),
        ("Sac - front.jpg", "Sac"),
        ("Sac 12 (3).jpg", "Sac 12"),
        ("Sac co\u0302te\u0301.jpg", "Sac"),  # as macOS writes it
        ("IMG_0001.jpg", "IMG_0001"),
        ("Model-90.jpg", "Model-90"),
    ],
)
def test_a_house_names_its_views_otherwise(name: str, reference: str) -> None:
    assert HOUSE.reference_of(Path("/photos") / name) == reference


@pytest.mark.parametrize("highest", [1, 9, 10, 99, 999])
@pytest.mark.parametrize("runs", [False, True])
def test_numbers_of_four_digits_are_never_views(highest: int, runs: bool) -> None:
    every = ViewRule(highest=highest, runs=runs, separators="-_ .")
    for name in ("IMG_0001", "IMG_9999", "DSC 0002", "IMG_(0001)"):
        assert every.reference_of(Path(f"{name}.jpg")) == name


@given(number=st.integers(0, 1200), highest=st.integers(1, 999))
def test_numbers_are_views_up_to_the_highest(number: int, highest: int) -> None:
    expected = "A" if number <= highest else f"A-{number}"
    assert ViewRule(highest=highest).reference_of(Path(f"A-{number}.jpg")) == expected
    bracketed = "A" if number <= highest else f"A ({number})"
    assert ViewRule(highest=highest).reference_of(Path(f"A ({number}).jpg")) == bracketed


def test_each_part_can_be_left_out() -> None:
    def said(rule: ViewRule) -> list[str]:
        return [rule.reference_of(Path(f"A{end}.jpg")) for end in ("_2", "_back", " (2)")]

    assert said(ViewRule(numbers=False)) == ["A_2", "A", "A"]
    assert said(ViewRule(words=())) == ["A", "A_back", "A"]
    assert said(ViewRule(brackets=False)) == ["A", "A", "A (2)"]
    assert said(ViewRule(words=(), numbers=False)) == ["A_2", "A_back", "A"]
    nothing = ViewRule(words=(), numbers=False, brackets=False)
    assert said(nothing) == ["A_2", "A_back", "A (2)"]


RULES = st.builds(
    ViewRule,
    words=st.lists(ANY_NAME.filter(str.strip), max_size=5).map(tuple),
    numbers=st.booleans(),
    brackets=st.booleans(),
    highest=st.integers(1, 999),
    separators=st.text("-_ .+^]\\[&~|#", min_size=1),
    runs=st.booleans(),
)


@given(rule=RULES, reference=st.from_regex(r"[A-Z]{2}[0-9]{4}", fullmatch=True), data=st.data())
def test_any_rule_reads_the_views_that_it_names(
    rule: ViewRule, reference: str, data: st.DataObject
) -> None:
    assert from_json(to_json(rule)) == rule
    views = [f"{separator}{word.strip()}" for word in rule.words for separator in rule.separators]
    views += [f"{rule.separators[0]}{rule.highest}"] if rule.numbers else []
    views += [f" ({rule.highest})"] if rule.brackets else []
    view = data.draw(st.sampled_from(["", *views]))
    assert rule.reference_of(Path(f"{reference}{view}.jpg")) == reference


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"words": ("a", " ")}, "empty"),
        ({"separators": ""}, "neither"),
        ({"separators": "-x"}, "neither"),
        ({"highest": 0}, "highest"),
        ({"highest": 1000}, "highest"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(changed: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        ViewRule(**changed)
    values = msgspec.to_builtins(ViewRule()) | changed
    with pytest.raises(RequestError) as caught:
        from_json(msgspec.json.encode(values).decode())
    assert caught.value.reason == RequestReason.BAD_VIEW_RULE


@pytest.mark.parametrize("text", ["", "[]", "{", '{"more": 1}', '{"highest": "9"}'])
def test_what_is_no_rule_is_not_read_as_one(text: str) -> None:
    with pytest.raises(RequestError):
        from_json(text)


def test_a_list_of_words_is_read_as_people_type_it() -> None:
    assert words_of(" front, back,;A,\nFRONT , a,") == ("front", "back", "A")
    assert words_of(" ") == ()
