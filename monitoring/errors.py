"""Errors that are shown to the user as a sentence. Our own mistakes are not among them: they crash into the log."""

import errno

REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "这个磁盘只能读",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘限额用完了",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "上一级不是文件夹",
    errno.EEXIST: "已有同名的文件",
    errno.EIO: "磁盘读写出错",
    errno.ENAMETOOLONG: "名称太长",
}
"""What the system says of files, in Chinese."""


def reason(error: OSError) -> str:
    """
    Return why a file could not be read or written.

    >>> reason(OSError(errno.ENOSPC, "No space left on device"))
    '磁盘满了'
    """
    return REASONS.get(error.errno, error.strerror or type(error).__name__)


class UserError(Exception):
    """The user's mistake: its text names the place, what was found, what was expected, and what did not happen."""


class SettingsError(UserError):
    """config.toml holds something that cannot be used."""


class StandardError(UserError):
    """A file of data/standards (or of data/indicators.toml) is wrong: names the file, the key and the reason."""


class ImportRefused(UserError):
    """Files that cannot be imported at all, whatever the officer decides; nothing was stored."""


class DayUnknown(ImportRefused):
    """
    An import that a day given for a file may mend: its list names a month or nothing, or another day was given.

    Attributes:
        files: names of the files of which the day can be given.
    """

    def __init__(self, message: str, files: tuple[str, ...]) -> None:
        super().__init__(message)
        self.files = files


class PhotoError(UserError):
    """A photo that cannot be kept; nothing was stored."""


class DecisionsNeeded(UserError):
    """Stops are open: nothing is stored until the officer decides each of them."""


class NotFound(UserError):
    """A county, period, township, school or standard that the database does not hold."""


class FileError(UserError):
    """A file that cannot be read or written."""


class DatabaseFailed(UserError):
    """The database cannot do what was asked, for a reason outside the program; whatever was begun is undone."""


class DamagedData(UserError):
    """What is stored is not what was stored: it is not computed by."""
