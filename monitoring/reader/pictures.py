"""
Makes of an uploaded photo the picture that is kept: upright, of a screen's size, and nothing but the picture.

Where it was taken, by whom and with what, which cameras and phones note inside the file, is left behind: the pixels are
painted onto a new picture. No file is written here. Photos from outside come here in the reading process alone.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from monitoring.errors import PhotoError

MEGABYTE = 1024 * 1024
MEGAPIXEL = 1_000_000
LONGEST_SIDE = 1920  # pixels: the projector's width
THUMBNAIL = (480, 360)  # pixels: twice what the strip of photos shows
QUALITY, THUMBNAIL_QUALITY = 85, 80
MOST_MEGAPIXELS = 64  # more than a phone's camera has in a file of 10 MB; decoded it takes 256 MB
NOT_MIXED = {"P", "PA", "1"}  # modes whose pixels are numbers of colours: two cannot be mixed into one
BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")  # of JPEG, of PNG
OTHERS = {
    b"GIF8": " GIF 图片",
    b"%PDF": " PDF 文件",
    b"BM": " BMP 图片",
    b"PK": "压缩包或 Office 文件",
    b"II*\0": " TIFF 图片",
}
BRANDS = {b"heic": "HEIC 照片", b"heix": "HEIC 照片", b"mif1": "HEIC 照片", b"avif": "AVIF 图片"}
DAMAGED = (
    OSError,
    SyntaxError,
    ValueError,
    ArithmeticError,
    LookupError,
    TypeError,
    EOFError,
    struct.error,
    zlib.error,
)
"""What Pillow raises at a file that does not keep to its format."""
NOTHING_SAVED = "这次没有保存。"
START, END, MARK = b"\xff\xd8", b"\xff\xd9", 0xFF
SEGMENTS = {b"\xe0", b"\xdb"}  # that stand in front of the frame of a picture made here: JFIF, quantisation
FRAMES = {b"\xff\xc0", b"\xff\xc2"}
FRAME = struct.Struct(">2sHBHH")  # of a JPEG: marker, length, depth, height, width


@dataclass(frozen=True)
class Picture:
    """A photo as it is kept: JPEG, its width and height in pixels."""

    content: bytes
    width: int
    height: int


def picture(name: str, content: bytes, most_mb: int) -> bytes:
    """
    Return a photo as JPEG to keep.

    Transparent parts are white; of an animation the first picture is kept.

    Args:
        name: of the file, for sentences.
        most_mb: the largest file, in megabytes.

    Raises:
        PhotoError: no JPEG and no PNG, too large, or damaged.
    """
    _check(name, content, most_mb)
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as image:
            _check_pixels(name, *image.size)
            kept = _plain(ImageOps.exif_transpose(_shrunk(image)))
    except Image.DecompressionBombError:
        raise _too_many_pixels(name, f"超过 {MOST_MEGAPIXELS * MEGAPIXEL:,} 像素") from None
    except DAMAGED as error:
        raise PhotoError(
            f"照片“{name}”打不开：文件不完整或已损坏。请在电脑上打开看一看，重新从手机或相机里复制；{NOTHING_SAVED}"
        ) from error
    return _jpeg(kept, QUALITY)


def thumbnail(content: bytes) -> bytes:
    """Return a kept picture small, as JPEG."""
    with Image.open(BytesIO(content), formats=("JPEG",)) as image:
        image.thumbnail(THUMBNAIL)
        return _jpeg(image, THUMBNAIL_QUALITY)


def size_of(content: bytes) -> tuple[int, int]:
    r"""
    Return the width and height of a picture as `picture` makes them, by its head alone: nothing is decoded.

    Raises:
        ValueError: it is no such picture: no JPEG, larger than a screen, or something is attached to it.

    >>> size_of(b"\xff\xd8\xff\xe1\0\x08Exif\0\0")
    Traceback (most recent call last):
    ValueError: the segment e1 at 2
    """
    if not content.startswith(START):
        raise ValueError("no JPEG")
    place = len(START)
    while content[place + 1 : place + 2] in SEGMENTS and content[place] == MARK:
        place += 2 + int.from_bytes(content[place + 2 : place + 4])
    frame = content[place : place + FRAME.size]
    if len(frame) < FRAME.size or frame[:2] not in FRAMES:
        raise ValueError(f"the segment {content[place + 1 : place + 2].hex()} at {place}")
    *_, height, width = FRAME.unpack(frame)
    if not (0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE and content.endswith(END)):
        raise ValueError(f"a picture of {width} × {height}, or cut off")
    return width, height


def _check(name: str, content: bytes, most_mb: int) -> None:
    if not content:
        raise PhotoError(f"照片“{name}”是空的（0 字节）。请重新从手机或相机里复制；{NOTHING_SAVED}")
    if len(content) > most_mb * MEGABYTE:
        size = len(content) / MEGABYTE
        raise PhotoError(
            f"照片“{name}”有 {size:.2f} MB，超过上限 {most_mb} MB。请在手机或看图软件里缩小后再上传；{NOTHING_SAVED}"
        )
    if not content.startswith(BEGINNINGS):
        raise PhotoError(
            f"“{name}”{_other(content)}，应为 JPEG 或 PNG 照片。请用看图软件另存为 JPEG 再上传；{NOTHING_SAVED}"
        )


def _other(content: bytes) -> str:
    """
    Say what a file is that is no photo: its name may say otherwise.

    >>> _other(b"GIF89a"), _other(b"hello")
    ('其实是 GIF 图片', '不是照片')
    """
    if content[4:8] == b"ftyp" and content[8:12] in BRANDS:
        return f"其实是 {BRANDS[content[8:12]]}"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "其实是 WEBP 图片"
    known = next((word for beginning, word in OTHERS.items() if content.startswith(beginning)), "")
    return f"其实是{known}" if known else "不是照片"


def _check_pixels(name: str, width: int, height: int) -> None:
    if width * height > MOST_MEGAPIXELS * MEGAPIXEL:
        raise _too_many_pixels(name, f"有 {width:,} × {height:,} 像素")


def _too_many_pixels(name: str, size: str) -> PhotoError:
    most = f"{MOST_MEGAPIXELS * MEGAPIXEL:,} 像素"
    return PhotoError(f"照片“{name}”{size}，应不超过 {most}。请在看图软件里缩小后再上传；{NOTHING_SAVED}")


def _shrunk(image: Image.Image) -> Image.Image:
    """No side longer than LONGEST_SIDE; smaller ones stay as they are. A JPEG is decoded no larger than needed."""
    if image.mode in NOT_MIXED:
        image = image.convert("RGBA")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return image


def _plain(image: Image.Image) -> Image.Image:
    """The pixels alone, in RGB on white: a new picture that nothing is attached to."""
    kept = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        seen = image.convert("RGBA")
        kept.paste(seen, mask=seen.getchannel("A"))
    else:
        kept.paste(image.convert("RGB"))
    return kept


def _jpeg(image: Image.Image, quality: int) -> bytes:
    stored = BytesIO()
    image.save(stored, "JPEG", quality=quality, optimize=True, progressive=True)
    return stored.getvalue()
