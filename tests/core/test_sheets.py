"""Tables joined on the reference, and products written to tables."""

import csv
import datetime
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from core import products, sheets
from core.catalogue import Catalogue
from core.check import check
from core.errors import RequestError, RequestReason
from core.export import THUMBNAIL_SIDE, export, is_exportable
from core.jobs import result
from core.product_records import Filter, Product, ProductChanges
from core.records import FileStamp, Stage
from core.search import search
from core.sheets import JoinReport, Row, Sheet, Target, Unmatched, guess, join, preview, read

ROOT = Path("/photos")
FILES = ("Sacs/BG-1042.jpg", "Sacs/1042.jpg", "Montres/WT11.jpg", "Sacs/WT11.jpg")
PATH = Path("table.csv")
TEXT = "Référence;Désignation;Prix €\nBG-1042;Cabas écru;1 290\nXX;œuvre;\n"


@pytest.fixture
def filled(catalogue: Catalogue) -> Catalogue:
    root_id = catalogue.root_id(ROOT)
    catalogue.add_files(root_id, ROOT, [FileStamp(ROOT / name, 1, 1) for name in FILES])
    return catalogue


def of(catalogue: Catalogue, name: str) -> Product:
    return products.products(catalogue, [catalogue.product_of(ROOT / name) or 0])[0]


def written(path: Path, *rows: list[object]) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("line", ["\n", "\r\n"])
def test_a_csv_is_read_whatever_wrote_it(
    tmp_path: Path, encoding: str, delimiter: str, line: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.replace(";", delimiter).replace("\n", line).encode(encoding))
    assert read(path) == Sheet(
        path,
        ("Référence", "Désignation", "Prix €"),
        (Row(2, ("BG-1042", "Cabas écru", "1 290")), Row(3, ("XX", "œuvre", ""))),
    )


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_line_that_tells_excel_the_delimiter_is_no_row(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"sep={delimiter}\r\nreference;name\r\nB1;x, y\r\n".replace(";", delimiter))
    assert read(path).headings == ("reference", "name")
    assert read(path).rows[0].cells[0] == "B1"
    assert read(path).rows[0].number == 3


def test_an_xlsx_is_read_as_a_person_sees_it(tmp_path: Path) -> None:
    path = written(
        tmp_path / "A.XLSX",
        [None, None],
        ["Ref", "Date", "Prix", "Vu"],
        [1042.0, datetime.datetime(2026, 11, 25), 9.5, True],
        ["  BG ", None, "", 3],
    )
    assert read(path) == Sheet(
        path,
        ("Ref", "Date", "Prix", "Vu"),
        (Row(3, ("1042", "2026-11-25", "9.5", "True")), Row(4, ("BG", "", "", "3"))),
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.csv", b""), ("a.csv", b"\n\n"), ("a.csv", b"a\0b"), ("a.xlsx", b"PK"), ("a.xlsx", b"")],
)
def test_what_is_no_table_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    for path in (tmp_path / name, tmp_path / "nowhere.csv"):
        with pytest.raises(RequestError) as caught:
            read(path)
        assert caught.value.reason == RequestReason.BAD_SHEET


def test_headings_say_where_columns_go(filled: Catalogue) -> None:
    sheet = Sheet(
        PATH, ("RÉF.", "Catégorie", "Nom", "Libellé", "Mots-clés", "Prix", "", "Image"), ()
    )
    assert guess(filled, sheet) == (
        *(Target.REFERENCE, Target.CATEGORY, Target.NAME, Target.OWN, Target.TAGS, Target.OWN),
        *(Target.NOWHERE, Target.NOWHERE),
    )


def test_without_such_a_heading_the_references_are_looked_for(filled: Catalogue) -> None:
    rows = (Row(2, ("x", "bg-1042")), Row(3, ("1042",)), Row(4, ("y", "WT11")))
    assert guess(filled, Sheet(PATH, ("A", "B"), rows)) == (Target.OWN, Target.REFERENCE)
    assert guess(filled, Sheet(PATH, ("A", "B"), ())) == (Target.OWN, Target.OWN)
    with pytest.raises(RequestError) as caught:
        preview(filled, Sheet(PATH, ("A", "B"), rows), [Target.OWN, Target.OWN])
    assert caught.value.reason == RequestReason.BAD_SHEET


def test_a_table_is_taken_over_and_what_it_lacks_is_told(filled: Catalogue) -> None:
    products.change(filled, [1], ProductChanges(name="old", notes="stays", add_tags=("x",)))
    sheet = Sheet(
        PATH,
        ("ref", "categorie", "nom", "notes", "tags", "Prix"),
        (
            Row(2, ("bg-1042 ", "Cabas", "new", "", "y; X,z", "9")),
            Row(3, ("WT11", "montres", "montre")),
            Row(4, ("WT11", "", "which?")),
            Row(5, ("nobody", "", "z", "", "", "1")),
            Row(6, ("", "", "z")),
        ),
    )
    targets = guess(filled, sheet)
    expected = JoinReport(
        5, (1, 3), (Unmatched(4, "WT11"), Unmatched(5, "nobody"), Unmatched(6, ""))
    )
    assert preview(filled, sheet, targets) == expected
    assert of(filled, FILES[0]).name == "old"
    assert join(filled, sheet, targets) == expected
    first = of(filled, FILES[0])
    assert (first.category, first.name, first.notes) == ("Cabas", "new", "stays")
    assert (first.tags, first.columns) == (("x", "y", "z"), {"Prix": "9"})
    assert of(filled, FILES[2]).name == "montre"
    assert of(filled, FILES[3]).name == ""


def test_a_category_in_capitals_makes_no_second_one(filled: Catalogue) -> None:
    rows = (Row(2, ("WT11", "SACS", "Montre")), Row(3, ("bg-1042", "sacs", "")))
    targets = (Target.REFERENCE, Target.CATEGORY, Target.NAME)
    told = join(filled, Sheet(PATH, ("ref", "category", "name"), rows), targets)
    assert len(told.products) == 2
    assert of(filled, FILES[3]).name == "Montre"
    assert {of(filled, name).category for name in FILES} == {"Sacs", "Montres"}


def test_all_rows_or_none(filled: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Sheet(PATH, ("ref", "nom"), (Row(2, ("BG-1042", "a")), Row(3, ("1042", "b"))))
    real = sheets.change_one

    def fail_at_second(database, product_id, changes):
        if changes.name == "b":
            raise RuntimeError
        real(database, product_id, changes)

    monkeypatch.setattr(sheets, "change_one", fail_at_second)
    with pytest.raises(RuntimeError):
        join(filled, sheet, guess(filled, sheet))
    assert of(filled, FILES[0]).name == ""


def test_a_large_table_fills_the_text_to_search_in_once(
    filled: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "_MANY", 1)
    triggers = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
    before = filled.database.one(triggers)
    rows = (Row(2, ("BG-1042", "écru")), Row(3, ("1042", "")), Row(4, ("XX", "")))
    join(filled, Sheet(PATH, ("ref", "nom"), rows), (Target.REFERENCE, Target.NAME))
    assert search(filled, Filter("ecru")) == [1]
    products.change(filled, [1], ProductChanges(name="noir"))  # the triggers are there again
    assert search(filled, Filter("noir")) == [1]
    assert filled.database.one(triggers) == before
    assert result(check(filled)) == []


@pytest.fixture
def described(filled: Catalogue) -> Catalogue:
    products.change(
        filled,
        [1],
        ProductChanges(
            name='=1+1 "é"', notes="a\nb;c,\x07", add_tags=("x", "y"), columns={"Prix": "9"}
        ),
    )
    products.change(filled, [2], ProductChanges(columns={"prix": "007"}))
    return filled


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_what_is_written_can_be_joined_again(
    described: Catalogue, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    assert result(export(described, [2, 1, 99], path)) == 2
    assert [p.name for p in tmp_path.glob("out*")] == [name]
    before = products.products(described, [1, 2])
    sheet = read(path)
    assert [heading for heading in sheet.headings if heading != "photo"] == [
        *("reference", "category", "name", "tags", "notes", "Prix")
    ]
    products.change(
        described, [1, 2], ProductChanges(name="", remove_tags=("x", "y"), columns={"Prix": ""})
    )
    report = join(described, sheet, guess(described, sheet))
    assert (report.products, report.unmatched) == ((2, 1), ())
    again = products.products(described, [1, 2])
    assert [p.tags for p in again] == [p.tags for p in before]
    assert [p.name for p in again] == [p.name for p in before]
    assert [list(p.columns.values()) for p in again] == [["9"], ["007"]]


def test_excel_sees_thumbnails_and_no_formulas(indexed: Catalogue, tmp_path: Path) -> None:
    ids = [indexed.database.one("SELECT id FROM product WHERE reference = 'SH1'"), 1]
    products.change(indexed, ids[:1], ProductChanges(name="=HYPERLINK(1)"))
    result(export(indexed, ids, tmp_path / "out.xlsx"))
    (sheet,) = load_workbook(tmp_path / "out.xlsx").worksheets
    assert (sheet["D2"].value, sheet["D2"].data_type) == ("=HYPERLINK(1)", "s")
    assert len(sheet._images) == 2
    assert all(max(image.width, image.height) <= THUMBNAIL_SIDE for image in sheet._images)


def test_no_spreadsheet_runs_what_is_in_a_csv(filled: Catalogue, tmp_path: Path) -> None:
    own = {"=A1": "@x", "Prix": "-5"}
    products.change(filled, [1], ProductChanges(name="=1+1", notes="- new", columns=own))
    result(export(filled, [1], tmp_path / "out.csv"))
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        headings, row = csv.reader(file)
    assert "'=A1" in headings
    assert {"'=1+1", "'- new", "'@x", "-5"} <= set(row)
    again = read(tmp_path / "out.csv")
    assert {"=1+1", "- new", "@x", "-5"} <= set(again.rows[0].cells)
    assert "=A1" in again.headings


def test_a_file_that_cannot_be_written_is_said_so(described: Catalogue, tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere" / "a.csv", tmp_path / "nowhere" / "a.xlsx"):
        with pytest.raises(RequestError) as caught:
            result(export(described, [1], path))
        assert caught.value.reason == RequestReason.CANNOT_WRITE
    assert is_exportable(Path("A.XLSX"))
    assert not is_exportable(Path("a.txt"))


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_an_export_left_off_changes_no_file(
    described: Catalogue, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_text("an earlier one")
    steps = len(list(export(described, [1, 2], tmp_path / f"whole-{name}")))
    assert steps >= 2
    for last in range(1, steps + 1):
        job = export(described, [1, 2], path)
        told = [next(job) for _ in range(last)]
        assert {(step.stage, step.total) for step in told} == {(Stage.EXPORTING, 2)}
        job.close()
        assert path.read_text() == "an earlier one"
        assert [p.name for p in tmp_path.glob("out*")] == [name]


@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), max_size=4)),
    st.sampled_from(";,\t"),
)
def test_any_csv_is_a_table_or_refused(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], delimiter: str
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(text.getvalue().encode())
    if any(cell.strip() for row in rows for cell in row):
        assert any(read(path).headings)
    else:
        with pytest.raises(RequestError):
            read(path)
