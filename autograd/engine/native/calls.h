/* Operations called as functions, and sums of products: many steps of Python's in one. */

/* ---- relu(v): what class Op inherits, see operation.py ---- */

typedef struct {
    PyObject_HEAD
    int place; /* of its method in METHODS, counted from 1; 0: it is not native */
} Operation;

static PyObject *on_anything; /* Op.__call__ as Python has it */

static PyObject *operation_call(PyObject *self, PyObject *args, PyObject *keywords)
{
    int place = ((Operation *)self)->place;
    Py_ssize_t count = PyTuple_GET_SIZE(args);
    if (place && !keywords && count && Py_IS_TYPE(PyTuple_GET_ITEM(args, 0), Value)) {
        PyMethodDef *method = &METHODS[place - 1];
        if (count == (method->ml_flags == METH_O ? 2 : 1)) {
            PyObject *second = count == 2 ? PyTuple_GET_ITEM(args, 1) : NULL;
            PyObject *found = method->ml_meth(PyTuple_GET_ITEM(args, 0), second);
            if (found != Py_NotImplemented)
                return found;
            Py_DECREF(found);
        }
    }
    PyObject *all = PyTuple_New(count + 1), *found = NULL;
    if (all) {
        PyTuple_SET_ITEM(all, 0, Py_NewRef(self));
        for (Py_ssize_t i = 0; i < count; i++)
            PyTuple_SET_ITEM(all, i + 1, Py_NewRef(PyTuple_GET_ITEM(args, i)));
        found = PyObject_Call(on_anything, all, keywords);
        Py_DECREF(all);
    }
    return found;
}

static PyMemberDef OPERATION_MEMBERS[] = {{"_place", T_INT, offsetof(Operation, place), 0}, {NULL}};
static PyType_Slot OPERATION_SLOTS[] = {{Py_tp_call, operation_call}, {Py_tp_members, OPERATION_MEMBERS}, {0, NULL}};
static PyType_Spec OPERATION_SPEC = {"autograd.engine.native.Operation", sizeof(Operation), 0,
                                     Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, OPERATION_SLOTS};

static PyObject *give_call(PyObject *module, PyObject *function)
{
    on_anything = Py_NewRef(function);
    Py_RETURN_NONE;
}

/* ---- sums of products ---- */

static PyObject *sum_by_python;

/* first + w₀·x₀ + w₁·x₁ + …, the nodes that Python's operators make one after the other; NULL without an error: odd. */
static Node *summed(PyObject *weights, PyObject *others, PyObject *first)
{
    Py_ssize_t count = PyList_GET_SIZE(weights);
    double x, y, product, next, total = data_of((Node *)first);
    int odd = 0, silent = muted && mutes();
    Node *sum = (Node *)Py_NewRef(first), *node, *operand;
    for (Py_ssize_t i = 0; i < count; i++) { /* no Python runs here */
        PyObject *left = PyList_GET_ITEM(weights, i), *right = PyList_GET_ITEM(others, i);
        if (!Py_IS_TYPE(left, Value) || !(Py_IS_TYPE(right, Value) || is_plain(right, &y)))
            break;
        if (Py_IS_TYPE(right, Value))
            y = data_of((Node *)right);
        x = data_of((Node *)left);
        product = mul_z(x, y, &odd);
        next = add_z(total, product, &odd);
        if (odd)
            break;
        if (!silent) {
            operand = Py_IS_TYPE(right, Value) ? (Node *)Py_NewRef(right) : constant(y);
            if (!operand || !(node = (Node *)recorded(RULE_mul, (Node *)Py_NewRef(left), operand, x, y, product)))
                break;
            if (!(sum = (Node *)recorded(RULE_add, sum, node, total, product, next)))
                return NULL;
        }
        total = next;
        if (i < count - 1)
            continue;
        if (!silent)
            return sum;
        Py_DECREF((PyObject *)sum);
        return constant(total);
    }
    Py_DECREF((PyObject *)sum);
    return NULL;
}

static PyObject *sum_of_products(PyObject *module, PyObject *args)
{
    if (PyTuple_GET_SIZE(args) == 3) {
        PyObject *weights = PyTuple_GET_ITEM(args, 0), *others = PyTuple_GET_ITEM(args, 1);
        PyObject *first = PyTuple_GET_ITEM(args, 2);
        if (PyList_CheckExact(weights) && PyList_CheckExact(others) && Py_IS_TYPE(first, Value) &&
            PyList_GET_SIZE(weights) == PyList_GET_SIZE(others)) {
            Node *found = summed(weights, others, first);
            if (found || PyErr_Occurred())
                return (PyObject *)found;
        }
    }
    return PyObject_Call(sum_by_python, args, NULL);
}

static PyObject *give_sum(PyObject *module, PyObject *function)
{
    sum_by_python = Py_NewRef(function);
    Py_RETURN_NONE;
}
