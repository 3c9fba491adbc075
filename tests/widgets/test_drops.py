"""What programs hand over, dropped on the window with real drags: docs/drops.md is this list."""

import base64
import struct
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core import folders
from desktop.main_window import MainWindow
from desktop.query.drop_formats import windows
from desktop.query.drops import Online, read
from tests.picture_site import Site, pictures_at
from tests.widgets.test_main_window import drop, notice

Made = Callable[[], QMimeData]


def png(colour: str = "red", size: tuple[int, int] = (40, 30)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


PNG = png()
DATA_URI = "data:image/png;base64," + base64.b64encode(PNG).decode()


def mime(**held: str | bytes) -> QMimeData:
    """`text`, `html`, `uris`, and any other format by its name."""
    data = QMimeData()
    names = {"uris": "text/uri-list", "text": "text/plain", "html": "text/html"}
    for name, value in held.items():
        data.setData(names.get(name, name), value if isinstance(value, bytes) else value.encode())
    return data


def with_image(data: QMimeData) -> QMimeData:
    data.setImageData(QImage.fromData(PNG))
    return data


def descriptor(*names: str) -> bytes:
    """FILEGROUPDESCRIPTORW."""
    files = (b"\0" * 72 + name.encode("utf-16-le").ljust(520, b"\0") for name in names)
    return struct.pack("<I", len(names)) + b"".join(files)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with pictures_at(monkeypatch, PNG) as address:
        yield address


@pytest.fixture(autouse=True)
def closed(window: MainWindow) -> Iterator[None]:
    yield
    window.arrivals.close()


def dropped_photo(qtbot: QtBot, window: MainWindow, data: QMimeData) -> Path:
    with qtbot.waitSignal(window.photos_chosen, timeout=5000) as chosen:
        drop(window, data)
    path: Path = chosen.args[0][0]
    return path


# Pictures and files that are here: name, what is handed over, what the photo is called.
def explorer(path: Path) -> QMimeData:
    data = mime(uris=path.as_uri())
    data.setData(windows("FileNameW"), str(path).encode("utf-16-le"))
    data.setData(windows("Shell IDList Array"), b"\0\1")
    return data


def nautilus_drag(path: Path) -> QMimeData:
    return mime(
        uris=f"{path.as_uri()}\r\n",
        text=str(path),
        **{"application/vnd.portal.filetransfer": "1092486", "application/x-gtk-local-dnd": "x"},
    )


def nautilus_copy(path: Path) -> QMimeData:
    return mime(**{"x-special/gnome-copied-files": f"copy\n{path.as_uri()}"})


def nautilus_3(path: Path) -> QMimeData:
    return mime(text=f"x-special/nautilus-clipboard\ncopy\n{path.as_uri()}\n")


def commented(path: Path) -> QMimeData:
    return mime(uris=f"# a photo\r\n\r\n{path.as_uri()}\r\n")


def unencoded(path: Path) -> QMimeData:
    return mime(uris=f"file://{path}\0")


def of_this_host(path: Path) -> QMimeData:
    return mime(uris=f"file://localhost{path.as_uri()[7:]}")


def finder_with_icon(path: Path) -> QMimeData:
    return with_image(mime(uris=path.as_uri(), text=path.name))


@pytest.mark.parametrize(
    "made",
    [
        *(explorer, nautilus_drag, nautilus_copy, nautilus_3),
        *(commented, unencoded, of_this_host, finder_with_icon),
    ],
)
@pytest.mark.parametrize("name", ["bag.jpg", "été 100%25 #1 商品.jpg"])
def test_a_file_of_a_file_manager_is_looked_at_where_it_lies(
    qtbot: QtBot,
    window: MainWindow,
    photo: Callable[..., Path],
    made: Callable[[Path], QMimeData],
    name: str,
) -> None:
    if made is unencoded:
        name = name.replace("#", "").replace("%25", "")
    path = photo(name)
    assert dropped_photo(qtbot, window, made(path)) == path
    assert not folders.queries_folder().exists()


HELD: dict[str, tuple[Made, str]] = {
    "Outlook, an attachment": (
        lambda: mime(
            **{
                windows("FileGroupDescriptorW"): descriptor("Sac d'été.png", "other.docx"),
                windows("FileContents") + ";index=0": PNG,
            }
        ),
        "Sac d'été.png",
    ),
    "Chrome on Windows": (
        lambda: mime(
            uris="https://shop.example/page",
            html='<a href="https://shop.example/page"><img src="https://shop.example/b.jpg"></a>',
            **{
                windows("UniformResourceLocatorW"): "https://x.example/b\0".encode("utf-16-le"),
                windows("FileGroupDescriptorW"): descriptor("b.png"),
                windows("FileContents"): PNG,
            },
        ),
        "b.png",
    ),
    "Firefox, copied picture": (
        lambda: mime(html='<img src="https://a.example/b.jpg">', **{"image/png": PNG}),
        "Picture.png",
    ),
    "GNOME screenshot": (lambda: mime(**{"image/png": PNG}), "Picture.png"),
    "Windows snipping tool": (
        lambda: with_image(mime(**{windows("PNG"): PNG})),
        "Picture.png",
    ),
    "Print key on Windows": (lambda: with_image(QMimeData()), "Picture.png"),
    "macOS screenshot": (lambda: with_image(QMimeData()), "Picture.png"),
    "Chrome on macOS, dragged picture": (
        lambda: with_image(mime(uris="https://a.example/b.jpg")),
        "Picture.png",
    ),
    "GIMP, many formats": (
        lambda: mime(**{"image/x-icon": b"\0\0", "image/bmp": b"BM", "image/png": PNG}),
        "Picture.png",
    ),
    "a page's picture inside its address": (
        lambda: mime(html=f'<img alt="x" src="{DATA_URI}">', uris="https://a.example/"),
        "Picture.png",
    ),
    "a data address as text": (lambda: mime(text=DATA_URI), "Picture.png"),
    "a data address as link": (lambda: mime(uris=DATA_URI), "Picture.png"),
}


@pytest.mark.parametrize("who", HELD)
def test_a_picture_that_is_handed_over_is_kept_and_looked_at(
    qtbot: QtBot, window: MainWindow, who: str
) -> None:
    made, name = HELD[who]
    path = dropped_photo(qtbot, window, made())
    assert path.name == name
    assert path.parent.parent == folders.queries_folder()
    with Image.open(path) as kept:
        assert (kept.size, kept.convert("RGB").getpixel((0, 0))) == ((40, 30), (255, 0, 0))
    assert not window.notice_bar.isVisible()


# What is on the web alone; the address is to begin with {0}.
ONLINE: dict[str, Callable[[str], QMimeData]] = {
    "Firefox on Linux": lambda url: mime(
        html=f'<img src="{url}">'.encode("utf-16"),
        text=url,
        **{
            "text/x-moz-url": f"{url}\nA bag".encode("utf-16-le"),
            "application/x-moz-file-promise-url": url.encode("utf-16-le"),
            "application/x-moz-file-promise-dest-filename": "bag.png".encode("utf-16-le"),
        },
    ),
    "Firefox, the picture of a link": lambda url: mime(
        uris="https://shop.example/page",
        html=f'<a href="https://shop.example/page"><b>x</b><img src="{url}"></a>',
    ),
    "Chrome on Linux": lambda url: mime(uris=f"{url}\r\n", html=f'<img src="{url}" alt="">'),
    "Safari": lambda url: mime(uris=url, html=f'<img src="{url}"/>'),
    "a page that gives a file": lambda url: mime(DownloadURL=f"image/png:bag.png:{url}"),
    "Windows, an address alone": lambda url: mime(
        **{windows("UniformResourceLocatorW"): f"{url}\0".encode("utf-16-le")}
    ),
    "an address bar": lambda url: mime(text=url),
    "an address with a space behind": lambda url: mime(text=f" {url}\n"),
    "a relative picture with its page": lambda url: mime(
        uris=url.replace("bag.png", "page"), html='<img src="bag.png">'
    ),
    "a relative picture with a base": lambda url: mime(
        html=f'<base href="{url}"><img src="/bag.png?size=2">'
    ),
    "a script and an address": lambda url: mime(uris=f"javascript:void(0)\r\n{url}"),
}


@pytest.mark.parametrize("who", ONLINE)
def test_what_is_on_the_web_is_fetched_after_asking(
    qtbot: QtBot, window: MainWindow, site: str, who: str
) -> None:
    with qtbot.assertNotEmitted(window.photos_chosen, wait=50):
        drop(window, ONLINE[who](f"{site}/bag.png"))
    assert notice(window) == f"Fetch the picture from {site[7:]}?"
    assert Site.heard == []
    button = window.findChildren(QPushButton, "notice_fetch_picture")[-1]
    assert window.focusWidget() is button
    with qtbot.waitSignal(window.photos_chosen, timeout=5000) as chosen:
        qtbot.keyClick(button, Qt.Key.Key_Space)
    assert chosen.args[0][0].name == "bag.png"
    assert chosen.args[0][0].read_bytes() == PNG
    assert not window.notice_bar.isVisible()


REFUSED: dict[str, tuple[Made, str]] = {
    "text": (lambda: mime(text="a bag\nand more"), "There is no picture in “a bag and more”"),
    "a colour": (
        lambda: mime(**{"application/x-color": b"\0"}),
        "There is no picture in “application x-color”",
    ),
    "nothing": (QMimeData, "There is no picture in “…”"),
    "a page without picture": (lambda: mime(html="<p>a bag</p>"), "There is no picture in"),
    "a script": (lambda: mime(uris="javascript:alert(1)"), "be fetched from “javascript:alert(1)”"),
    "an empty page": (lambda: mime(text="about:blank"), "be fetched from “about:blank”"),
    "FTP": (lambda: mime(uris="ftp://host/bag.jpg"), "only from http and https"),
    "blob": (
        lambda: mime(uris="blob:https://a.example/5f6"),
        "“blob:a.example” is only in the memory of the browser",
    ),
    "another computer": (
        lambda: mime(uris="file://nas/photos/bag%201.jpg"),
        "“bag 1.jpg” lies on another computer",
    ),
    "a promise on macOS": (
        lambda: mime(**{"com.apple.pasteboard.promised-file-url": b"x"}),
        "only promises",
    ),
    "a sandboxed program": (
        lambda: mime(**{"application/vnd.portal.filetransfer": b"123"}),
        "only promises",
    ),
    "an attachment that does not come": (
        lambda: mime(**{windows("FileGroupDescriptorW"): descriptor("bag.jpg")}),
        "only promises “bag.jpg”",
    ),
    "a damaged descriptor": (
        lambda: mime(**{windows("FileGroupDescriptorW"): b"\xff\xff\xff\xff\0"}),
        "only promises",
    ),
    "a damaged data address": (lambda: mime(text="data:image/png;base64,%%%"), "is damaged"),
    "a data address of a page": (
        lambda: mime(text="data:image/png," + "<html>Sign in"),
        "is a web page",
    ),
    "a picture that is none": (lambda: mime(**{"image/png": b"\x89PNG\r\n\x1a\n"}), "incomplete"),
}


@pytest.mark.parametrize("who", REFUSED)
def test_anything_else_is_refused_in_one_sentence(
    qtbot: QtBot, window: MainWindow, who: str
) -> None:
    made, words = REFUSED[who]
    with qtbot.assertNotEmitted(window.photos_chosen):
        drop(window, made())
        qtbot.waitUntil(window.notice_bar.isVisible, timeout=5000)
    assert words in notice(window)
    assert notice(window).endswith(".")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("404", "has no picture at this address any more"),
        ("403", "does not give the picture"),
        ("page", "is a web page and not the picture"),
        ("cut", "broke off"),
        ("to-ftp", "only from http and https"),
    ],
)
def test_what_goes_wrong_on_the_way_is_one_sentence(
    qtbot: QtBot, window: MainWindow, site: str, name: str, words: str
) -> None:
    drop(window, mime(text=f"{site}/{name}"))
    window.notice_bar.action_triggered.emit("fetch_picture")
    qtbot.waitUntil(lambda: words in notice(window), timeout=5000)
    assert not folders.queries_folder().exists()


def test_a_fetch_can_be_left_by_key_and_nothing_comes_of_it(
    qtbot: QtBot, window: MainWindow, site: str
) -> None:
    drop(window, mime(text=f"{site}/drip"))
    window.notice_bar.action_triggered.emit("fetch_picture")
    qtbot.waitUntil(lambda: " · " in notice(window), timeout=5000)
    button = window.findChildren(QPushButton, "notice_leave_picture")[-1]
    assert window.focusWidget() is button
    with qtbot.assertNotEmitted(window.photos_chosen, wait=400):
        qtbot.keyClick(button, Qt.Key.Key_Space)
    assert not window.notice_bar.isVisible()
    assert not folders.queries_folder().exists()


def test_a_question_that_is_dismissed_is_no_answer(
    qtbot: QtBot, window: MainWindow, site: str
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    drop(window, mime(text=f"{site}/bag.png"))
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.notice_bar.isVisible()
    assert Site.heard == []


def test_the_newest_drop_counts(
    qtbot: QtBot, window: MainWindow, site: str, photo: Callable[..., Path]
) -> None:
    chosen: list[tuple[Path, ...]] = []
    window.photos_chosen.connect(chosen.append)
    drop(window, mime(text=f"{site}/drip"))
    window.notice_bar.action_triggered.emit("fetch_picture")
    qtbot.wait(300)
    path = photo("mine.jpg")
    drop(window, mime(uris=path.as_uri()))
    assert not window.notice_bar.isVisible()
    qtbot.wait(600)
    assert chosen == [(path,)]


def test_a_picture_that_is_dropped_with_shift_is_looked_at_too(
    qtbot: QtBot, window: MainWindow
) -> None:
    with (
        qtbot.waitSignal(window.photos_added, timeout=5000) as added,
        qtbot.assertNotEmitted(window.photos_chosen),
    ):
        drop(window, mime(text=DATA_URI), Qt.KeyboardModifier.ShiftModifier)
    assert added.args[0][0].name == "Picture.png"


def test_a_large_screenshot_holds_the_window_for_no_time(qtbot: QtBot, window: MainWindow) -> None:
    noise = Image.effect_noise((480, 270), 90).resize((3840, 2160)).convert("RGBA")
    image = QImage(noise.tobytes(), 3840, 2160, QImage.Format.Format_RGBA8888).copy()
    data = QMimeData()
    data.setImageData(image)
    began = time.monotonic()
    drop(window, data)
    assert time.monotonic() - began < 0.2
    with qtbot.waitSignal(window.photos_chosen, timeout=20_000) as chosen:
        pass
    with Image.open(chosen.args[0][0]) as kept:
        assert kept.size == (3840, 2160)


def test_of_a_page_the_shown_picture_counts_and_its_name() -> None:
    held = read(mime(html='<img><img src="https://a.example/x/Sac%20%C3%A9t%C3%A9.jpg?w=2">'))
    assert isinstance(held, Online)
    assert held.name == "Sac été.jpg"


def test_a_picture_from_elsewhere_is_told_in_the_notice_as_plain_text(
    window: MainWindow,
) -> None:
    drop(window, mime(text="https://b@<b>evil</b>.example/a.jpg"))
    label: QLabel = window.notice_bar.findChild(QLabel, "notice_text")
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_urls_set_by_qt_itself_are_read(photo: Callable[..., Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo("a b.jpg")))])
    assert read(data).paths == (photo("a b.jpg"),)
