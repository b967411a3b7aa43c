"""The playground: what its page asks for, and the server that answers it to nobody else."""

import http.client
import json
import re
import socket
import subprocess
import sys
import time

import pytest

from autograd import cli, worked
from autograd.commands.playground import answering, files
from autograd.commands.playground.answering import KINDS_OF_REQUEST, LONGEST, answer
from autograd.commands.playground.givens import as_sheet
from autograd.commands.playground.server import ADDRESS, LARGEST, Worker
from autograd.commands.playground.training import Network
from autograd.errors import LanguageError
from autograd.formulas.typeset import html as typeset
from tests.samples import crossed, some

VIEWS = ("marks", "verdicts", "page", "solution", "latex", "picture", "player", "derivation")


@crossed(name=worked.names(), kind=VIEWS)
def test_every_example_has_every_view_or_says_why_not(name, kind):
    found = answer({"kind": kind, "text": worked.sheet(name)})
    json.dumps(found, allow_nan=False)
    counts = name in ("conv-costs", "conv-parameters", "convnet-parameters")
    if counts and kind in ("latex", "picture", "player"):
        assert found == {"error": "this sheet only counts: there is no graph to show"}
    else:
        assert "error" not in found


@pytest.mark.parametrize("name", worked.names())
def test_the_verdicts_are_those_of_check(name):
    text = worked.sheet(name)
    found = answer({"kind": "verdicts", "text": text})
    checked = answering.DESK.report(text, 2)
    assert found["summary"] == checked.summary()
    assert [(line["number"], line["mark"]) for line in found["lines"]] == [
        (line.number, line.mark) for line in checked.lines()
    ]


@pytest.mark.parametrize("name", some(worked.names(), 5))
def test_the_marks_that_come_first_stay(name):
    text = worked.sheet(name)
    alone = answer({"kind": "verdicts", "text": text})
    answering.DESK.report.cache_clear()
    first, all_ = (answer({"kind": kind, "text": text}) for kind in ("marks", "verdicts"))
    assert [line["mark"] for line in first["lines"]] == [line["mark"] for line in all_["lines"]]
    assert all_ == alone  # they are judged once, whether marks were asked for or not


def test_latex_is_read_as_it_is_typed():
    text = "Let $x = 2.5$ and $w = -1$.\na) $y = w \\cdot x = -2.5$\nb) $\\frac{\\partial y}{\\partial x} = w x$"
    found = answer({"kind": "verdicts", "text": text})
    assert [line["mark"] for line in found["lines"]] == [" ", "✓", "✗"]
    (place,) = found["lines"][2]["places"]
    assert text.split("\n")[2][slice(*place)] == "x"  # a factor too many
    assert "∂y/∂" in answer({"kind": "solution", "text": text})["html"]
    assert answer({"kind": "marks", "text": text}) == {}


def test_commands_of_latex_are_read_without_dollars():
    found = answer({"kind": "verdicts", "text": "x = 2; w = 3\ny = w \\cdot x\ny = 6"})
    assert [line["mark"] for line in found["lines"]] == [" ", " ", "✓"]


def test_where_a_dollar_is_alone_two_are_what_helps():
    (said,) = answer({"kind": "verdicts", "text": "x = 2; w = 3\ny = x$"})["lines"][1]["said"]
    assert said["hint"].endswith("LaTeX is read between dollars: $x$")


ERRORS = [
    ("", "nothing is computed yet: type a formula, such as x = 2; y = x^2"),
    ("x = 2", "only numbers are given: add a formula, such as y = x^2"),
    ("x = 2 +", "line 1: the formula ends too early: a number, a name or a bracket was expected here"),
    ("x = 0; y = log(x)", "y could not be computed in line 1"),
    ("x" * (LONGEST + 1), f"{LONGEST + 1:,} characters are too many to be checked as you type: at most {LONGEST:,}"),
]


@pytest.mark.parametrize(("text", "message"), ERRORS, ids=range(len(ERRORS)))
def test_what_is_typed_is_answered_whatever_it_is(text, message):
    assert answer({"kind": "solution", "text": text})["error"] == message


@pytest.mark.parametrize("request_", [{}, {"kind": "eval"}, {"kind": "verdicts", "text": 3}, {"kind": None}], ids=str)
def test_a_page_of_another_version_is_told_to_load_again(request_):
    assert "load the page again" in answer(request_)["error"]


FORMULAS = [
    ("tanh(w*x + b)", {"w": 2, "x": 0.5, "b": -1}, "w = 2; x = 0.5; b = -1\nf = tanh(w*x + b)"),
    ("y = e^x", {}, "x = 1\ny = e^x"),
    ("f*x", {"x": 3}, "f = 1; x = 3\ny = f*x"),
    ("2 + 2", {}, "f = 2 + 2"),
    ("x", {"x": float("nan"), "w": 3}, "x = 1\nf = x"),
    ("x", {"x": "__import__"}, "x = 1\nf = x"),
]


@pytest.mark.parametrize(("formula", "values", "text"), FORMULAS)
def test_a_formula_is_a_sheet_with_a_number_for_each_name(formula, values, text):
    assert as_sheet(formula, values)["text"] == text


def test_a_formula_with_an_error_says_where():
    with pytest.raises(LanguageError):
        as_sheet("tanh(w*", {})
    found = answer({"kind": "formula", "text": "tanh(w*"})
    assert found["text"][found["column"] - 1] == "*"
    assert answer({"kind": "formula", "text": " "})["error"].startswith("a formula is missing")


SLIDERS = [
    ("x = 1.5; y = x^2", [("x", 1.5)]),
    ("x = 1/3; y = x^2", []),
    ("w = [1, -2]; y = w[0]", [("w[0]", 1.0), ("w[1]", -2.0)]),
    ("W = [[1, 2], [3, 4]]; y = W[0,1]", [("W[0,0]", 1.0), ("W[0,1]", 2.0), ("W[1,0]", 3.0), ("W[1,1]", 4.0)]),
    ("Given: x = 2, w = −0.5 and b = 1\ny = w*x + b", [("x", 2.0), ("w", -0.5), ("b", 1.0)]),
    ("x = zeros(3); y = sum(x)", []),
]


@pytest.mark.parametrize(("text", "sliders"), SLIDERS)
def test_numbers_that_are_given_have_sliders_that_know_their_places(text, sliders):
    found = answer({"kind": "verdicts", "text": text})["givens"]
    assert [(each["name"], each["value"]) for each in found] == sliders
    lines = text.split("\n")
    for each in found:
        written = lines[each["line"] - 1][each["start"] : each["end"]]
        assert float(written.replace("−", "-")) == each["value"]


def ask(server, method="POST", path=None, body=b'{"kind": "verdicts", "text": "x = 2"}', **headers):
    """The status and the text that come back; `_` in the names of headers stands for `-`, None leaves one out."""
    connection = http.client.HTTPConnection(ADDRESS, server.server_port, timeout=60)
    connection.putrequest(method, f"/{server.token}/run" if path is None else path, skip_host=True)
    usual = {"Host": f"{ADDRESS}:{server.server_port}", "Content-Type": "application/json", "Content-Length": len(body)}
    for name, value in {**usual, **{name.replace("_", "-"): value for name, value in headers.items()}}.items():
        if value is not None:
            connection.putheader(name, str(value))
    connection.endheaders(body if method == "POST" else None)
    found = connection.getresponse()
    said = found.read().decode()
    connection.close()
    return found.status, said


def test_the_page_is_served_with_a_policy_that_lets_no_other_script_run(server):
    status, page = ask(server, "GET", f"/{server.token}/")
    assert (status, "<title>chalkgrad playground</title>" in page) == (200, True)
    for name in (*files.SCRIPTS, "backend.js", "playground.css"):
        assert ask(server, "GET", f"/{server.token}/{name}")[0] == 200
    policy = files.policy()
    assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]
    assert "default-src 'none'" in policy


def test_it_answers_its_own_page(server):
    port = server.server_port
    for headers in ({}, {"Origin": f"http://{ADDRESS}:{port}", "Sec_Fetch_Site": "same-origin"}):
        status, said = ask(server, **headers)
        assert (status, json.loads(said)["summary"]) == (200, "nothing is claimed")
    assert ask(server, Host=f"localhost:{port}")[0] == 200


FOREIGN = "another site's page may not use this\n"
NO_TOKEN = "the token is missing: open the address that autograd serve shows\n"
REFUSED = [
    ({"Host": "evil.example"}, 403, "this is not the host that is asked for\n"),
    ({"Host": None}, 403, "this is not the host that is asked for\n"),
    ({"Host": "127.0.0.1"}, 403, "this is not the host that is asked for\n"),
    ({"Origin": "http://evil.example"}, 403, FOREIGN),
    ({"Origin": "null"}, 403, FOREIGN),
    ({"Origin": "http://127.0.0.1:1"}, 403, FOREIGN),
    ({"Sec_Fetch_Site": "cross-site"}, 403, FOREIGN),
    ({"Sec_Fetch_Site": "same-site"}, 403, FOREIGN),
    ({"path": "/run"}, 403, "the token is missing: open the address that autograd serve shows\n"),
    ({"path": "//run"}, 403, "the token is missing: open the address that autograd serve shows\n"),
    (
        {"path": "/ABCDEFGHIJKLMNOPQRSTUVWX/run"},
        403,
        "the token is missing: open the address that autograd serve shows\n",
    ),
    ({"Content_Type": "text/plain"}, 415, "expected JSON\n"),
    ({"Content_Length": None, "body": b""}, 411, "expected the length of the request\n"),
    ({"Content_Length": "-1", "body": b""}, 411, "expected the length of the request\n"),
    ({"Content_Length": LARGEST + 1, "body": b"x"}, 413, f"more than {LARGEST} bytes are too many\n"),
    ({"Content_Length": "9" * 5000, "body": b"x"}, 413, f"more than {LARGEST} bytes are too many\n"),
    ({"body": b"[1]"}, 400, "expected a JSON object\n"),
    ({"body": b"{"}, 400, "expected a JSON object\n"),
    ({"body": b"[" * 50_000}, 400, "expected a JSON object\n"),
]


@pytest.mark.parametrize(("how", "status", "message"), REFUSED, ids=range(len(REFUSED)))
def test_it_refuses_everybody_else(server, how, status, message):
    assert ask(server, **how) == (status, message)
    assert ask(server)[0] == 200  # it goes on


NO_FILES = ["../__init__.py", "%2e%2e/server.py", "answering.py", "page.html", "", "a/b", "serve.js"]


@pytest.mark.parametrize("name", NO_FILES[:-3] + NO_FILES[-2:])
def test_it_serves_no_other_files(server, name):
    assert ask(server, "GET", f"/{server.token}/{name}") == (404, "there is no such file\n")


def test_a_page_without_the_token_is_refused(server):
    for path in ("/", "/index.html", f"/{server.token[:-1]}/", "/favicon.ico"):
        assert ask(server, "GET", path)[0] == 403


def test_other_methods_are_none(server):
    assert [ask(server, method)[0] for method in ("PUT", "DELETE", "OPTIONS")] == [501] * 3


def test_what_takes_too_long_is_stopped_and_the_next_is_answered():
    worker = Worker(seconds=0.05)
    try:
        found = worker.answer({"kind": "verdicts", "text": worked.sheet("twin-branch")})
        assert found == {"error": "stopped: it took more than 0.05 s", "stopped": True}
        worker.seconds = 60
        worker.begin()
        assert worker.answer({"kind": "verdicts", "text": "x = 2"})["summary"] == "nothing is claimed"
    finally:
        worker.end()


def test_a_process_that_is_killed_is_followed_by_another():
    worker = Worker(seconds=60)
    try:
        assert "summary" in worker.answer({"kind": "verdicts", "text": "x = 2"})
        worker.process.kill()
        worker.process.wait()
        assert "summary" in worker.answer({"kind": "verdicts", "text": "x = 2"})
    finally:
        worker.end()


def test_a_port_in_use_costs_one_line(capsys):
    with socket.socket() as taken:
        taken.bind((ADDRESS, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert cli.main(["serve", "--port", str(port), "--no-browser"]) == 1
    said = f"autograd: port {port} is in use: choose another, or --port 0 for any that is free\n"
    assert capsys.readouterr() == ("", said)


@pytest.mark.parametrize("port", ["-1", "65536", "x", "8.5"])
def test_a_port_is_a_number(port, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["serve", f"--port={port}"])
    assert ended.value.code == 2
    assert f"--port: {port!r} is not a number of a port from 0 to 65535" in capsys.readouterr().err


def test_the_command_serves_until_it_is_interrupted_and_leaves_no_process(tmp_path):
    program = (
        "import webbrowser; webbrowser.open = lambda url: False\n"
        "from autograd.cli import main; main(['serve', '--port', '0'])"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        url = process.stdout.readline().split()[-1]
        host, _, token = url.removeprefix("http://").rstrip("/").partition("/")
        connection = http.client.HTTPConnection(host, timeout=60)
        connection.request("GET", f"/{token}/")
        assert connection.getresponse().status == 200
        connection.close()
        time.sleep(0.1)
        process.send_signal(2)
        process.wait(timeout=60)
        out, err = process.stdout.read(), process.stderr.read()
    finally:
        process.kill()
        process.communicate()
    assert (process.returncode, out) == (0, "Ctrl-C ends it.\n\n")
    assert err == "autograd: no browser was found: open the address above in one\n"


def test_everything_that_can_be_asked_is_tested_here():
    assert {*KINDS_OF_REQUEST} == {*VIEWS, "formula", "train", "weight"}


def trained(steps=40, **network):
    """A network after some steps."""
    state = None
    while not state or state["steps"] < steps:
        found = answer({"kind": "train", **network, "steps": 10, "state": state})
        state = json.loads(json.dumps(found["state"]))  # as it comes back from the page
    return found


@pytest.mark.parametrize("data", ["moons", "spiral"])
@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_networks_learn(data, activation):
    network = {"data": data, "activation": activation, "hidden": [8], "rate": 0.1}
    first = answer({"kind": "train", **network, "steps": 1})["losses"][0]
    losses = trained(40, **network)["losses"]
    assert sum(losses) / len(losses) < 0.9 * first


def test_a_network_goes_on_from_its_state_as_if_it_had_not_stopped():
    network = {"data": "moons", "hidden": [3], "seed": 5}
    whole = Network({**network})
    whole.learn(2)
    first = answer({"kind": "train", **network, "steps": 1})
    again = answer({"kind": "train", **network, "steps": 1, "state": first["state"]})
    assert again["state"]["weights"] == [parameter.data for parameter in whole.parameters]


def test_a_weight_opens_down_to_its_chain_rule():
    network = {"data": "moons", "hidden": [4, 3]}
    state = trained(5, **network)["state"]
    weights = [(0, 3, 1, "U[4,2]"), (1, 2, 0, "V[3,1]"), (2, 0, 2, "W[1,3]")]
    for layer, neuron, place, name in weights:
        asked = {"layer": layer, "neuron": neuron, "input": place, "point": 7}
        found = answer({"kind": "weight", **network, "state": state, **asked})["html"]
        assert f"∂L/∂{typeset(name)} = " in found
        assert f"<div><span>∂L/∂{typeset(name)}</span>" in found
    # by a difference quotient of the loss at all points, which is good to about 1e-8 here
    model = Network({**network, "state": state})
    parameter = model.model.layers[2].neurons[0].w[2]
    model.loss(model.points).backward()
    slope, here = parameter.grad, parameter.data
    sides = []
    for step in (1e-5, -1e-5):
        parameter.data = here + step
        sides.append(model.loss(model.points).data)
    assert slope == pytest.approx((sides[0] - sides[1]) / 2e-5, rel=1e-5)


def test_the_lines_of_a_weight_are_short_and_say_about_where_they_are_rounded():
    network = {"data": "spiral", "hidden": [6, 6]}
    found = answer({"kind": "weight", **network, "layer": 0, "neuron": 2, "input": 1})["html"]
    assert not re.search(r"[1-9]\d{4}", re.sub(r"\d\.0*", "", found))  # four digits
    assert re.search(r"<span>≈ −?0\.\d+</span>", found)
    assert "<span>= sigmoid(y)</span>" in found


def test_pictures_are_tall_where_the_page_is_narrow():
    wide, tall = (
        answer({"kind": "picture", "text": "x = 2; y = x^2; z = y + 1", "tall": tall}) for tall in (False, True)
    )
    sizes = [re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', found["svg"]).groups() for found in (wide, tall)]
    assert float(sizes[0][0]) > float(sizes[0][1])
    assert float(sizes[1][0]) < float(sizes[1][1])


NO_NETWORKS = [
    {"hidden": "x", "data": 3, "activation": "exec", "rate": float("nan"), "seed": "1", "steps": -5},
    {"hidden": [10**9, 10**9, 10**9], "steps": 10**9, "rate": 1e300},
    {"hidden": [], "steps": 1},
    {"hidden": [True], "steps": True},
]


@pytest.mark.parametrize("request_", NO_NETWORKS, ids=range(len(NO_NETWORKS)))
def test_networks_that_cannot_be_are_the_nearest_that_can(request_):
    found = answer({"kind": "train", **request_})
    json.dumps(found, allow_nan=False)
    assert found["points"]


NO_STATES = [{}, {"weights": [1]}, {"weights": [float("nan")] * 61, "first": [0] * 61, "second": [0] * 61}]


@pytest.mark.parametrize("state", NO_STATES, ids=range(len(NO_STATES)))
def test_states_of_another_network_are_refused(state):
    assert answer({"kind": "train", "state": state})["error"].startswith("this network was saved by another version")


def test_weights_that_are_not_there():
    for asked in ({"layer": 9}, {"neuron": 9}, {"input": 9}):
        assert answer({"kind": "weight", **asked}) == {"error": "there is no such weight"}
