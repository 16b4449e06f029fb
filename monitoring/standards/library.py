"""The shelf of standards: the shipped files, then the bureau's own. It knows where they lie, not what they say."""

from __future__ import annotations

from pathlib import Path

from monitoring.errors import SettingsError, StandardError
from monitoring.settings import DATA, Settings
from monitoring.standards.entry import NOT_SAVED, refusal
from monitoring.standards.indicator_file import load_indicators
from monitoring.standards.model import Standard
from monitoring.standards.standard_file import check_file, compared
from monitoring.standards.states import Check
from monitoring.standards.versions import version_trouble

SHIPPED = DATA / "standards"


def load_standards(settings: Settings, shipped: Path = SHIPPED) -> dict[str, Standard]:
    """
    Read every standard: those the settings show first and in their order, then the others.

    A file of the bureau's own that is wrong is left out and the others are read: `own_troubles` says what is wrong.

    Args:
        settings: names the bureau's own folder and the standards it shows.
        shipped: the folder of the shipped files.

    Raises:
        StandardError: a shipped file is wrong; no standard is read.
        SettingsError: config.toml names a standard that no file has, and no file is wrong that may have held it.

    >>> from monitoring.settings import load_settings
    >>> load_standards(load_settings())["moe-2012-3"].balance.composite_limit["primary"]
    Decimal('0.65')
    """
    checked, wrong = _read(settings, shipped)
    standards = {standard.id: standard for _, standard in checked}
    for name in (settings.default_standard, *settings.shown_standards):
        if name not in standards and not wrong:
            raise SettingsError(
                f"设置文件 config.toml 的 [standards] 里写了“{name}”，没有这个标准；现有 {'、'.join(standards)}。"
                "请改正后再试；没有读入任何标准。"
            )
    standards |= _compared(standards, settings, may_be_missing=bool(wrong))
    first = {name: standards[name] for name in settings.shown_standards if name in standards}
    return first | standards


def _compared(standards: dict[str, Standard], settings: Settings, *, may_be_missing: bool) -> dict[str, Standard]:
    """The standards of which config.toml says that the bureau compared them: all of one, a requirement, the verdict."""
    checks_of: dict[str, dict[str, Check]] = {}
    for name, (by, on) in settings.compared_standards.items():
        standard, _, key = name.partition(".")
        if standard not in standards and may_be_missing:
            continue
        known = standards[standard].requirements if standard in standards else ()
        if standard not in standards or key not in {"", "verdict", *(asked.key for asked in known)}:
            raise SettingsError(
                f"设置文件 config.toml 的 [standards.compared] 里写了“{name}”，没有这个标准或这一项；"
                "应写成标准的编号，如 moe-2017-6，或编号加一项，如 moe-2017-6.L4、moe-2017-6.verdict。"
                "请改正后再试；没有读入任何标准。"
            )
        checks_of.setdefault(standard, {})[key] = Check(by, on)
    return {name: compared(standards[name], checks) for name, checks in checks_of.items()}


def own_troubles(settings: Settings, shipped: Path = SHIPPED) -> list[str]:
    """Return a sentence for every file of the bureau's own that is wrong and therefore left out."""
    _, wrong = _read(settings, shipped)
    return [str(error).replace(NOT_SAVED, "请改正；这个文件没有读入，其他标准照常使用。") for error in wrong]


def check_all(settings: Settings, shipped: Path = SHIPPED) -> list[tuple[Path, Standard]]:
    """
    Read and check every file, in the order of their names, the shipped ones first.

    Raises:
        StandardError: the first file that is wrong, or whose id an earlier one has.
    """
    checked, wrong = _read(settings, shipped)
    if wrong:
        raise wrong[0]
    return checked


def _read(settings: Settings, shipped: Path) -> tuple[list[tuple[Path, Standard]], list[StandardError]]:
    """
    Read the files in the order of their names, the shipped ones first; those of the bureau's own that are wrong apart.

    Raises:
        StandardError: a shipped file is wrong.
    """
    indicators = load_indicators()
    checked: list[tuple[Path, Standard]] = []
    wrong: list[StandardError] = []
    for path in files(settings, shipped):
        try:
            standard = check_file(path, indicators)
            for earlier, other in checked:
                if other.id == standard.id:
                    raise refusal(path, "", f"id 写的是“{standard.id}”，应为没有用过的名字：{earlier} 已经用了。")
            checked.append((path, standard))
        except StandardError as error:
            if path.parent == shipped:
                raise
            wrong.append(error)
    while mistake := _wrong_version(checked):
        path, trouble = mistake
        if path.parent == shipped:
            raise refusal(path, "", trouble)
        wrong.append(refusal(path, "", trouble))
        checked = [(other, standard) for other, standard in checked if other != path]
    return checked, wrong


def _wrong_version(checked: list[tuple[Path, Standard]]) -> tuple[Path, str] | None:
    """The first file that does not fit those that it replaces, or that are replaced with it; None where all fit."""
    known = {standard.id: standard for _, standard in checked}
    for path, standard in checked:
        if trouble := version_trouble(standard, known):
            return path, trouble
    return None


def files(settings: Settings, shipped: Path = SHIPPED) -> list[Path]:
    """Return the files of standards in the order in which they are read: the shipped ones, then the bureau's own."""
    return sorted(shipped.glob("*.toml")) + sorted(settings.own_standards.glob("*.toml"))
