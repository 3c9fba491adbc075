"""Whether the best match is likely to be the product, or only the nearest of what there is.

Provisional: two shares and a gap, set by eye on the sample's 24 drawn queries, each asked with its
product in the catalogue (all of them confident) and without it (19 of 24 not). They know nothing of
a house's own photos; no probability is meant, and likeness of words is not judged at all.
"""

from collections.abc import Sequence

from core.records import Match

# So alike is enough by itself.
SURE = 0.7
# Less alike than that, the best match must stand out among the others by the gap.
LEAST, GAP = 0.4, 0.1


def is_confident(matches: Sequence[Match]) -> bool:
    """Whether the best of `matches`, by falling likeness, is likely to be the product.

    What a person has confirmed is sure; what they have refused does not count.
    """
    if any(match.is_right for match in matches):
        return True
    alike = [match.likeness for match in matches if match.is_right is None]
    best, after = [*alike, 0.0, 0.0][:2]
    return best >= SURE or (best >= LEAST and best - after >= GAP)
