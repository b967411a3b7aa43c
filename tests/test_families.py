"""Families over layers and time steps: a small network stands for all, and every claim is said of each layer."""

import pytest

from autograd import check

BRACKETS = "z[l] = W[l] a[l-1] + b[l]\na[l] = σ(z[l])\nL = 1/2 ||a[3] - y||^2\n"
BRACED = "a^{(l)} = σ(z^{(l)}); z^{(l)} = W^{(l)} a^{(l-1)} + b^{(l)}\nJ = 1/2 ||a^{(L)} - y||^2\n"
NIELSEN = "z^l = W^l a^{l-1} + b^l\na^l = g(z^l)\nC = 1/2 ||a^L - y||^2\nδ^l = ∂C/∂z^l\n"
STEPS = "h_t = tanh(W h_{t-1} + U x_t + b)\no_t = V h_t\nL_t = l(o_t, y_t)\nL = Σ_t L_t\n"
NUMBERS = "h[t] = tanh(w h[t-1] + u x[t])\nL = 1/2 (h[4] - y)^2\n"

RIGHT = [
    (BRACKETS, "dL/dz[l] = dL/da[l] * a[l] * (1 - a[l])"),
    (BRACKETS, "dL/dW[l] = dL/dz[l] a[l-1].T; dL/da[l-1] = W[l].T dL/dz[l]; dL/db[l] = dL/dz[l]"),
    (BRACKETS, "dL/dz[l]\n  = dL/da[l] * a[l] * (1 - a[l])\n  = dL/da[l] * σ'(z[l])"),
    (BRACKETS, "dL/dz[l] = (W[l+1].T dL/dz[l+1]) * σ'(z[l])"),
    (BRACED, "∂J/∂z^{(l)} = ∂J/∂a^{(l)} ⊙ σ'(z^{(l)}); ∂J/∂W^{(l)} = ∂J/∂z^{(l)} (a^{(l-1)})^T"),
    (NIELSEN, "δ^L = (a^L - y) ⊙ g'(z^L); δ^l = ((W^{l+1})^T δ^{l+1}) ⊙ g'(z^l)"),
    (NIELSEN, "∂C/∂b^l = δ^l; ∂C/∂W^l = δ^l (a^{l-1})^T"),
    (STEPS, "dL/do_t = dL_t/do_t; dL/dV = Σ_t dL/do_t h_t.T"),
    (STEPS, "dL/dh_t = V.T dL/do_t + W.T (dL/dh_{t+1} * (1 - h_{t+1}^2)); dL/dh_T = V.T dL/do_T"),
    (STEPS, "dL/dU = Σ_t (dL/dh_t * (1 - h_t^2)) x_t.T; dL/dW = sum(t: (dL/dh_t * (1 - h_t^2)) h_{t-1}.T)"),
    (NUMBERS, "dL/dh[t-1] = dL/dh[t] (1 - h[t]^2) w; dL/dw = sum(t: dL/dh[t] (1 - h[t]^2) h[t-1])"),
]
WRONG = [
    (BRACKETS, "dL/dW[l] = dL/dz[l] a[l].T", "dL/dW[l] = dL/dz[l] a[l].T"),
    (BRACKETS, "dL/dz[l] = dL/da[l] * a[l]; dL/dW[l] = dL/dz[l] a[l-1].T", "dL/dz[l] = dL/da[l] * a[l]"),
    (NIELSEN, "∂C/∂W^l = a^{l-1} (δ^l)^T", "∂C/∂W^l = a^{l-1} (δ^l)^T"),
    (NIELSEN, "δ^l = (W^{l+1} δ^{l+1}) ⊙ g'(z^l)", "δ^l = (W^{l+1} δ^{l+1}) ⊙ g'(z^l)"),
    (STEPS, "dL/dh_t = V.T dL/do_t", "dL/dh_t = V.T dL/do_t for t = 1"),
    (STEPS, "dL/dW = sum(t: (dL/dh_t * (1 - h_t^2)) h_t.T)", "dL/dW = sum(t: (dL/dh_t * (1 - h_t^2)) h_t.T)"),
    (NUMBERS, "dL/dw = dL/dh[4] (1 - h[4]^2) h[3]", "dL/dw = dL/dh[4] (1 - h[4]^2) h[3]"),
]


@pytest.mark.parametrize(("sheet", "claims"), RIGHT)
def test_every_layer_is_right(sheet, claims):
    report = check(sheet + claims)
    assert {each.verdict for each in report.verdicts} == {"right"}, report
    assert len(report.verdicts) == claims.count("=")


@pytest.mark.parametrize(("sheet", "claims", "claim"), WRONG)
def test_a_wrong_one_is_told_with_its_layer(sheet, claims, claim):
    found = check(sheet + claims).first()
    assert found.verdict in ("wrong", "wrong shape")
    assert found.claim == claim


def test_what_was_taken_is_said():
    assert "took L = 3: what is said of l is said of each" in str(check(BRACKETS + "dL/db[l] = dL/dz[l]"))
    assert "took T = 4: what is said of t is said of each" in str(check(NUMBERS + "dL/dh[4] = h[4] - y"))


LSTM = """f_t = σ(W_f h_{t-1} + U_f x_t + b_f)
i_t = σ(W_i h_{t-1} + U_i x_t + b_i)
g_t = tanh(W_g h_{t-1} + U_g x_t + b_g)
o_t = σ(W_o h_{t-1} + U_o x_t + b_o)
c_t = f_t ⊙ c_{t-1} + i_t ⊙ g_t
h_t = o_t ⊙ tanh(c_t)
E depends on h_t
do_t = dh_t ⊙ tanh(c_t)
dc_t = dh_t ⊙ o_t ⊙ (1 - tanh²(c_t))
df_t = dc_t ⊙ c_{t-1}
dc_{t-1} = dc_t ⊙ f_t
dW_f = (df_t ⊙ f_t ⊙ (1 - f_t)) h_{t-1}^T
dU_i = (dc_t ⊙ g_t ⊙ i_t ⊙ (1 - i_t)) x_t^T
db_o = do_t ⊙ o_t ⊙ (1 - o_t)
"""
GRU = """z_t = σ(W_z x_t + U_z h_{t-1} + b_z)
n_t = tanh(W_n x_t + U_n h_{t-1} + b_n)
h_t = (1 - z_t) ⊙ n_t + z_t ⊙ h_{t-1}
dn_t = dh_t ⊙ (1 - z_t)
dz_t = dh_t ⊙ (h_{t-1} - n_t)
dU_n = (dn_t ⊙ (1 - n_t²)) h_{t-1}^T
dh_{t-1} = dh_t ⊙ z_t + U_z^T (dz_t ⊙ z_t ⊙ (1 - z_t)) + U_n^T (dn_t ⊙ (1 - n_t²))
"""
OF_ONE_STEP = [
    # a sheet about one time step, and a mistake in it: what is changed
    (LSTM, "dc_t = dh_t ⊙ o_t ⊙", "dc_t = dh_t ⊙"),
    (LSTM, "df_t = dc_t ⊙ c_{t-1}", "df_t = dc_t ⊙ c_t"),
    (LSTM, "dc_{t-1} = dc_t ⊙ f_t", "dc_{t-1} = dc_t ⊙ i_t"),
    (LSTM, "f_t ⊙ (1 - f_t)) h_{t-1}^T", "(1 - f_t)) h_{t-1}^T"),
    (LSTM, "(1 - i_t)) x_t^T", "(1 - i_t)) h_{t-1}^T"),
    (GRU, "(h_{t-1} - n_t)", "(n_t - h_{t-1})"),
    (GRU, "dh_t ⊙ z_t + U_z^T", "U_z^T"),
]


@pytest.mark.parametrize(("sheet", "right", "mistake"), OF_ONE_STEP)
def test_a_sheet_about_one_step_is_read_so(sheet, right, mistake):
    report = check(sheet)
    assert {each.verdict for each in report.verdicts} == {"right"}, report
    assert "read t as one step: h_t and h_{t-1} are two names" in str(report)
    found = [each.claim for each in check(sheet.replace(right, mistake)).verdicts if each.is_fault]
    assert len(found) == 1
    assert mistake in found[0]


def test_several_steps_stay_where_others_are_spoken_of():
    steps = "h_t = tanh(W h_{t-1} + U x_t)\ny_t = V h_t\nL = Σ_t 1/2 ||y_t - d_t||²\n"
    assert check(steps + "dL/dh_t = V.T (y_t - d_t)").verdicts[-1].verdict == "wrong"
    assert "one step" not in str(check(GRU.replace("dh_t ⊙ z_t + U_z^T", "dh_{t+1} ⊙ z_t + U_z^T")))


def test_sums_in_sums_are_not_written_out_for_ever():
    sums = "sum(t: sum(l: h[t]*a[l] + " * 8 + "1" + "))" * 8
    found = check(f"h[t] = tanh(w h[t-1])\na[l] = w a[l-1]\nL = {sums}\ndL/dw = 3").verdicts[0]
    assert found.cause == "written out, the layers and steps have more than 60000 parts"


@pytest.mark.parametrize("text", ["w = 2; η = 0.1\nL = w^2\nw_{t+1} = w_t - η dL/dw", "x = [1, 2, 3]\ny[l] = x[l] + 1"])
def test_new_values_and_lists_are_no_families(text):
    assert "took" not in str(check(text))
