"""Every sentence has a French one that can take its place."""

import gettext
import io
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core import folders, language
from core.errors import (
    CatalogueReason,
    FolderReason,
    IndexReason,
    PhotoReason,
    Reason,
    RequestReason,
    WeightsReason,
)
from core.laboratory_records import SetSource
from core.messages import words
from core.weights import open_store
from desktop.laboratory.new_set_dialog import NewSetDialog
from desktop.librarian import Librarian
from desktop.main_window import MainWindow
from desktop.models.dialogs import encoder_dialog, removal_dialog
from desktop.models.encoder_form import EncoderForm
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.report.report_dialog import ReportDialog
from desktop.set_aside_dialog import SetAsideDialog
from desktop.tools.check_dialog import CheckDialog
from desktop.tools.duplicates_dialog import DuplicatesDialog
from desktop.tools.import_dialog import ImportDialog
from desktop.tools.tools import Tools

FOLDER = folders.resource("locale", "fr", "LC_MESSAGES")
REFRESH = "; resources/locale/README.md says how to bring the files up to date"
REASONS: list[Reason] = [
    reason
    for reasons in (
        PhotoReason,
        FolderReason,
        WeightsReason,
        CatalogueReason,
        IndexReason,
        RequestReason,
    )
    for reason in reasons
]


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """The language is one for the whole process."""
    yield
    language.use("en")


@pytest.fixture
def thumbnails() -> Iterator[ThumbnailLoader]:
    """A loader whose threads have ended when the test has."""
    made = ThumbnailLoader()
    yield made
    made.close()


@pytest.fixture(scope="module")
def source() -> Catalog:
    """The sentences of the program as they stand."""
    made = Catalog()
    for package in ("core", "desktop"):
        for name, line, message, _, _ in extract_from_dir(folders.resource().parent / package):
            made.add(message, locations=[(f"{package}/{name}", line)])
    return made


@pytest.fixture(scope="module")
def french() -> Catalog:
    """The .po file."""
    with (FOLDER / "vitrine.po").open("rb") as file:
        return read_po(file, locale="fr", domain="vitrine")


def sentences(catalog: Catalog) -> list[Message]:
    """Its messages without the header."""
    return [message for message in catalog if message.id]


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Singular and plural, or the one form there is."""
    return (text,) if isinstance(text, str) else tuple(text)


def translated(message: Message) -> list[tuple[str, str]]:
    """Each French form beside the English one that it stands for."""
    ours, theirs = forms(message.id), forms(message.string)
    return [(ours[min(i, len(ours) - 1)], text) for i, text in enumerate(theirs)]


def texts(catalog: Catalog) -> list[tuple[str, str]]:
    """Every English form and its French one."""
    return [pair for message in sentences(catalog) for pair in translated(message)]


def placeholders(text: str) -> Counter[str]:
    """What `str.format` fills in."""
    return Counter(re.findall(r"\{\w*\}", text))


def mnemonics(text: str) -> list[str]:
    """The letters that an & marks, lower-case."""
    return [letter.lower() for letter in re.findall(r"&([^&])", text.replace("&&", ""))]


def clashes(labels: list[str]) -> list[str]:
    """Letters that more than one label claims."""
    claimed = Counter(letter for label in labels for letter in mnemonics(label))
    return [letter for letter, count in claimed.items() if count > 1]


def main_window(qtbot: QtBot, thumbnails: ThumbnailLoader) -> MainWindow:
    """The window in the current language."""
    made = MainWindow(thumbnails)
    qtbot.addWidget(made)
    return made


def labels(widget: QWidget, names: list[str] | None = None) -> list[str]:
    """What the push buttons in `widget` say, all of them or the ones named."""
    return [
        button.text()
        for button in widget.findChildren(QPushButton)
        if names is None or button.objectName() in names
    ]


def test_every_sentence_has_its_french(source: Catalog, french: Catalog) -> None:
    told = {message.id for message in sentences(french) if all(forms(message.string))}
    lacking = [
        f"{message.locations[0][0]}:{message.locations[0][1]}: {message.id}"
        for message in sentences(source)
        if message.id not in told
    ]
    assert not lacking, "no French for\n" + "\n".join(lacking) + REFRESH


def test_the_french_has_nothing_that_the_program_no_longer_says(
    source: Catalog, french: Catalog
) -> None:
    said = {message.id for message in sentences(source)}
    unsaid = [message.id for message in sentences(french) if message.id not in said]
    assert not unsaid, f"{unsaid}{REFRESH}"
    assert not french.obsolete, REFRESH


def test_no_translation_is_a_guess(french: Catalog) -> None:
    assert not [message.id for message in sentences(french) if message.fuzzy]


def test_plurals_have_as_many_forms_as_french_has(french: Catalog) -> None:
    assert french.plural_forms == "nplurals=2; plural=(n > 1);"
    for message in sentences(french):
        assert len(forms(message.string)) == (french.num_plurals if message.pluralizable else 1)


def test_placeholders_survive(french: Catalog) -> None:
    changed = [text for ours, text in texts(french) if placeholders(ours) != placeholders(text)]
    assert not changed


def test_mnemonics_ellipses_and_line_breaks_survive(french: Catalog) -> None:
    changed = [
        text
        for ours, text in texts(french)
        if len(mnemonics(ours)) != len(mnemonics(text))
        or ours.endswith("…") != text.endswith("…")
        or ours.count("\n") != text.count("\n")
    ]
    assert not changed


def test_french_typography(french: Catalog) -> None:
    wrong = re.compile(r"[^\u00a0][;:?!%»]|«[^\u00a0]|['\"“”]")
    assert not [text for ours, text in texts(french) if wrong.search(text)]


def test_the_compiled_file_is_what_the_sentences_compile_to(french: Catalog) -> None:
    fresh = io.BytesIO()
    write_mo(fresh, french)
    fresh.seek(0)
    with (FOLDER / "vitrine.mo").open("rb") as file:
        shipped = vars(gettext.GNUTranslations(file))["_catalog"]
    compiled = vars(gettext.GNUTranslations(fresh))["_catalog"]
    for made in (shipped, compiled):
        made.pop("", None)  # the header names the version of Babel
    assert shipped == compiled, REFRESH


def test_both_languages_have_a_guide_with_the_same_pictures() -> None:
    shown = [
        re.findall(r"!\[[^]]*\]\(([^)]*)\)", folders.guide(code).read_text(encoding="utf-8"))
        for code in language.LANGUAGES
    ]
    for code, pictures in zip(language.LANGUAGES, shown, strict=True):
        missing = [p for p in pictures if not (folders.guide(code).parent / p).is_file()]
        assert missing == []
        assert all(f"/pictures/{code}/" in picture for picture in pictures)
    english, french = ([Path(picture).name for picture in pictures] for pictures in shown)
    assert english == french != []


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_no_two_entries_of_a_menu_share_a_letter(
    code: str, qtbot: QtBot, thumbnails: ThumbnailLoader
) -> None:
    language.use(code)
    window = main_window(qtbot, thumbnails)
    librarian = Librarian()
    tools = Tools(window, librarian, window.notice_bar, list)
    window.menus.add_tools(tools.all())
    menus = {"bar": window.menuBar().actions()}
    menus |= {menu.objectName(): menu.actions() for menu in window.findChildren(QMenu)}
    menus["photo"] = window.photo_actions.all()
    menus["cutout"] = window.cutout_actions.all()
    assert {
        "menu_file",
        "menu_edit",
        "menu_catalogue",
        "menu_view",
        "menu_theme",
        "menu_models",
        "menu_help",
    } <= menus.keys()
    assert not {
        name: found
        for name, actions in menus.items()
        if (found := clashes([action.text() for action in actions]))
    }
    tools.close()
    librarian.close()


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_no_two_buttons_side_by_side_share_a_letter(
    code: str, qtbot: QtBot, thumbnails: ThumbnailLoader
) -> None:
    language.use(code)
    window = main_window(qtbot, thumbnails)
    window.status_line.set_set_aside(2)
    bar = [action.text() for action in window.menuBar().actions()]
    status = labels(window.status_line)
    views = ["view_matches", "view_catalogue", "view_laboratory"]
    top = labels(window, [*views, "filter_clear"])
    assert len(top) == 4
    for panes in (window.matches_view, window.product_sheet):  # never both: one, then the other
        for opens in (["open_photo_button"], ["open_another_button"]):
            query = labels(window.query_pane, opens)
            assert query
            assert not clashes(bar + status + top + query + labels(panes))
    assert not clashes(bar + status + top + labels(window.workspace.catalogue_view))
    seen = labels(window, views) + labels(window.workspace.laboratory_view)
    assert not clashes(bar + status + seen)
    dialog = SetAsideDialog(window)
    assert len(labels(dialog)) == 4
    assert not clashes(labels(dialog))


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_no_two_labels_of_a_tool_share_a_letter(
    code: str, qtbot: QtBot, thumbnails: ThumbnailLoader
) -> None:
    language.use(code)
    quick, slow = Librarian(), Librarian()
    dialogs: list[QDialog] = [
        ImportDialog(quick, slow),
        CheckDialog(slow),
        ReportDialog(),
        DuplicatesDialog(quick, slow, thumbnails),
        removal_dialog(open_store().of_job("removal")),
        encoder_dialog(EncoderForm(open_store().of_job("encoder"))),
    ]
    for dialog in dialogs:
        qtbot.addWidget(dialog)
        said = [label.text() for label in dialog.findChildren(QLabel) if label.buddy()]
        said += [box.text() for box in dialog.findChildren(QCheckBox)]
        assert len(labels(dialog)) >= 3
        assert not clashes(said + labels(dialog))
    for librarian in (quick, slow):
        librarian.close()


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_no_two_labels_of_a_new_test_set_share_a_letter(code: str, qtbot: QtBot) -> None:
    language.use(code)
    dialog = NewSetDialog(SetSource.CSV, Path("truth.csv"))
    qtbot.addWidget(dialog)
    said = [label.text() for label in dialog.findChildren(QLabel) if label.buddy()]
    said += [box.text() for box in dialog.findChildren(QCheckBox)]
    assert len(said) == 2
    assert not clashes(said + labels(dialog))


def test_french_comes_out_and_english_again(qtbot: QtBot, thumbnails: ThumbnailLoader) -> None:
    path = "/photos/Sacs/BG1042_front.jpg"
    language.use("fr")
    assert words(PhotoReason.EMPTY, path) == (
        "La photo «\u00a0BG1042_front.jpg\u00a0» est vide\u00a0: "
        "recopiez-la depuis son emplacement d’origine."
    )
    assert main_window(qtbot, thumbnails).menus.quit.text() == "&Quitter"
    language.use("en")
    assert words(PhotoReason.EMPTY, path).startswith("“BG1042_front.jpg” is empty")
    assert main_window(qtbot, thumbnails).menus.quit.text() == "&Quit"


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0\u00a0photo"), (1, "1\u00a0photo"), (2, "2\u00a0photos")]
)
def test_none_is_singular_in_french(count: int, said: str) -> None:
    language.use("fr")
    form = language.ngettext("{count} photo", "{count} photos", count)
    assert form.format(count=count) == said


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_reasons_of_the_same_value_have_sentences_of_their_own(code: str) -> None:
    language.use(code)
    told = {(type(reason), words(reason, "subject")) for reason in REASONS}
    shared = [text for text, count in Counter(text for _, text in told).items() if count > 1]
    assert not shared
