"""The playground in a real browser: what one types is marked, solved, drawn and played, and nothing in it runs."""

import random

import pytest

from autograd import worked
from autograd.pictures.lettering import LOWERED, READABLE
from tests.faults import faults
from tests.pages import WAIT, becomes, kept, texts
from tests.samples import crossed, some

pytestmark = pytest.mark.slow


@pytest.fixture
def opened(window, server):
    """`opened(width=…, fragment=…)` opens the page; afterwards there must be no complaints and no other request."""
    pages = []

    def open_it(width=1440, height=900, fragment=""):
        pages.append(window().open(server.url + fragment, width, height))
        return pages[-1].page

    yield open_it
    assert [complaint for each in pages for complaint in each.complaints] == []
    allowed = (server.url, "data:", "blob:", "about:")
    assert [url for each in pages for url in each.requests if not url.startswith(allowed)] == []


def settled(page, summary):
    """Wait until the page says this of the sheet."""
    page.locator("#summary", has_text=summary).wait_for(timeout=WAIT)


def test_a_sheet_is_marked_as_it_is_typed(opened):
    page = opened()
    settled(page, "5 of 7 claims are right: line 5 is the first wrong one")
    assert texts(page, "#backdrop .mark") == [" ", "✓", "✓", " ", "✗", "✓", "✗"]
    assert texts(page, "#backdrop mark") == ["1", "w1*w0"]
    beside = texts(page, "#backdrop .told")  # the other cause has no room there
    assert beside == ["the sign of w1*w0 is wrong"]
    said = texts(page, "#said li")[0].split()
    assert " ".join(said) == "line 5 wrong: the formula is right, but x1 has another value"
    page.locator("#text").fill("x = 3; y = x^2\ndy/dx = x")
    settled(page, "1 claim: wrong at line 2")
    page.locator("#text").press("End")
    page.keyboard.type("*2")
    settled(page, "1 claim: right")
    assert texts(page, "#backdrop .mark") == [" ", "✓"]
    page.locator(".paper", has_text="∂y/∂x").wait_for(timeout=WAIT)


def test_nothing_of_the_mirror_is_seen_but_marks(opened):
    page = opened()
    page.locator("#text").fill("x = 0\ny = log(x)\ndy/dx = 1\nfind dy/dx")
    page.locator("#backdrop .line.open").first.wait_for(timeout=WAIT)
    seen = page.evaluate("[...document.querySelectorAll('#backdrop .line')].map(each => getComputedStyle(each).color)")
    assert len(seen) == 4
    assert set(seen) == {"rgba(0, 0, 0, 0)"}


def test_the_mirror_stands_exactly_behind_the_text(opened):
    """Else the wavy lines would be elsewhere: it has the same height however its lines are broken."""
    for width in (390, 820, 1440):
        page = opened(width=width)
        for text in ("x = 1", "x = 2; " * 60, "a\n" * 30, "値 = 2; ŷ = 値²\n" * 9, "z = " + "x" * 300):
            page.locator("#text").fill(text)
            size = page.evaluate(
                "['text', 'backdrop'].map(id => document.getElementById(id)).map(each => [each.scrollHeight, "
                "each.clientHeight])"
            )
            assert size[0] == size[1]
            assert size[0][0] == size[0][1]


def test_the_views_show_solution_picture_player_and_page(opened):
    page = opened()
    page.locator(".paper", has_text="∂z/∂x").wait_for(timeout=WAIT)
    page.locator("#tab-picture").click()
    page.locator("#view svg .grad").first.wait_for(timeout=WAIT)
    page.locator("#tab-picture").press("ArrowRight")
    player = page.frame_locator("#view iframe")
    player.locator("#play").click(timeout=WAIT)
    player.locator("main[data-playing=yes]").wait_for(timeout=WAIT)  # its script runs
    assert page.locator("#tab-player").get_attribute("aria-selected") == "true"
    page.locator("#tab-page").click()
    page.frame_locator("#view iframe").locator("table.lines mark").first.wait_for(timeout=WAIT)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_axe_finds_nothing(opened, audited, width, scheme):
    page = opened(width=width)
    page.emulate_media(color_scheme=scheme)
    settled(page, "5 of 7")
    for view, shown in (("solution", ".paper"), ("picture", "svg .grad"), ("page", "iframe"), ("player", "iframe")):
        page.locator(f"#tab-{view}").click()
        page.locator(f"#view {shown}").first.wait_for(timeout=WAIT)
        assert audited(page) == [], view
    page.emulate_media(color_scheme="light")


def test_a_view_that_takes_too_long_is_asked_for_once(opened, server, monkeypatch):
    asked = []

    def answer(request):
        asked.append(request["kind"])
        if request["kind"] == "player":
            return {"error": "stopped: it took more than 1 s", "stopped": True}
        return usual(request)

    usual = server.worker.answer
    monkeypatch.setattr(server.worker, "answer", answer)
    page = opened()
    settled(page, "5 of 7")
    page.locator("#tab-player").click()
    page.locator("#notice", has_text="stopped: it took more than 1 s").wait_for(timeout=WAIT)
    page.locator("#text").fill("x = 3; y = x^2\ndy/dx = 2x")
    settled(page, "1 claim: right")
    page.locator("#notice", has_text="choose its tab to try again").wait_for(timeout=WAIT)
    assert asked.count("player") == 1
    page.locator("#tab-player").click()
    page.locator("#notice", has_text="stopped: it took more than 1 s").wait_for(timeout=WAIT)
    assert asked.count("player") == 2
    page.locator("#tab-solution").click()
    page.locator(".paper", has_text="∂y/∂x").wait_for(timeout=WAIT)
    assert page.locator("#notice").is_hidden()


def test_the_state_is_in_the_address(opened):
    page = opened()
    page.locator("#text").fill("x = 3; y = x^2\ndy/dx = 2x")
    settled(page, "1 claim: right")
    page.locator("#tab-picture").click()
    page.wait_for_url("**view=picture**", timeout=WAIT)
    becomes(lambda: kept(page, "sheet"), "x = 3; y = x^2\ndy/dx = 2x")
    again = opened(fragment="#" + page.url.partition("#")[2])
    settled(again, "1 claim: right")
    assert again.locator("#text").input_value() == "x = 3; y = x^2\ndy/dx = 2x"
    assert again.locator("#tab-picture").get_attribute("aria-selected") == "true"


def test_sliders_move_numbers_and_excuse_what_was_claimed_of_others(opened):
    page = opened()
    settled(page, "5 of 7")
    slider = page.locator("#sliders label", has_text="x0").locator("input")
    slider.fill("0.5")
    settled(page, "The numbers were moved")
    assert page.locator("#text").input_value().startswith("x0 = 0.5; w0 = 0.5;")
    assert "○" in texts(page, "#backdrop .mark")
    page.locator("#reset").click()
    settled(page, "5 of 7")
    assert page.locator("#text").input_value().startswith("x0 = 1.0; w0 = 0.5;")


def test_a_formula_is_explained_with_a_slider_for_each_name(opened):
    page = opened()
    page.locator("#mode-formula").click()
    page.locator(".paper", has_text="∂f/∂w").wait_for(timeout=WAIT)
    page.locator("#formula").fill("relu(u*v)")
    page.locator(".paper", has_text="∂f/∂u").wait_for(timeout=WAIT)
    becomes(lambda: texts(page, "#sliders .name"), ["u", "v"])
    page.locator("#formula").fill("relu(u*")
    settled(page, "the formula ends too early")
    page.locator("#formula-place", has_text="^").wait_for(timeout=WAIT)
    assert page.locator("#formula").get_attribute("aria-invalid") == "true"


def test_every_example_is_in_the_menu(opened):
    page = opened()
    names = texts(page, "#examples option")[1:]
    assert names == worked.names()
    page.locator("#examples").select_option("residual")
    settled(page, "14 of 15 claims are right")


def test_downloads(opened):
    page = opened()
    settled(page, "5 of 7")
    for kind, name, part in (
        ("sheet", "worksheet.txt", "x0 = 1.0"),
        ("page", "worksheet.html", "<mark>w1*w0</mark>"),
        ("player", "player.html", "<script"),
        ("latex", "solution.tex", r"\begin{aligned}"),
    ):
        page.locator("#downloads summary").click()
        with page.expect_download(timeout=WAIT) as download:
            page.locator(f"[data-file={kind}]").click()
        assert download.value.suggested_filename == name
        assert part in download.value.path().read_text("utf-8")


@crossed(width=[390, 820, 1440], name=["residual", "twin-branch", "mlp-shapes"])
def test_nothing_is_cut_and_no_text_is_small(opened, width, name):
    page = opened(width=width)
    page.locator("#examples").select_option(name)
    settled(page, worked.report(name).summary()[:20])
    page.locator("#view > *").first.wait_for(timeout=WAIT)
    assert faults(page) == []
    if (name, width) == ("residual", 390):
        picture = page.locator("#view .picture")
        picture.locator("svg").wait_for(timeout=WAIT)
        assert picture.evaluate("box => box.scrollWidth - box.clientWidth") <= 0  # all of it is seen
        scale = picture.locator("svg").evaluate("svg => svg.clientWidth / svg.viewBox.baseVal.width")
        assert scale * LOWERED >= READABLE - 0.05


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_pictures_are_large_enough_to_be_read_and_begin_at_the_output(opened, width):
    page = opened(width=width)
    page.locator("#view svg .grad").first.wait_for(timeout=WAIT)
    scale, left, right = page.evaluate(
        "() => { const box = document.querySelector('#view .picture');"
        "const drawn = box.querySelector('svg'), size = drawn.getBoundingClientRect();"
        "const frame = box.getBoundingClientRect(), output = [...drawn.querySelectorAll('.node')]"
        ".find(each => each.textContent.startsWith('z = ')).getBoundingClientRect(); return ["
        "size.width / drawn.viewBox.baseVal.width, output.left - frame.left, frame.right - output.right] }"
    )
    assert scale >= 0.9  # of 12 px, the smallest there is
    assert min(left, right) > 0


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "</textarea><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "javascript:alert(1)",
    "<iframe srcdoc='<script>parent.alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "<style>@import 'http://evil.example/x.css';</style>",
    "<link rel=stylesheet href=http://evil.example/x.css>",
    "<base href=http://evil.example/>",
    "<math><mtext><img src=x onerror=alert(1)></mtext></math>",
    "]]><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "${alert(1)}{{alert(1)}}",
    "__import__('os').system('true')",
    "\\\\input{/etc/passwd}",
    "\u202ealert(1)\u2066",
    "\x00\x01\x1b[2J",
    "𝒙" * 50,
]
SHAPES = [
    "{}",
    "x = 2; y = x^2\ndy/dx = {}",
    "{} = 2; y = {}*3",
    "x = 2 # {}\ny = x^2 = 5",
    "find {}",
    "x = {}; y = relu(x)",
    "f({}) = 2",
    "x_{} = 1.0; y = 2 x_{}",
    "```\n{}\n```",
    "(((({}",
]


def hostile():
    """Sheets of attacks in all places where a sheet has words, and some of noise."""
    rng = random.Random(0)
    sheets = [shape.replace("{}", attack) for attack in ATTACKS for shape in SHAPES]
    letters = "<>&\"'`=+-*/^()[]{}|\\;:,.#xyzwdσ∂0123456789\n \t"
    sheets += ["".join(rng.choices(letters, k=200)) for _ in range(10)]
    rng.shuffle(sheets)
    return sheets


TYPING = """async texts => {
  const area = document.getElementById("text");
  const shown = () => performance.getEntriesByName("keystroke to verdicts").length;
  for (const text of texts) {
    const before = shown();
    area.value = text;
    area.dispatchEvent(new Event("input"));
    while (shown() === before) await new Promise(done => setTimeout(done, 2));
  }
}"""
"""Type texts, each when the verdicts of the one before are shown."""


VIEWS = ["solution", "player", "page"]


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_that_is_typed_runs(opened, view):
    page = opened(fragment=f"#view={view}")
    settled(page, "5 of 7")
    page.evaluate(TYPING, some(hostile()[VIEWS.index(view) :: len(VIEWS)], 20))
    page.locator("#text").fill("x = 2; y = x^2\ndy/dx = 2 x = 4")
    settled(page, "2 of 2 claims are right")
    assert page.locator("body > script, main script, #view script").count() == 0


def test_hostile_addresses_show_a_sheet_as_text(opened):
    for fragment in (
        "#sheet=%00",
        "#sheet=AAAA",
        "#mode=__proto__&view=constructor",
        "#formula=x",
        "#&&&===",
        "#train=e30",
    ):
        page = opened(fragment=fragment)
        settled(page, "5 of 7")


def test_a_network_learns_and_its_weights_open(opened):
    page = opened(fragment="#mode=train")
    page.locator("#network .weight").first.wait_for(timeout=WAIT)
    page.locator("#train-data").select_option("spiral")
    page.locator("#run").click()
    page.locator("#train-status", has_text="Step 2").wait_for(timeout=WAIT)
    page.locator("#run").click()
    page.locator("#w-1-2-1").focus()
    page.keyboard.press("Enter")
    page.locator("#chain", has_text="The mean over all 120 points").wait_for(timeout=WAIT)
    assert "∂L/∂V" in page.locator("#chain").inner_text()
    becomes(lambda: (kept(page, "train") or {}).get("data"), "spiral")
    again = opened(fragment="#" + page.url.partition("#")[2])
    again.locator("#train-status", has_text="Step ").wait_for(timeout=WAIT)
    assert again.locator("#train-data").input_value() == "spiral"


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_nothing_of_the_network_is_cut(opened, width):
    page = opened(width=width, fragment="#mode=train")
    page.locator("#network .weight").first.wait_for(timeout=WAIT)
    page.locator("#boundary").click()
    page.locator("#chain .paper").first.wait_for(timeout=WAIT)
    assert faults(page) == []
