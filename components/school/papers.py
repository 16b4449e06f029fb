"""The A4 pages of a township's or the county's schools in one .zip, made in a thread: no page waits for them."""

from __future__ import annotations

import io
import threading
import zipfile
from collections import OrderedDict
from dataclasses import dataclass, field, replace

from components.frame import cached, corrected
from components.frame.choice import Choice
from components.school.view import View, open_view
from monitoring.dossier.listing import listing
from monitoring.dossier.others import standings
from monitoring.errors import NotFound
from monitoring.reports.problems import UNSAFE
from monitoring.reports.school import page

MOST_KEPT = 4  # archives in memory: the last few that somebody asked for
_jobs: OrderedDict[tuple, Job] = OrderedDict()
_lock = threading.Lock()


@dataclass
class Job:
    """
    An archive in the making.

    Attributes:
        total, done: schools.
        content: the archive, b"" before it is whole.
        thread: what makes it; one that has ended without content has failed.
    """

    total: int
    done: int = 0
    content: bytes = b""
    thread: threading.Thread = field(default_factory=threading.Thread)

    @property
    def is_running(self) -> bool:
        """Whether it is still being made."""
        return self.thread.is_alive()


def paper(view: View) -> bytes:
    """Return the A4 page of one school as PDF."""
    among = {part.stage: standings(view.judged, view.file.code, part) for part in view.file.parts}
    return page(view.file, view.frame, view.origins.doubts, among)


def paper_name(view: View) -> str:
    """Return what the papers of a school are called, without an ending."""
    return f"{view.name}_{view.file.standard.short}_{view.choice.period.isoformat()}"


def found(choice: Choice) -> Job | None:
    """Return the archive of what is chosen, whole or in the making; None where nobody asked, or it failed."""
    with _lock:
        job = _jobs.get(_key(choice))
    return job if job and (job.is_running or job.content) else None


def start(choice: Choice) -> Job:
    """
    Begin the archive of what is chosen, or return the one there is. For callbacks, too.

    Raises:
        NotFound: no school is there.
    """
    codes = schools(choice)
    if not codes:
        raise NotFound("这里没有学校，没有生成文件。请换一个乡镇或学段。")
    with _lock:
        job = _jobs.get(_key(choice))
        if job and (job.is_running or job.content):
            return job
        job = _jobs[_key(choice)] = Job(len(codes))
        job.thread = threading.Thread(target=_make, args=(choice, codes, job), daemon=True)
        job.thread.start()
        while len(_jobs) > MOST_KEPT:
            _jobs.popitem(last=False)
        return job


def schools(choice: Choice) -> list[str]:
    """Return the codes of the schools of what is chosen."""
    judged = cached.results(choice.snapshot, choice.standard)
    return listing(judged, township=choice.township, stage=choice.stage)["school_code"].tolist()


def _key(choice: Choice) -> tuple:
    settings = cached.settings()
    printed = settings.bureau, settings.unit_costs_are_examples
    earlier = cached.earlier(choice)
    before = earlier.snapshot.key if earlier else "", corrected.before(choice, "")
    return choice.snapshot, choice.standard, choice.township, choice.stage, cached.fingerprint(), *printed, *before


def _make(choice: Choice, codes: list[str], job: Job) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for code in codes:
            view = open_view(replace(choice, school=code))
            name = f"{view.file.township}/{paper_name(view)}_{code}.pdf"
            archive.writestr(zipfile.ZipInfo("/".join(UNSAFE.sub("_", part) for part in name.split("/"))), paper(view))
            job.done += 1
    job.content = out.getvalue()
