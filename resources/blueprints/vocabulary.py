"""CLIP's vocabulary as a tokenizer that needs neither torch nor open_clip."""

from open_clip.tokenizer import SimpleTokenizer
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from core.encoders.tokens import LENGTH

_START, _END = "<start_of_text>", "<end_of_text>"


def tokenizer() -> Tokenizer:
    """What makes tokens of a text's words, from open_clip's copy of OpenAI's vocabulary (MIT)."""
    source = SimpleTokenizer()
    merges = list(source.bpe_ranks)
    made = Tokenizer(models.BPE(source.encoder, merges, end_of_word_suffix="</w>"))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    ends = [(token, source.encoder[token]) for token in (_START, _END)]
    made.post_processor = processors.TemplateProcessing(
        single=f"{_START} $A {_END}", special_tokens=ends
    )
    made.add_special_tokens([_START, _END])
    made.enable_truncation(LENGTH)
    made.enable_padding(length=LENGTH, pad_id=0, pad_token="!")  # noqa: S106  CLIP's first token
    return made
