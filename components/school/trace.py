"""How one figure is made, as HTML: the equation with the school's numbers and their cells; clause, gap, price."""

from __future__ import annotations

from markupsafe import Markup

from components.drawing import messages
from components.imports import record as import_record
from monitoring import figures
from monitoring.dossier import Line
from monitoring.dossier.origins import Cell, Doubt
from monitoring.dossier.traces import Term, Trace, Weight
from monitoring.findings import standards as rules
from monitoring.findings.school import figures as findings
from monitoring.standards import Standard, cited, states
from monitoring.standards.vocabulary import vocabulary

SIGNS = {1: "＋", -1: "−"}
WEIGHTS = "一名初中生折 1.1 名小学生，高中生 1.32（完全中学按初中 1、高中 1.2）；第三方资料一致，未见教育部原文。"


def trace(made: Trace, standard: Standard, stage: str) -> Markup:
    """Return everything behind one figure as HTML, every text escaped."""
    blocks = [_equation(made), *_split(made), _clause(made.line, standard, stage), *_price(made.line)]
    return Markup('<div class="origin">{}</div>').format(Markup("").join(blocks))


def _equation(made: Trace) -> Markup:
    if not made.above:
        return _said("算法", rules.formula(made.line.indicator))
    pieces = [_above(made)]
    if made.times != 1:
        pieces += [_sign("×"), _number(findings.exactly(made.times), "换算", ())]
    if made.below:
        pieces += [_sign("÷"), _term(made.below, made.share)]
    result = findings.exactly_cut(made.value, made.line.asked.unit)
    tone = {"met": "met", "gap": "fail"}.get(made.line.status, "")
    words = f"{made.line.asked.unit}"
    pieces += [_sign("＝"), _number(result, words, (), tone=tone)]
    return Markup('<div class="equation">{}</div>').format(Markup("").join(pieces))


def _above(made: Trace) -> Markup:
    terms = [
        Markup("{}{}").format(_sign(SIGNS[term.sign]) if place else "", _term(term, made.share))
        for place, term in enumerate(made.above)
    ]
    joined = Markup("").join(terms)
    is_sum = len(terms) > 1 and (made.below is not None or made.times != 1)
    return Markup("{}{}{}").format(_sign("（"), joined, _sign("）")) if is_sum else joined


def _term(term: Term, share: float) -> Markup:
    value = findings.exactly(term.value)
    words = f"{term.label} {term.unit}".strip()
    number = _number(value, words, term.cells)
    if not term.is_split:
        return number
    part = "？" if figures.is_missing(share) else figures.percent(100 * share, 2)
    return number + _sign("×") + _number(part, "分给本学段", ())


def _number(value: str, words: str, cells: tuple[Cell, ...], *, tone: str = "") -> Markup:
    below = Markup("").join(cell(each, several=len(cells) > 1) for each in cells)
    return Markup('<div class="term"><b class="{}">{}</b><span>{}</span>{}</div>').format(tone, value, words, below)


def _sign(sign: str) -> Markup:
    return Markup('<i aria-hidden="true">{}</i>').format(sign)


def cell(of: Cell, *, several: bool = False) -> Markup:
    """Return a cell as HTML: file, sheet, address, the text as typed, and what was done with a doubtful one."""
    name = Markup("<em>{}</em>").format(of.school) if several else Markup("")
    place = Markup('<em class="place">{}</em>').format(findings.place(of))
    typed = Markup("<em>{}</em>").format(findings.typed(of))
    doubts = Markup("").join(
        Markup('<em class="fail">{} {}</em>').format(findings.doubt(each), record_link(each)) for each in of.doubts
    )
    return Markup("{}{}{}{}").format(name, place, typed, doubts)


def record_link(doubt: Doubt) -> Markup:
    """Return a link to the list of problems in which a doubt stands; nothing where its import is not known."""
    if not doubt.record:
        return Markup("")
    return messages.link("问题清单", import_record.address(doubt.record, doubt.school_code))


def _split(made: Trace) -> list[Markup]:
    if not made.weights:
        return []
    sums = "＋".join(_weight(weight) for weight in made.weights)
    own = next(weight for weight in made.weights if weight.stage == made.stage)
    part = "学生数不全，分不出来" if figures.is_missing(made.share) else figures.percent(100 * made.share, 2)
    words = f"{_weight(own)} ÷（{sums}）＝ {part}。{WEIGHTS}"
    cells = Markup("").join(
        Markup('<span class="weight">{} {}</span>').format(
            vocabulary().stages[weight.stage], Markup("").join(cell(each, several=True) for each in weight.cells)
        )
        for weight in made.weights
    )
    return [Markup('<p><b>分摊</b>{}</p><div class="weights">{}</div>').format(words, cells)]


def _weight(weight: Weight) -> str:
    return f"{vocabulary().stages[weight.stage]} {findings.exactly(weight.pupils)}×{findings.exactly(weight.weight)}"


def _clause(line: Line, standard: Standard, stage: str) -> Markup:
    sources = "；".join(cited(line.asked.source)) or "未注明"
    note = f"。{line.asked.note}" if line.asked.note else ""
    words = (
        f"{standard.number or standard.short} {line.asked.clause}　{line.asked.name}："
        f"{line.asked.describe(stage)}（{states.said(line.asked.state, line.asked.check)}）{note}"
    )
    rows = [_said("依据", words), _said("算法", findings.how(line)), _said("出处", sources)]
    return Markup("").join(rows)


def _price(line: Line) -> list[Markup]:
    words = findings.gap(line)
    return [_said("缺口", words)] if words else []


def _said(name: str, words: str) -> Markup:
    return Markup("<p><b>{}</b>{}</p>").format(name, words)
