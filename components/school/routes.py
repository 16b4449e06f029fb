"""The papers of one school as plain HTTP, so that they have an address: A4 page (PDF) and list of gaps (Excel)."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from components.frame import cached
from components.frame.choice import Choice, read
from components.school.papers import paper, paper_name, start
from components.school.view import View, open_view
from monitoring.errors import NotFound
from monitoring.reports.school_sheet import gap_list

PDF = "application/pdf"
ZIP = "application/zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def school_pdf(request: Request) -> Response:
    """Answer the A4 page of the school that the address names, by the keys of the page 学校档案."""
    view = _view(request)
    return _file(paper(view), PDF, f"{paper_name(view)}.pdf")


def schools_zip(request: Request) -> Response:
    """
    Answer the A4 pages of all schools that the address chooses, by the keys of the page 学校档案, as one archive.

    Raises:
        NotFound: a key names what does not exist, or no school is there.
    """
    choice = _choice(request)
    job = start(choice)
    job.thread.join()
    if not job.content:
        raise NotFound("没有生成成：运行程序的窗口里写着原因。请把最后几行文字发给维护人员。")
    places = cached.places(choice.snapshot).townships
    where = f"{choice.county_name}{places.get(choice.township, '')}"
    return _file(job.content, ZIP, f"{where}各校一页_{choice.period.isoformat()}.zip")


def school_xlsx(request: Request) -> Response:
    """Answer the school's requirements and gaps as a workbook."""
    view = _view(request)
    return _file(gap_list(view.file, view.frame), XLSX, f"{paper_name(view)}.xlsx")


def _view(request: Request) -> View:
    """
    Read the address of one school's paper.

    Raises:
        NotFound: a key names what does not exist, or no school.
    """
    choice = _choice(request)
    if not choice.school:
        raise NotFound("地址里没有学校标识码（school=…），没有生成文件。请从“学校档案”页打开。")
    return open_view(choice)


def _choice(request: Request) -> Choice:
    """
    Read the address; what it gets wrong is refused, for a paper goes on without the sentence a page would say.

    Raises:
        NotFound: a key names what does not exist, or there is no data.
    """
    reading = read(dict(request.query_params), cached)
    if reading is None:
        raise NotFound("数据库里还没有数据，没有生成文件。请先导入报表。")
    choice, wrong = reading
    if wrong:
        raise NotFound(f"{''.join(wrong)}没有生成文件。")
    return choice


def _file(content: bytes, kind: str, name: str) -> Response:
    # Asked anew each time: a newer import of the same period changes what the address answers.
    headers = {"Content-Disposition": f"inline; filename*=UTF-8''{quote(name)}", "Cache-Control": "no-store"}
    return Response(content, media_type=kind, headers=headers)
