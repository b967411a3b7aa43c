/* The functions of maths.py on doubles; those of Python's math are C's, table.h names them. `odd` is set wherever Python's floats might raise an error. */

#include <math.h>

#define OF_MATH_H(name)                              \
    static inline double name##_(double x, int *odd) \
    {                                                \
        double z = name(x);                          \
        *odd |= !isfinite(z);                        \
        return z;                                    \
    }

static inline double pow_(double x, double y, int *odd)
{
    double z = pow(x, y);
    *odd |= !isfinite(z);
    return z;
}

static inline double over_(double x, double y, int *odd)
{
    *odd |= y == 0;
    return x / y;
}

static inline double abs_(double x, int *odd) { return fabs(x); }
static inline double maximum_(double x, double y, int *odd) { return x >= y || x != x ? x : y; }
static inline double minimum_(double x, double y, int *odd) { return x <= y || x != x ? x : y; }
static inline double mask_(double x, int *odd) { return x <= 0 ? 0.0 : 1.0; }
static inline double indicator_(double x, int *odd) { return x == 0 ? 1.0 : 0.0; }
static inline double notnan_(double x, int *odd) { return x == x ? 1.0 : 0.0; }
