/* The operations of the table: what each computes and records, in the normal case. */

#if !defined _WIN32 && !defined __wasm__
#include <dlfcn.h>
#endif

static PyObject *ahead;                  /* Python that does the rest, see `bind` */
static PyObject *muted_here, *is_muted; /* a context variable, and what reads it */
static int muted;                        /* how many no_grad blocks are open anywhere */

/* Whether it is a float or an int, and nothing more special. */
static inline int is_plain(PyObject *given, double *number)
{
    if (PyFloat_CheckExact(given)) {
        *number = PyFloat_AS_DOUBLE(given);
        return 1;
    }
    if (!PyLong_CheckExact(given))
        return 0;
    *number = PyLong_AsDouble(given);
    if (*number != -1 || !PyErr_Occurred())
        return 1;
    PyErr_Clear();
    return 0;
}

/* Whether it is a number for C: a Value, a float or an int. */
static inline int is_number(PyObject *given, double *number)
{
    if (!Py_IS_TYPE(given, Value) && !PyObject_TypeCheck(given, Value))
        return is_plain(given, number);
    *number = data_of((Node *)given);
    return 1;
}

/* An operand as a new reference to a Value; NULL without an error: for Python to decide. */
static inline Node *operand(PyObject *given)
{
    double number;
    if (Py_IS_TYPE(given, Value))
        return (Node *)Py_NewRef(given);
    if (is_plain(given, &number))
        return constant(number);
    return PyObject_TypeCheck(given, Value) ? (Node *)Py_NewRef(given) : NULL;
}

/* As many operands as there were: None is an operand. */
static PyObject *by_python(int rule, PyObject *first, PyObject *second)
{
    return PyObject_CallFunctionObjArgs(ahead, PyList_GET_ITEM(RULES, rule), first, second, NULL);
}

/* Takes over the references to the operands. */
static inline PyObject *recorded(int rule, Node *first, Node *second, double x, double y, double z)
{
    Node *node = fresh();
    if (!node) {
        Py_DECREF(first);
        Py_XDECREF(second);
        return NULL;
    }
    node->weakrefs = node->dict = node->held = NULL;
    node->first = first;
    node->second = second;
    node->x = x;
    node->y = y;
    node->z = z;
    node->mark = node->flags = 0;
    node->rule = rule;
    return (PyObject *)node;
}

/* Every Python has these functions, and has them alike; only builds that serve all versions are not told of them. */
static int (*context_value)(PyObject *variable, PyObject *otherwise, PyObject **value);
static int (*call_finalizer)(PyObject *object);

static void find_functions(void)
{
#ifdef RTLD_DEFAULT
    *(void **)&context_value = dlsym(RTLD_DEFAULT, "PyContextVar_Get");
    *(void **)&call_finalizer = dlsym(RTLD_DEFAULT, "PyObject_CallFinalizer");
    *(void **)&trace = dlsym(RTLD_DEFAULT, "PyTraceMalloc_Track");
    *(void **)&untrace = dlsym(RTLD_DEFAULT, "PyTraceMalloc_Untrack");
#endif
}

/* Whether this thread is inside no_grad(): results are constants there. */
static int mutes(void)
{
    PyObject *on = NULL;
    if (context_value)
        context_value(muted_here, NULL, &on);
    else
        on = PyObject_CallNoArgs(is_muted);
    if (!on)
        PyErr_Clear();
    Py_XDECREF(on);
    return on == Py_True;
}

#define UNARY(name)                                                                    \
    static PyObject *name##_ahead(PyObject *given)                                     \
    {                                                                                  \
        int odd = 0;                                                                   \
        if (PyObject_TypeCheck(given, Value)) {                                        \
            double x = data_of((Node *)given), z = name##_z(x, &odd);                  \
            if (!odd && muted && mutes())                                              \
                return (PyObject *)constant(z);                                        \
            if (!odd)                                                                  \
                return recorded(RULE_##name, (Node *)Py_NewRef(given), NULL, x, 0, z); \
        }                                                                              \
        return by_python(RULE_##name, given, NULL);                                    \
    }                                                                                  \
    static PyObject *name##_method(PyObject *self, PyObject *none)                     \
    {                                                                                  \
        return name##_ahead(self);                                                     \
    }
#define BINARY(name)                                                                   \
    static PyObject *name##_ahead(PyObject *left, PyObject *right)                     \
    {                                                                                  \
        int odd = 0;                                                                   \
        double a, b;                                                                   \
        if (muted && mutes() && is_number(left, &a) && is_number(right, &b)) {         \
            double z = name##_z(a, b, &odd);                                           \
            return odd ? by_python(RULE_##name, left, right) : (PyObject *)constant(z); \
        }                                                                              \
        Node *first = operand(left), *second = first ? operand(right) : NULL;          \
        if (second) {                                                                  \
            double x = data_of(first), y = data_of(second), z = name##_z(x, y, &odd);  \
            if (!odd)                                                                  \
                return recorded(RULE_##name, first, second, x, y, z);                  \
            Py_DECREF(second);                                                         \
        }                                                                              \
        Py_XDECREF(first);                                                             \
        return PyErr_Occurred() ? NULL : by_python(RULE_##name, left, right);          \
    }                                                                                  \
    static PyObject *name##_method(PyObject *self, PyObject *other)                    \
    {                                                                                  \
        return name##_ahead(self, other);                                              \
    }
TABLE(UNARY, BINARY)
#undef UNARY
#undef BINARY

static PyObject *power_ahead(PyObject *left, PyObject *right, PyObject *modulo)
{
    if (modulo != Py_None)
        Py_RETURN_NOTIMPLEMENTED;
    return pow_ahead(left, right);
}

#define UNARY(name) {#name, name##_method, METH_NOARGS, NULL},
#define BINARY(name) {#name, name##_method, METH_O, NULL},
static PyMethodDef METHODS[] = {TABLE(UNARY, BINARY){NULL}};
#undef UNARY
#undef BINARY
