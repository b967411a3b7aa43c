"""The closed list of rewrites that make a derived formula short, each of which leaves its value as it is.

| rewrite        | from                           | to                                           |
|----------------|--------------------------------|----------------------------------------------|
| delta          | Σ_j [i = j] a_j                | a_i                                          |
| name           | exp(h_i)/Σ_k exp(h_k)          | P_i, where a definition says so              |
| function       | exp(u)/(1 + exp(u))            | σ(u), and tanh(u) from its formulas          |
| shares         | Σ_j y_j                        | 1, where the entries of y add up to 1        |
| multiplied out | Σ_i (x_i − μ)                  | Σ_i x_i − m μ, where that is shorter         |
| common factor  | a/s + b/s                      | (a + b)/s                                    |
| common sum     | Σ_j a_j c_j − Σ_j b_j c_j      | Σ_j (a_j − b_j) c_j                          |
| denominator    | a/s + b/(m s)                  | (m a + b)/(m s)                              |
| switch         | 1 − [u > 0]                    | [−u > 0]                                     |
| sign           | 2 [u > 0] − 1                  | sign(u)                                      |
| case           | a [u > 0] + b [−u > 0]         | a if u > 0, else b                           |
| constant       | 0.3989422804014327             | 1/√(2π), where no name is π                  |

Deltas vanish as soon as there is a sum over them; of all others the shortest form is kept, counted in symbols.
"""
