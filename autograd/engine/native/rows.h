/* A graph as arrays: graph.recorded_rows, natively. */

typedef struct {
    PyObject *object; /* a bytearray */
    void *start;
} Array;

static int make_array(Array *array, Py_ssize_t count, size_t size)
{
    array->object = PyByteArray_FromStringAndSize(NULL, count * (Py_ssize_t)size);
    array->start = array->object ? PyByteArray_AsString(array->object) : NULL;
    return array->object ? 0 : -1;
}

/* Its name goes on the list with its number, if it has one. */
static int note_name(PyObject *names, Node *node, Py_ssize_t number)
{
    if (!node->held && !node->dict)
        return 0;
    PyObject *name = get_name(node, NULL), *pair = NULL;
    int failed = !name || (name != Py_None && (!(pair = Py_BuildValue("(nO)", number, name)) || PyList_Append(names, pair)));
    Py_XDECREF(pair);
    Py_XDECREF(name);
    return failed ? -1 : 0;
}

static int is_by_hand(Node *node)
{
    return node->rule == LEAF || node->rule == BY_HAND;
}

/* Leaves, whether each is a constant, their data; for each computed node the place of its operation in a list, and the
   numbers of its operands; names with their numbers; the numbers of the roots. None: something was made by hand. */
static PyObject *recorded_rows(PyObject *module, PyObject *roots)
{
    List stack = {0}, leaves = {0}, interior = {0};
    Array constant = {0}, data = {0}, codes = {0}, first = {0}, second = {0}, at = {0};
    PyObject *found = NULL, *nodes = NULL, *rules = PyList_New(0), *names = PyList_New(0);
    int32_t *place_of_rule = NULL; /* one more than its place in `rules`; 0: it has none yet */
    Py_ssize_t count = PyTuple_GET_SIZE(roots);
    if (!rules || !names || sort_below(roots, &stack, &leaves, &interior))
        goto done;
    for (Py_ssize_t i = 0; i < interior.count; i++)
        if (is_by_hand(interior.entries[i].node)) {
            found = Py_NewRef(Py_None);
            goto done;
        }
    place_of_rule = PyMem_Calloc(UINT16_MAX + 1, sizeof *place_of_rule);
    nodes = PyList_New(leaves.count);
    if (!nodes || !place_of_rule || make_array(&constant, leaves.count, 1) || make_array(&data, leaves.count, 8) ||
        make_array(&codes, interior.count, 2) || make_array(&first, interior.count, 4) ||
        make_array(&second, interior.count, 4) || make_array(&at, count, 4))
        goto done;
    for (Py_ssize_t i = 0; i < leaves.count; i++) {
        Node *node = leaves.entries[i].node;
        node->mark = (uint32_t)i;
        PyList_SET_ITEM(nodes, i, Py_NewRef((PyObject *)node));
        ((char *)constant.start)[i] = node->rule == CONSTANT;
        ((double *)data.start)[i] = data_of(node);
        if (note_name(names, node, i))
            goto done;
    }
    for (Py_ssize_t i = 0; i < interior.count; i++) {
        Node *node = interior.entries[i].node;
        node->mark = (uint32_t)(leaves.count + i);
        ((int32_t *)first.start)[i] = (int32_t)node->first->mark;
        ((int32_t *)second.start)[i] = node->second ? (int32_t)node->second->mark : -1;
        if (!place_of_rule[node->rule]) {
            PyObject *rule = rule_of(node);
            if (!rule || PyList_Append(rules, rule)) {
                Py_XDECREF(rule);
                goto done;
            }
            Py_DECREF(rule);
            place_of_rule[node->rule] = (int32_t)PyList_Size(rules);
        }
        ((uint16_t *)codes.start)[i] = (uint16_t)(place_of_rule[node->rule] - 1);
        if (note_name(names, node, leaves.count + i))
            goto done;
    }
    for (Py_ssize_t i = 0; i < count; i++)
        ((int32_t *)at.start)[i] = (int32_t)((Node *)PyTuple_GET_ITEM(roots, i))->mark;
    found = PyTuple_Pack(9, nodes, constant.object, data.object, rules, codes.object, first.object, second.object, names,
                         at.object);
done:
    if (!found && !PyErr_Occurred())
        PyErr_NoMemory();
    Py_XDECREF(nodes);
    Py_XDECREF(rules);
    Py_XDECREF(names);
    Py_XDECREF(constant.object);
    Py_XDECREF(data.object);
    Py_XDECREF(codes.object);
    Py_XDECREF(first.object);
    Py_XDECREF(second.object);
    Py_XDECREF(at.object);
    PyMem_Free(place_of_rule);
    PyMem_Free(stack.entries);
    PyMem_Free(leaves.entries);
    PyMem_Free(interior.entries);
    return found;
}

/* For each of some Values its place in a list of others, as 32-bit numbers; -1: it is not there. */
static PyObject *places_in(PyObject *module, PyObject *args)
{
    PyObject *values, *others;
    Array places = {0};
    if (!PyArg_ParseTuple(args, "O!O!", &PyList_Type, &values, &PyList_Type, &others))
        return NULL;
    Py_ssize_t count = PyList_Size(values), among = PyList_Size(others);
    for (Py_ssize_t i = 0; i < count + among; i++) {
        PyObject *each = i < count ? PyList_GET_ITEM(values, i) : PyList_GET_ITEM(others, i - count);
        if (!PyObject_TypeCheck(each, Value))
            return PyErr_Format(PyExc_TypeError, "expected Values, got %R", each);
    }
    if (make_array(&places, count, 4))
        return NULL;
    for (Py_ssize_t i = 0; i < count; i++)
        ((Node *)PyList_GET_ITEM(values, i))->mark = 0;
    for (Py_ssize_t i = 0; i < among; i++)
        ((Node *)PyList_GET_ITEM(others, i))->mark = (uint32_t)i + 1;
    for (Py_ssize_t i = 0; i < count; i++)
        ((int32_t *)places.start)[i] = (int32_t)((Node *)PyList_GET_ITEM(values, i))->mark - 1;
    return places.object;
}
