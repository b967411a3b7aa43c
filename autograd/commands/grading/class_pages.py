"""The pages of a class report: students and what was asked as a heat map, mistakes, a page for each student."""

from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape
from statistics import mean, median
from typing import Any

from autograd.commands.grading.classes import LEFT, PARTLY, RIGHT, WRONG, Class, Member, page_name
from autograd.worksheet.judging.verdicts import FINE, NOT_ATTEMPTED
from autograd.worksheet.language.excerpt import visible
from autograd.worksheet.reporting.formats import document
from autograd.worksheet.reporting.harmless import one_line

MOST_ROWS = 2000
"""Students in the heat map: of more, those with the fewest points, who need it most. All are in the table of grades."""

MOST_EXAMPLES = 3
"""What was said of a kind of mistake, so many times."""

MARKS = {RIGHT: "✓", PARTLY: "½", WRONG: "✗", LEFT: "–"}
"""What stands in a cell: colour alone tells nobody who cannot see it."""

_STYLE = """<style>
main:has(.heat) { max-width: 100rem }
.heat { border-collapse: separate; border-spacing: 2px; width: auto }
.heat th:first-child { position: sticky; left: 0; z-index: 1; background: var(--paper) }
.heat th { font-weight: 500; text-align: left; white-space: nowrap }
.heat tbody th { max-width: 16rem; overflow: hidden; text-overflow: ellipsis }
.heat thead th { vertical-align: bottom; writing-mode: vertical-rl; transform: rotate(180deg) }
.heat thead th.own { writing-mode: horizontal-tb; transform: none }
.heat td { text-align: center; white-space: nowrap }
.heat td { min-width: 1.6rem; padding: .1rem .3rem; border: 1px solid transparent }
.heat .right { background: color-mix(in srgb, var(--forward) 30%, transparent) }
.heat .partly { background: color-mix(in srgb, var(--forward) 12%, transparent) }
.heat .wrong { background: color-mix(in srgb, var(--backward) 40%, transparent); font-weight: 700 }
.heat .not-attempted { border: 1px dashed var(--line, #8888) }
h2 { margin-top: 2rem }
:is(.causes, .spread) :is(th, td:nth-child(-n + 2)) { white-space: nowrap; overflow-wrap: normal }
.claims { width: 100% }
.claims :is(th, td) { padding: .25rem .5rem }
.claims :is(td, th):not(:nth-child(2)) { white-space: nowrap; overflow-wrap: normal; width: 1% }
.claims tr.amiss td:nth-child(3), .claims .why { color: var(--backward) }
.claims tr.amiss td:nth-child(3) { font-weight: 700 }
.claims tr.amiss { background: var(--backward-tint) }
.claims .why { display: block; padding-top: .1rem }
main table.points { width: auto; display: table } .points tbody { display: table-row-group }
.points tr { display: table-row } .points td { display: table-cell }
.points :is(th, td):not(:first-child) { padding-left: 1.2rem; white-space: nowrap }
@media (max-width: 40rem) {
  .heat tbody th { max-width: 7.5rem; white-space: normal }
  .heat td:nth-child(2) { padding-inline: 0 }
}
.wide { overflow-x: auto } .bar { display: inline-block; height: .7rem; background: var(--forward) }
</style>"""


def files(found: Class, title: str) -> Iterator[tuple[str, str]]:
    """The files of a report: the page of the class, one for each student who handed something in, and the grades."""
    taken: Counter[str] = Counter()
    pages = {id(member): f"students/{page_name(member, taken)}" for member in found.members if member.file}
    yield "index.html", document(title, class_page(found, title, pages))
    for member in found.members:
        if member.file:
            yield pages[id(member)], document(f"{title}: {member.name}", feedback(member, title))
    yield "grades.csv", found.grades(title)


def class_page(found: Class, title: str, pages: dict[int, str]) -> str:
    """The page of a class: totals, the most usual mistakes, the heat map, and what needs a look."""
    parts = [_STYLE, f"<h1>{escape(visible(title))}</h1>", totals(found), mistakes(found), heat_map(found, pages)]
    return "\n".join([*parts, looks(found, pages)])


def totals(found: Class) -> str:
    """How many handed in, how much they reached."""
    handed_in = [member for member in found.members if member.file]
    said = [f"{len(handed_in)} of {len(found.members)} handed in" if len(handed_in) < len(found.members) else ""]
    said[0] = said[0] or f"{len(handed_in)} submission{'s' * (len(handed_in) != 1)}"
    points = [member.points for member in handed_in if member.worth]
    if points:
        worth = max(member.worth for member in handed_in)
        said.append(f"{mean(points):.3g} of {worth:.4g} points on average, half have {median(points):.3g} or more")
        full = sum(member.points >= member.worth for member in handed_in)
        said.append(f"{full} {'has' if full == 1 else 'have'} all of them")
    rows = [f"<p>{escape('; '.join(said))}</p>", _spread(points, max((m.worth for m in handed_in), default=0.0))]
    return "\n".join(filter(None, rows))


def _spread(points: list[float], worth: float) -> str:
    """How many reached which part of the points, a line for each fifth."""
    if not points or not worth:
        return ""
    fifths = Counter(min(4, int(5 * reached / worth)) for reached in points)
    most = max(fifths.values())
    parts = [(fifth, fifths[fifth] / most) for fifth in reversed(range(5))]
    rows = [
        f"<tr><th>{20 * fifth} to {20 * fifth + 20} %</th><td>{fifths[fifth]}</td>"
        f'<td><span class="bar" style="width:min({14 * part:.1f}rem,{45 * part:.0f}vw)"></span></td></tr>'
        for fifth, part in parts
    ]
    return f'<table class="spread">{"".join(rows)}</table>'


def mistakes(found: Class) -> str:
    """The kinds of mistakes, those that most made first, with what was said of them most often."""
    if not found.mistakes:
        return "<h2>Mistakes</h2><p>No mistake was found.</p>"
    rows = []
    for each in found.mistakes:
        shown = [
            f"<code>{escape(one_line(about))}</code> {escape(one_line(said))}".strip() + f" ({count}×)"
            for (about, said), count in each.examples.most_common(MOST_EXAMPLES)
        ]
        count = len(each.members)
        rows.append(f"<tr><td>{escape(each.kind)}</td><td>{count}</td><td>{'<br>'.join(shown)}</td></tr>")
    head = "<tr><th>mistake</th><th>students</th><th>most often</th></tr>"
    return f'<h2>Most usual mistakes</h2><div class="wide"><table class="causes">{head}{"".join(rows)}</table></div>'


def heat_map(found: Class, pages: dict[int, str]) -> str:
    """Students against what was asked: a cell for each, with a mark and a colour."""
    handed_in = [member for member in found.members if member.file]
    if not found.asked:
        return "<p>No key gave points: the lines are on the students' pages.</p>"
    shown = handed_in
    cut = ""
    if len(handed_in) > MOST_ROWS:
        shown = sorted(handed_in, key=lambda member: member.points)[:MOST_ROWS]
        cut = f"<p>The {MOST_ROWS} with the fewest points of {len(handed_in)}; grades.csv has all.</p>"
    titles = "".join(f"<th scope='col'>{escape(one_line(asked))}</th>" for asked in found.asked)
    rows = [
        f"<thead><tr><th class='own'>student</th><th class='own'>points</th>{titles}</tr></thead><tbody>",
        *(_row(member, found.asked, pages) for member in shown),
    ]
    shares = [found.reached(asked) for asked in found.asked]
    share = "".join(f"<td>{100 * got / worth:.0f} %</td>" if worth else "<td></td>" for got, worth in shares)
    rows.append(f"</tbody><tfoot><tr><th>reached by all</th><td></td>{share}</tr></tfoot>")
    said = ", ".join(f"{mark} {state}" for state, mark in MARKS.items())
    table = f'<div class="wide" tabindex="0"><table class="heat">{"".join(rows)}</table></div>'
    return f"<h2>Students and what was asked</h2><p>{said}</p>{cut}{table}"


def _row(member: Member, asked: list[str], pages: dict[int, str]) -> str:
    parts = {part.asked: part for part in member.parts}
    cells = []
    for title in asked:
        part = parts.get(title)
        state = part.state if part is not None else LEFT
        told = f"{title}: {state}"
        cells.append(f'<td class="{state.replace(" ", "-")}" title="{escape(one_line(told))}">{MARKS[state]}</td>')
    name = escape(visible(member.name))
    link = f'<a href="{escape(pages[id(member)])}" title="{name}">{name}</a>'
    points = f"<td>{member.points:.4g} of {member.worth:.4g}</td>"  # first: of many columns the last are out of sight
    return f"<tr><th scope='row'>{link}</th>{points}{''.join(cells)}</tr>"


def looks(found: Class, pages: dict[int, str]) -> str:
    """What a person should look at: other people's numbers first, then what could not be read or earned nothing."""
    rows = []
    for member in found.members:
        said = [member.note] if member.note else []
        said += [] if member.has_other_numbers else _looks_of(member)
        if said and member.file:
            link = f'<a href="{escape(pages[id(member)])}">{escape(visible(member.name))}</a>'
            rows.append((not member.note, f"<li>{link}: {escape('; '.join(map(one_line, said)))}</li>"))
    if not rows:
        return ""
    listed = "".join(row for _, row in sorted(rows, key=lambda row: row[0]))
    return f"<h2>Needs a look</h2><ul>{listed}</ul>"


def _looks_of(member: Member) -> list[str]:
    """Why each claim of a member needs a look, those with one reason together."""
    claims: dict[str, list[str]] = {}
    for claim, why in member.looks:
        claims.setdefault(why, []).append(claim)
    return [f"{', '.join(each)}: {why}" for why, each in claims.items()]


def feedback(member: Member, title: str) -> str:
    """The page of a student: the points, then every line with what is said of it; nobody else is named."""
    parts = [_STYLE, f"<h1>{escape(visible(title))}</h1>", f"<p>{escape(visible(member.name))}</p>"]
    if member.worth:
        parts.append(f"<p>{member.points:.4g} of {member.worth:.4g} points</p>")
    if member.note:
        parts.append(f"<p><strong>{escape(one_line(member.remark))}</strong></p>")
    if member.has_other_numbers:  # every line of it would be wrong
        return "\n".join([*parts, "<p>Nothing was judged: fill in your own sheet.</p>"])
    if member.parts:
        rows = "".join(
            f"<tr><td><code>{escape(one_line(part.asked))}</code></td><td>{MARKS[part.state]} {part.state}</td>"
            f"<td>{part.reached:.4g} of {part.worth:.4g}</td></tr>"
            for part in member.parts
        )
        parts.append(f'<table class="points"><tr><th>asked for</th><th>verdict</th><th>points</th></tr>{rows}</table>')
    rows = "".join(map(_line, member.verdicts))
    head = "<tr><th>line</th><th>claim</th><th>verdict</th></tr>"
    table = f'<table class="claims">{head}{rows}</table>'
    return "\n".join([*parts, f"<h2>Line by line</h2>{table}"])


def _line(verdict: Mapping[str, Any]) -> str:
    """A row for a claim, why below it, with a mark on what is not right."""
    said = verdict["verdict"]
    state = RIGHT if said in FINE else LEFT if said == NOT_ATTEMPTED else WRONG
    why = f'<span class="why">{escape(one_line(verdict["hint"]))}</span>' if verdict["hint"] else ""
    claim = f"<code>{escape(one_line(verdict['claim']))}</code>{why}"
    row = '<tr class="amiss">' if state == WRONG else "<tr>"
    return f"{row}<td>{verdict['line']}</td><td>{claim}</td><td>{MARKS[state]} {escape(said)}</td></tr>"
