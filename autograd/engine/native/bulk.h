/* Numbers and gradients of many Values at once, see bulk.py. */

static PyObject *sequence_of(PyObject *values)
{
    PyObject *found = PyList_CheckExact(values) ? Py_NewRef(values) : PySequence_List(values);
    for (Py_ssize_t i = 0; found && i < PyList_GET_SIZE(found); i++)
        if (!PyObject_TypeCheck(PyList_GET_ITEM(found, i), Value)) {
            PyErr_Format(PyExc_TypeError, "expected Values, got %R", PyList_GET_ITEM(found, i));
            Py_CLEAR(found);
        }
    return found;
}

static PyObject *read_all(PyObject *values, PyObject *(*get)(Node *, void *))
{
    PyObject *nodes = sequence_of(values), *found = nodes ? PyList_New(PyList_GET_SIZE(nodes)) : NULL;
    for (Py_ssize_t i = 0; found && i < PyList_GET_SIZE(nodes); i++) {
        PyObject *number = get((Node *)PyList_GET_ITEM(nodes, i), NULL);
        if (number)
            PyList_SET_ITEM(found, i, number);
        else
            Py_CLEAR(found);
    }
    Py_XDECREF(nodes);
    return found;
}

static PyObject *bulk_data_of(PyObject *module, PyObject *values) { return read_all(values, get_data); }
static PyObject *bulk_gradients_of(PyObject *module, PyObject *values) { return read_all(values, get_grad_or_none); }

static PyObject *bulk_clear_gradients(PyObject *module, PyObject *values)
{
    PyObject *nodes = sequence_of(values);
    for (Py_ssize_t i = 0; nodes && i < PyList_GET_SIZE(nodes); i++)
        ((Node *)PyList_GET_ITEM(nodes, i))->flags &= ~HAS_GRAD;
    Py_XDECREF(nodes);
    return nodes ? Py_NewRef(Py_None) : NULL;
}

static PyObject *bulk_are_values(PyObject *module, PyObject *items)
{
    if (!PyList_Check(items))
        return PyErr_Format(PyExc_TypeError, "expected a list, got %R", items);
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(items); i++)
        if (!Py_IS_TYPE(PyList_GET_ITEM(items, i), Value))
            Py_RETURN_FALSE;
    Py_RETURN_TRUE;
}

static PyObject *bulk_distinct_leaves(PyObject *module, PyObject *items)
{
    if (!PyList_Check(items))
        return PyErr_Format(PyExc_TypeError, "expected a list, got %R", items);
    PyObject *found = PyList_New(0); /* no Python runs while they are marked */
    for (Py_ssize_t i = 0; found && i < PyList_GET_SIZE(items); i++) {
        PyObject *item = PyList_GET_ITEM(items, i);
        if (!PyObject_TypeCheck(item, Value) || ((Node *)item)->first || ((Node *)item)->flags & DONE)
            continue;
        if (PyList_Append(found, item))
            break;
        ((Node *)item)->flags |= DONE;
    }
    for (Py_ssize_t i = 0; found && i < PyList_GET_SIZE(found); i++)
        ((Node *)PyList_GET_ITEM(found, i))->flags &= ~DONE;
    if (PyErr_Occurred())
        Py_CLEAR(found);
    return found;
}
