"""Hand work, read and judged: the language people type formulas in, and the verdicts on what they claim.

A worksheet is plain text, typed as one writes; in Markdown, the fenced blocks. `name = formula` defines a name.
Everything else on the line is a claim, and so is every line about a name that is defined: each `=` is judged on its
own. dz/dw or ∂z/∂w is a derivative once z and w are defined. A semicolon separates statements, or a comma and a
blank; # begins a remark. Labels such as a) and "Step 1:" are skipped, and headings, titles and prose without an =.

>>> from autograd import check
>>> check('''
... w = 2.0; x = 3.0; t = 5      # what is given
... L = 1/2 (w x - t)^2 = 0.5  # defines L, claims 0.5
... dL/dw = (w x - t) x = 3
... dL/dx = w x - t
... ''')
3 of 4 claims are right: line 5 is the first wrong one
line 5: wrong
  dL/dx = w x - t
          ^^^^^^^
  read as w*x - t
  the factor w is missing

A line that begins with = or ≈ continues the chain above it. Numbers may be put in at any place, and what comes
from rounded ones need not be closer than they are. `w <- …`, or `:=`, gives a name its new value; updates below one
another are one step, taken with the values before it. `dz = a - y` is read as dL/dz if a single loss L is computed from
z, and is no mean; the report says so. σ'(z) is the slope of σ at z, ||x|| the length of a list.

>>> check('''
... x = 1.5; w = 0.8; b = -0.3
... p = σ(w x + b)
...   = σ(0.9) ≈ 0.711
... L = -log p = 0.341
... dLdw = (p - 1) x             # dL/dw in one word
...      = -0.289 * 1.5 ≈ -0.434
... w <- w - 0.1 dLdw = 0.843
... b <- b - 0.1 dL/db = -0.271
... ''')
10 of 10 claims are right

A list is a column, x.T a row; indices begin at 0, and a claim with an index letter is one about every entry.
`W @ x` is a matrix product, `*` goes entry by entry. `find` lists what is asked.

>>> check('''
... h = [1.2, 2.1, 0.5]; y = onehot(1, 3)
... P[j] = exp(h[j])/sum(k: exp(h[k]))
... L = -sum(j: y[j]*log(P[j]))
... find dL/dh[i], dL/dP[i]
... dL/dh[i] = P[i] - y[i]
... dP[i]/dh[k] = -P[i]*P[k] for i != k
... h <- h - 0.1*dL/dh
... ''')
3 of 4 claims are right, 1 not attempted
line 5: not attempted
  find dL/dh[i], dL/dP[i]
                 ^^^^^^^^

Where no numbers are given, a claim is held against the truth at any. Lists and matrices have lengths of their own, told
as `x in R^m`, `W in R^{n×m}`, `X: m×n`, `sum(i=1..m: …)`, or found from how the names are used.

>>> check('''
... x in R^m; W in R^{n×m}
... y = W x; L = 1/2 ||y - t||^2
... dL/dW = (y - t) x^T
... dL/dx = W (y - t)
... ''')
1 of 2 claims is right: line 5 is the first wrong one
line 5: wrong shape
  dL/dx = W (y - t)
          ^^^^^^^^^
  read as W*(y - t)
  W needs its transpose

Second derivatives are written d²L/dw² or ∂²L/∂w∂b, cases `x if z > 0 else 0` or {x if z > 0; 0 otherwise}, indicators
1[i=j] and δ_ij, sums with a condition sum(k != i: …). A derivative of the output is the total one; inside a chain rule,
and of an intermediate, a direct partial is right, too, and said. Functions that are not defined, as g with g', f(y) or
a loss of which only derivatives are told, may be any: chain rules through them are judged, and what takes a form for
granted is not. What is said of each layer l, or step t, is judged for three layers, or four steps.

>>> check('''
... z[l] = W[l] a[l-1] + b[l]; a[l] = g(z[l])
... C = 1/2 ||a[3] - y||^2
... dC/dz[l] = (W[l+1].T dC/dz[l+1]) * g'(z[l])
... dC/dW[l] = dC/dz[l] a[l-1].T
... ''')
2 of 2 claims are right
took L = 3: what is said of l is said of each

What is said of one example, p = σ(w^T x + b), holds for each where a cost sums over them, L = -Σ_i y_i log p_i. A sheet
that speaks only of t and t-1 is about one time step: dc_{t-1} = dc_t f_t. "If A is symmetric, dL/dx = 2 A x" is judged
only if the sheet says that A is symmetric. A function that is defined anew, f(x, y) = x y below f(x) = 1/x, is another
function. A network may have no cost: dZ2 = A2 - Y alone stands for the usual one, with 1/m in dW2 and db2.

>>> check('''
... Z1 = W1 X + b1; A1 = tanh(Z1)
... Z2 = W2 A1 + b2
... A2 = σ(Z2)
... dZ2 = A2 - Y
... dW2 = 1/m dZ2 A1^T
... db2 = 1/m np.sum(dZ2, axis=1)
... dZ1 = W2^T dZ2 * (1 - A1)
... ''').first_wrong_line  # where A1 should be squared
8

Numbers may stand where a formula is meant: shares that equal the softmax of the scores above are read as that softmax,
and z_1 = 0.881 is a claim about an entry of a computed list z. Where z is not defined, the z of dh/dz is what tanh is
taken of in h = tanh(w x).

>>> check('''
... z = [2, 1, 0]
... p = [7.39/11.11, 2.72/11.11, 1/11.11]
... L = -log(p[0]) = 0.41
... dL/dz = p - [1, 0, 0] = [-0.335, 0.245, 0.09]
... ''')
4 of 4 claims are right
read p = [7.39/11.11, 2.72/11.11, 1/11.11] as softmax(z)

A formula is held against the truth at the numbers given and at random ones on the same side of every kink. A number
must be right at the givens only: one without a decimal point is exact, one with it may be off by half a unit of its
last digit. Inside a formula a number that is given is exact, one that is printed from the value of a name, or of a part
of the formula before it, stands for that value with all its digits (1 + (-0.2)*0.5 is 1 + w1*w0), and any other may be
rounded if it has two digits or more: all of them together may make 5 % of the result. A derivative is 0.0 only if it
is 0.

LaTeX, Markdown with $ and the Markdown cells of notebooks are read as they stand: macros, align, cases, matrices. A
heading begins a part; a line "% check: m = 3; X in R^{n×d}" or a fence ```sheet gives numbers and sizes. Of a function
of several letters, f(x, y) = x^2 y, a document may say f(2, 1), f_x = 2xy, ∇f(1, 2) = (4, 1), H(1, 2), or "At the point
(1, 2)". What is not read, or cannot be judged because something is defined nowhere, is told by its reason and is no
fault, unless --strict says so.

Layers can be counted: A = conv([28, 28, 1], filters=5, kernel=3) has a shape(A), parameters(A) and multiplies(A).
conv(X, K) of two matrices lays K on X wherever it fits, as nets do; pad(X) has zeros around it, rot180(K) is turned,
fullconv(dY, rot180(K)) goes back to X;
maxpool(X) and meanpool(X) have windows of 2×2, maxpool(X, 3, 1) of 3×3 in steps of 1.
X * K means the same in a sheet that mentions convolutions, and X11 is an entry of X.

>>> check('''
... X = [[1, 2, 0], [0, 1, 3], [2, 1, 1]]
... K = [[1, 0], [0, -1]]
... Y = conv(X, K) = [[0, -1], [-1, 0]]
... L = 1/2 sum(Y^2)
... dL/dK = conv(X, dL/dY) = [[-2, -1], [-3, -4]]
... dL/dX = conv(pad(dL/dY), rot180(K))
... ''')
4 of 4 claims are right

In a key, "# 2 points" says what a line is worth, and a first line "name: other name" lets a student's name stand for
the key's. What is asked twice counts once. Points are for work: followed to its end through all that the student's
sheet says, an answer leaves no derivative and no count standing but those that the key's own lines leave standing, and
no value is taken from itself. A chain rule earns its points if its pieces are worked out; "# allow chain" in the key
lets them stand, on a line for what that line asks, by itself for all.
"""
