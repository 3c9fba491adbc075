"""The cache of exported networks: what comes out is what was made, whatever befell the file."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import folders, graphs

any_time = settings(
    max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


class Maker:
    """Makes a graph and counts how often."""

    def __init__(self, graph: bytes) -> None:
        self.graph, self.times = graph, 0

    def __call__(self) -> bytes:
        self.times += 1
        return self.graph


def names() -> list[str]:
    root = folders.graphs_folder()
    return sorted(path.relative_to(root).as_posix() for path in root.glob("*/*"))


@any_time
@given(graph=st.binary(min_size=1), data=st.data())
def test_a_file_that_is_not_what_was_written_is_made_again(
    graph: bytes, data: st.DataObject
) -> None:
    make = Maker(graph)
    path = folders.graphs_folder() / "net" / "key"
    path.unlink(missing_ok=True)
    assert [graphs.cached("net", "key", make) for _ in range(2)] == [graph] * 2
    assert make.times == 1
    whole = path.read_bytes()
    damaged = data.draw(
        st.one_of(
            st.binary(max_size=80),
            st.integers(0, len(whole) - 1).map(lambda end: whole[:end]),
            st.integers(0, len(whole) - 1).map(
                lambda at: whole[:at] + bytes([whole[at] ^ 8]) + whole[at + 1 :]
            ),
        ).filter(lambda content: content != whole)
    )
    path.write_bytes(damaged)
    assert [graphs.cached("net", "key", make) for _ in range(2)] == [graph] * 2
    assert make.times == 2
    assert path.read_bytes() == whole


def test_a_family_keeps_its_newest_graph_and_no_others() -> None:
    graphs.cached("net", "one", Maker(b"1"))
    graphs.cached("net b", "one", Maker(b"2"))
    (folders.graphs_folder() / "net" / "one.77.part").write_bytes(b"of a process that was killed")
    graphs.cached("net", "two", Maker(b"3"))
    assert names() == ["net b/one", "net/two"]


def test_a_disk_that_refuses_costs_only_the_cache(sandbox: Path) -> None:
    folders.data_folder().mkdir()
    folders.graphs_folder().touch()
    make = Maker(b"graph")
    assert [graphs.cached("net", "key", make) for _ in range(2)] == [b"graph"] * 2
    assert make.times == 2


def test_what_making_raises_is_raised_and_nothing_is_kept() -> None:
    def fails() -> bytes:
        raise RuntimeError("no operator")

    with pytest.raises(RuntimeError):
        graphs.cached("net", "key", fails)
    assert not folders.graphs_folder().exists()
