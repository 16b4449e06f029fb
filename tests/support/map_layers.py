"""The sample county as tests of the map's layers look at it."""

from monitoring import snapshots
from monitoring.schools import prepare
from monitoring.settings import load_settings
from monitoring.storage import Storage
from tests.support.pages import forget_other_databases
from tests.support.rules import RULEBOOK

ROOMS = ("rooms.equipped", "rooms.connected", "rooms.at_100mbps", "rooms.accepted", "rooms.in_use", "rooms.overdue")
NETWORK = ("network.uplink", "network.class_100mbps", "network.wireless")
VALUES = ("network.multimedia", "network.pupils_per_computer", "network.teachers_per_computer")


def names_the_sample(sample_database, monkeypatch):
    """The settings name the sample county's database; pages only read it."""
    monkeypatch.setenv("MONITORING_DATABASE", f"sqlite:///{sample_database}")
    forget_other_databases()


def reads_the_sample(sample_database):
    """The sample's newest snapshot, its schools and parts."""
    storage = Storage(f"sqlite:///{sample_database}")
    held = snapshots.load(storage, snapshots.newest(storage, load_settings().county), RULEBOOK.projects)
    return held, prepare(held.rows, RULEBOOK.splitting)
