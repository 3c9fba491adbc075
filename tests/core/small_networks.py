"""ONNX graphs of a few nodes, written byte by byte: networks of any size without their weights."""

from collections.abc import Iterable

FLOAT, INTS = 1, 7


def _varint(value: int) -> bytes:
    low, rest = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + _varint(rest) if rest else bytes([low])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _block(field: int, content: bytes | str) -> bytes:
    data = content.encode() if isinstance(content, str) else content
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def _node(operator: str, sources: Iterable[str], result: str) -> bytes:
    names = b"".join(_block(1, source) for source in sources)
    attribute = b""
    if operator == "ReduceMean":
        axes = _block(1, "axes") + _number(8, 1) + _number(20, INTS)
        attribute = _block(5, axes)
    return _block(1, names + _block(2, result) + _block(4, operator) + attribute)


def _value(field: int, name: str, shape: tuple[int, ...]) -> bytes:
    sides = b"".join(_block(1, _number(1, side)) for side in shape)
    tensor = _number(1, FLOAT) + _block(2, sides)
    return _block(field, _block(1, name) + _block(2, _block(1, tensor)))


def network(side: int, *operators: str) -> bytes:
    """A graph from (1, 3, side, side) to (1, 1, side, side): the mean of the channels, then each of
    `operators` ("Log", or "Sub" and "Div" of the value and itself). It has a second output.
    """
    nodes, last = [_node("ReduceMean", ["photo"], "v0")], "v0"
    for number, operator in enumerate(operators, 1):
        sources = [last, last] if operator in ("Sub", "Div") else [last]
        nodes.append(_node(operator, sources, f"v{number}"))
        last = f"v{number}"
    nodes.append(_node("Neg", [last], "side"))
    graph = b"".join(nodes) + _block(2, "small") + _value(11, "photo", (1, 3, side, side))
    graph += b"".join(_value(12, name, (1, 1, side, side)) for name in (last, "side"))
    return _number(1, 8) + _block(7, graph) + _block(8, _number(2, 13))
