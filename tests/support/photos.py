"""Photos made for tests: a picture of one colour, its left half of another."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

RED, BLUE = (220, 30, 30), (30, 30, 220)


def photo_of(kind="JPEG", size=(64, 48), mode="RGB", colour=RED, **how):
    """A picture of one colour, its left half blue."""
    image = Image.new("RGB", size, colour)
    image.paste(BLUE, (0, 0, size[0] // 2, size[1]))
    stored = BytesIO()
    image.convert(mode).save(stored, kind, **how)
    return stored.getvalue()
