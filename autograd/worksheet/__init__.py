"""Hand work, read and judged: the language people type formulas in, and the verdicts on what they claim.

A worksheet is plain text, typed as one writes; in Markdown, the fenced blocks. `name = formula` defines a name.
Everything else on the line is a claim, and so is every line about a name that is defined: each `=` is judged on its
own. dz/dw or ∂z/∂w is a derivative once z and w are defined. A semicolon separates statements, # begins a remark.

>>> from autograd import check
>>> check('''
... w = 2.0; x = 3.0; t = 5      # what is given
... L = 1/2 (w x - t)^2 = 0.5    # defines L, and claims that it is 0.5
... dL/dw = (w x - t) x = 3
... dL/dx = w x - t
... ''')
3 of 4 claims are right: line 5 is the first wrong one
line 5: wrong
  dL/dx = w x - t
          ^^^^^^^
  read as w*x - t
  the factor w is forgotten

A list is a column, x.T a row; indices begin at 0, and a claim with an index letter is one about every entry.
`W @ x` is a matrix product, `*` goes entry by entry. `find` lists what is asked; `w <- …` gives a name a new value.

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

A formula is held against the truth at the numbers given and at random ones on the same side of every kink. A number
without a decimal point is exact, one with it may be off by half a unit of its last digit, and a number that equals
the value of a name may stand for that name: 1 + (-0.2)*0.5 is 1 + w1*w0. A number must be right at the givens only.
Layers can be counted: A = conv([28, 28, 1], filters=5, kernel=3) has a shape(A), parameters(A) and multiplies(A).

In a key, "# 2 points" says what a line is worth, and a first line "name: other name" lets a student's name stand for
the key's.
"""
