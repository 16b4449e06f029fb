"""Errors that are shown to the user as a sentence. Our own mistakes are not among them: they crash into the log."""


class UserError(Exception):
    """The user's mistake: its text names the place, what was found, what was expected, and what did not happen."""


class SettingsError(UserError):
    """config.toml holds something that cannot be used."""


class StandardError(UserError):
    """A file of data/standards (or of data/indicators.toml) is wrong: names the file, the key and the reason."""


class ImportRefused(UserError):
    """Files that cannot be imported at all, whatever the officer decides; nothing was stored."""


class DecisionsNeeded(UserError):
    """Stops are open: nothing is stored until the officer decides each of them."""


class NotFound(UserError):
    """A county, period, township, school or standard that the database does not hold."""
