"""What the page of one school looks at: its file, the cells behind it, and the period before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from components.frame import cached, corrected
from components.frame.choice import Choice
from monitoring import figures
from monitoring.dossier import Dossier, Part, dossier
from monitoring.dossier.origins import Origins
from monitoring.dossier.traces import Trace, traces
from monitoring.reports.frame import Frame
from monitoring.results import Results
from monitoring.schools.names import local_name, short_name
from monitoring.snapshots import Snapshot

INVENTED = "9"  # no province of GB/T 2260: county codes that begin so belong to nobody


@dataclass(frozen=True)
class View:
    """
    One school under one standard in one period.

    Attributes:
        month: the period before, as it is named; "" where there is none.
    """

    choice: Choice
    judged: Results
    snapshot: Snapshot
    file: Dossier
    month: str

    @property
    def name(self) -> str:
        """The school's name without the county."""
        return short_name(self.file.name, self.choice.county_name)

    @property
    def local_name(self) -> str:
        """The same, however long it is."""
        return local_name(self.file.name, self.choice.county_name)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The stages that are looked at: the chosen one, where the school has it, else all."""
        chosen = tuple(part for part in self.file.parts if part.stage == self.choice.stage)
        return chosen or self.file.parts

    @property
    def corrected(self) -> str:
        """What was corrected of the period before, of the school's own stages; "" nothing."""
        return corrected.before(self.choice, self.month, [part.stage for part in self.file.parts])

    @cached_property
    def origins(self) -> Origins:
        """The cells of the workbooks behind the school's figures."""
        codes = (self.file.code, *self.file.campuses)
        of = self.snapshot
        return Origins(codes, of.rows, of.raw, of.columns, of.problems)

    def traces(self, part: Part) -> Mapping[str, Trace]:
        """Return how each figure of a part is made, by requirement."""
        return traces(self.judged, self.origins, self.file, part, cached.rulebook().splitting)

    @property
    def frame(self) -> Frame:
        """What stands around the school on paper."""
        settings = cached.settings()
        return Frame(
            bureau=settings.bureau,
            county=self.choice.county_name,
            is_invented=self.choice.county.startswith(INVENTED),
            period=self.choice.period,
            month=self.month,
            corrected=self.corrected,
            files=self.origins.files,
            saved_on=self.snapshot.saved_at.date(),
            examples=settings.unit_costs_are_examples,
        )


def open_view(choice: Choice) -> View:
    """
    Return the view of the school that is chosen.

    Raises:
        NotFound: there is no such school in the period chosen.
    """
    judged = cached.results(choice.snapshot, choice.standard)
    earlier = cached.earlier(choice)
    before = earlier.results(choice.standard) if earlier else None
    return View(
        choice=choice,
        judged=judged,
        snapshot=cached.snapshot(choice.snapshot),
        file=dossier(judged, cached.indicators(), choice.school, before),
        month=figures.month(earlier.period, choice.period) if earlier else "",
    )
