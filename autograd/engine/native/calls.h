/* Operations called as functions, and sums of products: many steps of Python's in one. */

/* ---- relu(v): what class Op inherits, see operation.py ---- */

typedef struct {
    PyObject_HEAD
    int place; /* of its method in METHODS, counted from 1; 0: it is not native */
} Operation;

static PyTypeObject *OperationType;
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

/* ---- layers of neurons, see nn/layers/perceptron.py ---- */

enum { W, B, ACTIVATION, NIN, FORWARD, WORDS };
static PyObject *words[WORDS]; /* the names of a neuron's attributes */

static int learn_words(void)
{
    static const char *const spelled[] = {"w", "b", "activation", "nin", "forward"};
    for (int i = 0; i < WORDS; i++)
        if (!(words[i] = PyUnicode_InternFromString(spelled[i])))
            return -1;
    return 0;
}

static PyObject *own(PyObject *attributes, int word) { return PyDict_GetItemWithError(attributes, words[word]); }

/* activation(w·x + b), as Neuron.forward has it; NULL without an error: there is something odd about it. */
static PyObject *activated(PyObject *neuron, PyObject *x)
{
    PyObject *all = PyObject_GenericGetDict(neuron, NULL), *found = NULL;
    if (!all)
        return NULL;
    PyObject *w = own(all, W), *b = own(all, B), *activation = own(all, ACTIVATION), *nin = own(all, NIN);
    if (w && b && activation && nin && !own(all, FORWARD) && PyList_CheckExact(w) && Py_IS_TYPE(b, Value) &&
        PyLong_CheckExact(nin) && PyLong_AsSsize_t(nin) == PyList_GET_SIZE(x) && PyList_GET_SIZE(w) == PyList_GET_SIZE(x))
        found = (PyObject *)summed(w, x, b);
    if (found && activation != Py_None) {
        PyObject *weighted = found;
        int place = PyObject_TypeCheck(activation, OperationType) ? ((Operation *)activation)->place : 0;
        Py_INCREF(activation); /* it may be any function, and set itself aside */
        found = place && METHODS[place - 1].ml_flags == METH_NOARGS
                    ? METHODS[place - 1].ml_meth(weighted, NULL)
                    : PyObject_CallFunctionObjArgs(activation, weighted, NULL);
        Py_DECREF(activation);
        Py_DECREF(weighted);
    }
    Py_DECREF(all);
    return found;
}

/* How calls are noted, see records/calls.py: the place of the first one inside it, the module, inputs and result. */
static int note_call(PyObject *calls, Py_ssize_t first, PyObject *module, PyObject *inputs, PyObject *result)
{
    PyObject *place = PyLong_FromSsize_t(first), *noted = place ? PyTuple_Pack(4, place, module, inputs, result) : NULL;
    int failed = !noted || PyList_Append(calls, noted);
    Py_XDECREF(place);
    Py_XDECREF(noted);
    return failed;
}

/* What each of some neurons of that kind makes of a list; each call is noted, as Module.__call__ does. */
static PyObject *call_neurons(PyObject *module, PyObject *args)
{
    PyObject *kind, *neurons, *inputs, *calls, *results, *x;
    if (!PyArg_ParseTuple(args, "O!O!O!O!", &PyType_Type, &kind, &PyList_Type, &neurons, &PyTuple_Type, &inputs,
                          &PyList_Type, &calls))
        return NULL;
    x = PyTuple_GET_SIZE(inputs) == 1 ? PyTuple_GET_ITEM(inputs, 0) : NULL;
    results = x && PyList_CheckExact(x) ? PyList_New(0) : NULL;
    for (Py_ssize_t i = 0; results && i < PyList_GET_SIZE(neurons); i++) {
        PyObject *neuron = Py_NewRef(PyList_GET_ITEM(neurons, i)), *result = NULL;
        Py_ssize_t first = PyList_GET_SIZE(calls);
        int is_plain_one = Py_IS_TYPE(neuron, (PyTypeObject *)kind);
        if (is_plain_one && !(result = activated(neuron, x)) && !PyErr_Occurred())
            result = PyObject_CallMethod(neuron, "forward", "O", x);
        else if (!is_plain_one)
            result = PyObject_CallFunctionObjArgs(neuron, x, NULL);
        if (!result || (is_plain_one && note_call(calls, first, neuron, inputs, result)) || PyList_Append(results, result))
            Py_CLEAR(results);
        Py_XDECREF(result);
        Py_DECREF(neuron);
    }
    return results || PyErr_Occurred() ? results : PyErr_Format(PyExc_TypeError, "expected one list, got %R", inputs);
}

/* Whether what a call returned is none of the Values that are marked, and no more than a Value or a list of them. */
static int is_other(PyObject *returned)
{
    if (Py_IS_TYPE(returned, Value))
        return !(((Node *)returned)->flags & DONE);
    if (!PyList_CheckExact(returned) || !PyList_GET_SIZE(returned))
        return 0;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(returned); i++)
        if (!Py_IS_TYPE(PyList_GET_ITEM(returned, i), Value) || !is_other(PyList_GET_ITEM(returned, i)))
            return 0;
    return 1;
}

/* The places of those calls that may have returned one of these Values. */
static PyObject *calls_returning(PyObject *module, PyObject *args)
{
    PyObject *calls, *values, *found = PyList_New(0);
    if (!found || !PyArg_ParseTuple(args, "O!O!", &PyList_Type, &calls, &PyList_Type, &values))
        goto failed;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(values); i++)
        if (!PyObject_TypeCheck(PyList_GET_ITEM(values, i), Value)) {
            PyErr_Format(PyExc_TypeError, "expected Values, got %R", PyList_GET_ITEM(values, i));
            goto failed;
        }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(values); i++)
        ((Node *)PyList_GET_ITEM(values, i))->flags |= DONE; /* no Python runs while they are marked */
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(calls); i++) {
        PyObject *call = PyList_GET_ITEM(calls, i), *place = NULL;
        if (PyTuple_CheckExact(call) && PyTuple_GET_SIZE(call) == 4 && is_other(PyTuple_GET_ITEM(call, 3)))
            continue;
        if (!(place = PyLong_FromSsize_t(i)) || PyList_Append(found, place))
            break;
        Py_DECREF(place);
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(values); i++)
        ((Node *)PyList_GET_ITEM(values, i))->flags &= ~DONE;
    if (!PyErr_Occurred())
        return found;
failed:
    Py_XDECREF(found);
    return NULL;
}

static PyObject *give_sum(PyObject *module, PyObject *function)
{
    sum_by_python = Py_NewRef(function);
    Py_RETURN_NONE;
}
