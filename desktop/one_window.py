"""One window for a data folder: a second start hands its errand to the first and ends.

They meet at a local socket that nobody else of the machine can open.
"""

import hashlib
import logging
import os
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop.errand import Errand, from_line, to_line

_HEARD = b"heard\n"
_CONNECT_MS, _ANSWER_MS = 500, 3000

_log = logging.getLogger(__name__)


def meeting_place(data_folder: Path) -> str:
    """The name of the socket of the Vitrine that keeps its data in `data_folder`."""
    name = f"vitrine-{hashlib.sha256(os.fsencode(data_folder.absolute())).hexdigest()[:16]}"
    own = os.environ.get("XDG_RUNTIME_DIR")  # elsewhere Qt chooses where
    return str(Path(own) / name) if own and Path(own).is_dir() else name


def hand_over(place: str, errand: Errand) -> bool:
    """Whether a Vitrine that is there already has taken the errand."""
    socket = QLocalSocket()
    socket.connectToServer(place)
    if not socket.waitForConnected(_CONNECT_MS):
        return False
    socket.write(to_line(errand))
    socket.waitForBytesWritten(_ANSWER_MS)
    is_heard = socket.waitForReadyRead(_ANSWER_MS) and bytes(socket.readLine().data()) == _HEARD
    socket.disconnectFromServer()
    return is_heard


class Doorkeeper(QObject):
    """Hears of later starts.

    Signals: `asked(errand: Errand)`.
    """

    asked = Signal(object)

    def __init__(self, place: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._callers: list[QLocalSocket] = []
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._receive)
        if not self._server.listen(place):
            QLocalServer.removeServer(place)  # left by one that was killed
            if not self._server.listen(place):
                _log.warning("later starts are not heard of: %s", self._server.errorString())

    def _receive(self) -> None:
        socket = self._server.nextPendingConnection()
        if socket is not None:
            self._callers.append(socket)
            socket.readyRead.connect(self._hear)
            self._hear()  # what came before anybody listened

    def _hear(self) -> None:
        for socket in self._callers:
            if socket.canReadLine():
                self._answer(socket)
        self._callers = [
            socket
            for socket in self._callers
            if socket.state() == QLocalSocket.LocalSocketState.ConnectedState
        ]

    def _answer(self, socket: QLocalSocket) -> None:
        line = bytes(socket.readLine().data())
        try:
            errand = from_line(line)
        except ValueError:
            _log.warning("not an errand: %r", line[:200])
            return
        socket.write(_HEARD)
        socket.flush()
        self.asked.emit(errand)
