"""One photo: what is kept of it and what is refused, each in a sentence."""

from __future__ import annotations

import zlib
from io import BytesIO

import pytest
from PIL import Image

from monitoring.reader import pictures
from monitoring.reader.pictures import LONGEST_SIDE, THUMBNAIL, size_of, thumbnail
from monitoring.snapshots import PhotoError
from tests.support.photos import BLUE, RED, photo_of

MOST_MB = 10
ORIENTATION, DESCRIPTION, GPS = 0x0112, 0x010E, 0x8825


def opened(content):
    return Image.open(BytesIO(content))


def is_near(expected, found):
    return all(abs(one - other) < 12 for one, other in zip(expected, found, strict=True))


def picture(name, content, most_mb):
    """Return what is kept, and its width and height."""
    kept = pictures.picture(name, content, most_mb)
    return kept, *size_of(kept)


def refused(content, name="现场.jpg", most_mb=MOST_MB):
    with pytest.raises(PhotoError) as refusal:
        picture(name, content, most_mb)
    assert str(refusal.value).endswith("这次没有保存。")
    return str(refusal.value)


# —— what is kept


def test_a_photo_is_kept_as_jpeg_of_a_screens_size():
    content, width, height = picture("现场.jpg", photo_of(size=(4000, 3000)), MOST_MB)

    assert (LONGEST_SIDE, 1440) == (width, height) == opened(content).size
    assert "JPEG" == opened(content).format


def test_a_small_photo_is_not_made_larger():
    assert (64, 48) == picture("现场.jpg", photo_of(), MOST_MB)[1:]


def test_what_the_camera_noted_is_dropped_and_the_photo_stands_upright():
    """Taken with the phone turned by a quarter, at a place."""
    noted = Image.Exif()
    noted[ORIENTATION] = 6
    noted[DESCRIPTION] = "张三的手机"
    noted.get_ifd(GPS)[2] = (30.0, 37.0, 12.0)
    given = photo_of(exif=noted, comment=b"secret comment", icc_profile=b"profile of a phone")

    content, width, height = picture("现场.jpg", given, MOST_MB)

    assert (48, 64) == (width, height)
    assert is_near(BLUE, opened(content).getpixel((24, 8)))  # what was left is now above
    assert {} == dict(opened(content).getexif())
    assert set() == {"exif", "comment", "icc_profile", "xmp"} & set(opened(content).info)
    assert b"secret" in given
    assert not any(word in content for word in (b"secret", b"profile", b"Exif", "张三".encode()))


def test_transparent_parts_of_a_png_are_white():
    image = Image.new("RGBA", (40, 20), (*RED, 255))
    image.paste((0, 0, 0, 0), (0, 0, 20, 20))
    stored = BytesIO()
    image.save(stored, "PNG")

    content, *_ = picture("截图.png", stored.getvalue(), MOST_MB)

    assert is_near((255, 255, 255), opened(content).getpixel((5, 10)))
    assert is_near(RED, opened(content).getpixel((35, 10)))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "P"), ("PNG", "1"), ("PNG", "LA"), ("PNG", "I;16"), ("MPO", "RGB")],
)
def test_every_kind_of_pixels_becomes_a_photo(kind, mode):
    content, *size = picture("现场", photo_of(kind, mode=mode), MOST_MB)

    assert [64, 48] == size
    assert "RGB" == opened(content).mode


def test_the_colours_of_print_stay():
    content, *_ = picture("印刷.jpg", photo_of(mode="CMYK", quality=95), MOST_MB)

    assert is_near(RED, opened(content).getpixel((60, 40)))


def test_of_an_animation_the_first_picture_is_kept():
    first, second = Image.new("RGB", (20, 20), RED), Image.new("RGB", (20, 20), BLUE)
    stored = BytesIO()
    first.save(stored, "PNG", save_all=True, append_images=[second])

    content, *_ = picture("动图.png", stored.getvalue(), MOST_MB)

    assert is_near(RED, opened(content).getpixel((10, 10)))


def test_the_small_picture_fits_its_place():
    content, *_ = picture("现场.jpg", photo_of(size=(2000, 3000)), MOST_MB)

    assert (240, 360) == opened(thumbnail(content)).size
    assert THUMBNAIL == (480, 360)


# —— what is refused


def test_a_file_too_large_is_refused_at_the_limit():
    content = photo_of()
    exactly = content + b"\0" * (1024 * 1024 - len(content))

    assert picture("现场.jpg", exactly, 1)
    assert "照片“现场.jpg”有 1.00 MB，超过上限 1 MB。请在手机或看图软件里缩小" in refused(exactly + b"\0", most_mb=1)


def test_the_limit_is_a_setting(configure):
    assert 3 == configure(("photo_mb = 10", "photo_mb = 3")).photo_mb


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (photo_of("GIF"), "“现场.jpg”其实是 GIF 图片，应为 JPEG 或 PNG 照片"),
        (photo_of("WEBP"), "“现场.jpg”其实是 WEBP 图片"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 40, "“现场.jpg”其实是 HEIC 照片，应为 JPEG 或 PNG 照片"),
        (b"%PDF-1.7", "“现场.jpg”其实是 PDF 文件"),
        (b"PK\3\4", "“现场.jpg”其实是压缩包或 Office 文件"),
        (b"<svg onload='alert(1)'/>", "“现场.jpg”不是照片"),
        (b"", "照片“现场.jpg”是空的（0 字节）"),
    ],
)
def test_a_file_of_another_kind_is_refused_whatever_its_name(content, said):
    assert said in refused(content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.97])
def test_a_truncated_photo_is_refused(kind, part):
    noise = Image.effect_noise((200, 150), 80).convert("RGB")
    stored = BytesIO()
    noise.save(stored, kind)
    whole = stored.getvalue()

    assert "打不开：文件不完整或已损坏" in refused(whole[: int(len(whole) * part)])


@pytest.mark.parametrize(("side", "said"), [(8001, "有 8,001 × 8,001 像素"), (20_000, "超过 64,000,000 像素")])
def test_a_bomb_is_refused_before_it_is_unpacked(side, said):
    """Few bytes that say they are many pixels."""
    assert f"照片“现场.jpg”{said}，应不超过 64,000,000 像素" in refused(header_of_png(side))


def header_of_png(side):
    def chunk(kind, body):
        return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)

    shape = side.to_bytes(4) + side.to_bytes(4) + bytes([8, 2, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", shape) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def test_what_is_damaged_anywhere_is_a_sentence_or_a_photo():
    """Bytes changed here and there: never another error."""
    whole = photo_of(size=(90, 60))
    for place in range(3, len(whole), 7):
        damaged = whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]
        try:
            assert picture("现场.jpg", damaged, MOST_MB)
        except PhotoError as refusal:
            assert str(refusal).endswith("没有保存。")
