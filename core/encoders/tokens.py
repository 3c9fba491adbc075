"""Texts to CLIP's tokens, as open_clip makes them: OpenAI's vocabulary, 77 tokens a text."""

import gzip
import html
from functools import cache

import ftfy
import numpy as np
import regex
from numpy.typing import NDArray
from tokenizers import Tokenizer

from core import folders

LENGTH = 77
_WORD = regex.compile(
    r"<start_of_text>|<end_of_text>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+",
    regex.IGNORECASE,
)


def tokens(texts: list[str]) -> NDArray[np.int64]:
    """Tokens (n, 77) of texts; what is too long is cut at its end."""
    words = [_WORD.findall(_cleaned(text)) for text in texts]
    rows = _tokenizer().encode_batch(words, is_pretokenized=True)
    return np.array([row.ids for row in rows], np.int64).reshape(len(texts), LENGTH)


def _cleaned(text: str) -> str:
    mended = html.unescape(html.unescape(ftfy.fix_text(text)))
    return " ".join(mended.split()).lower()


@cache
def _tokenizer() -> Tokenizer:
    packed = folders.resource("blueprints", "clip-tokens.json.gz").read_bytes()
    made: Tokenizer = Tokenizer.from_str(gzip.decompress(packed).decode())
    return made
