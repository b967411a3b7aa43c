/* The normal case of Value's operations, natively: storage, the operations of the table, order, the backward pass.

   Whatever is not the normal case - an operand that is no Value, float or int, arithmetic that Python's floats would
   refuse, an operation defined at run time, a node made by hand - is left to the Python that this code stands in for.
   table.h is written from the table of operations (codegen/c.py). */

#define _GNU_SOURCE /* RTLD_DEFAULT */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <structmember.h>

#ifdef Py_GIL_DISABLED
#error "reference counts and marks are not guarded here: free-threaded Python takes the pure engine"
#endif

#ifdef Py_LIMITED_API /* one build for every version of Python */
#define PyFloat_AS_DOUBLE PyFloat_AsDouble
#define PyTuple_GET_ITEM PyTuple_GetItem
#define PyTuple_GET_SIZE PyTuple_Size
#define PyTuple_SET_ITEM PyTuple_SetItem
#define PyList_GET_ITEM PyList_GetItem
#define PyList_GET_SIZE PyList_Size
#define PyList_SET_ITEM PyList_SetItem
#ifndef Py_SET_REFCNT
#define Py_SET_REFCNT(object, count) ((object)->ob_refcnt = (count)) /* nodes are never immortal */
#endif
#endif
#ifndef Py_XSETREF
#define Py_XSETREF(place, value)            \
    do {                                    \
        PyObject *old = (PyObject *)(place); \
        (place) = (value);                  \
        Py_XDECREF(old);                    \
    } while (0)
#endif

#include "functions.h"
#include "table.h"

#include "tables.h"

#include "storage.h"

#include "operations.h"

#include "attributes.h"

#include "passes.h"

#include "bulk.h"
#include "calls.h"
#include "gradients.h"
#include "rows.h"

#include "cycles.h"

static PyType_Slot SLOTS[] = {
    {Py_tp_new, value_new},           {Py_tp_init, value_init},         {Py_tp_dealloc, value_dealloc},
    {Py_tp_traverse, value_traverse}, {Py_tp_clear, value_clear},       {Py_tp_getset, ATTRIBUTES},
    {Py_tp_members, MEMBERS},         {Py_tp_setattro, value_setattro}, NUMBER_SLOTS {0, NULL}};
static PyType_Spec SPEC = {"autograd.engine.value.Value", sizeof(Node), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, SLOTS};

/* What it needs of Python: the operations and the functions that do the rest. Once in a process. */
static PyObject *bind(PyObject *module, PyObject *args)
{
    PyObject *rules;
    if (RULES) {
        PyErr_SetString(PyExc_RuntimeError, "bound already");
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "O!O!OOOOOO", &PyList_Type, &rules, &PyType_Type, &HandMade, &ByHand, &ahead, &as_number,
                          &initialize, &report_infinite, &is_muted))
        return NULL;
    PyObject *kept[] = {(PyObject *)HandMade, ByHand, ahead, as_number, initialize, report_infinite, is_muted};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        Py_INCREF(kept[i]);
    if (!(muted_here = PyObject_GetAttrString(is_muted, "__self__")))
        return NULL;
    find_functions();
    PLACES = PyDict_New();
    for (Py_ssize_t i = 0; PLACES && i < PyList_GET_SIZE(rules); i++) {
        PyObject *place = PyLong_FromSsize_t(i == BY_HAND ? LEAF : i);
        if (!place || PyDict_SetItem(PLACES, PyList_GET_ITEM(rules, i), place))
            return NULL;
        Py_DECREF(place);
    }
    RULES = Py_NewRef(rules);
    Py_RETURN_NONE;
}

static PyObject *is_bound(PyObject *module, PyObject *none) { return PyBool_FromLong(RULES != NULL); }

/* A method of the table, with its documentation: versions of Python differ in how they indent it. */
static PyObject *method(PyObject *module, PyObject *args)
{
    int place;
    PyObject *doc;
    if (!PyArg_ParseTuple(args, "iO", &place, &doc))
        return NULL;
    METHODS[place].ml_doc = doc == Py_None ? NULL : PyUnicode_AsUTF8AndSize(doc, NULL); /* the operation keeps it */
    return PyDescr_NewMethod(Value, &METHODS[place]);
}

/* The documentation of an attribute, from the Python class. */
static PyObject *document(PyObject *module, PyObject *args)
{
    const char *name, *doc; /* both are kept: by the class they come from */
    if (!PyArg_ParseTuple(args, "ss", &name, &doc))
        return NULL;
    for (PyGetSetDef *each = ATTRIBUTES; each->name; each++)
        if (!strcmp(each->name, name))
            each->doc = doc;
    Py_RETURN_NONE;
}

static PyObject *mute(PyObject *module, PyObject *change)
{
    muted += (int)PyLong_AsLong(change);
    return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

/* For gc.callbacks: cycles that the collector does not see are broken before it runs, and when it has looked at
   everything, memory kept for new nodes and not needed is given back. */
static PyObject *collected(PyObject *module, PyObject *args)
{
    PyObject *phase, *facts, *generation;
    if (!PyArg_ParseTuple(args, "OO!", &phase, &PyDict_Type, &facts))
        return NULL;
    generation = PyDict_GetItemString(facts, "generation");
    int everything = generation && PyLong_AsLong(generation) == 2;
    if (!PyUnicode_CompareWithASCIIString(phase, "start"))
        before_collection(everything);
    else if (everything)
        release_idle();
    Py_RETURN_NONE;
}

static PyMethodDef FUNCTIONS[] = {{"sorted_graph", sorted_graph, METH_VARARGS, NULL},
                                  {"sweep", sweep, METH_VARARGS, NULL},
                                  {"recorded_rows", recorded_rows, METH_VARARGS, NULL},
                                  {"places_in", places_in, METH_VARARGS, NULL},
                                  {"attributes_of", attributes_of, METH_O, NULL},
                                  {"data_of", bulk_data_of, METH_O, NULL},
                                  {"gradients_of", bulk_gradients_of, METH_O, NULL},
                                  {"clear_gradients", bulk_clear_gradients, METH_O, NULL},
                                  {"are_values", bulk_are_values, METH_O, NULL},
                                  {"distinct_leaves", bulk_distinct_leaves, METH_O, NULL},
                                  {"sum_of_products", sum_of_products, METH_VARARGS, NULL},
                                  {"call_neurons", call_neurons, METH_VARARGS, NULL},
                                  {"calls_returning", calls_returning, METH_VARARGS, NULL},
                                  {"derivatives", derivatives, METH_VARARGS, NULL},
                                  {"give_gradients", give_gradients, METH_VARARGS, NULL},
                                  {"give_sum", give_sum, METH_O, NULL},
                                  {"give_call", give_call, METH_O, NULL},
                                  {"bind", bind, METH_VARARGS, NULL},
                                  {"is_bound", is_bound, METH_NOARGS, NULL},
                                  {"method", method, METH_VARARGS, NULL},
                                  {"document", document, METH_VARARGS, NULL},
                                  {"mute", mute, METH_O, NULL},
                                  {"collected", collected, METH_VARARGS, NULL},
                                  {NULL}};
static PyModuleDef MODULE = {PyModuleDef_HEAD_INIT, "_core", NULL, -1, FUNCTIONS};

PyMODINIT_FUNC PyInit__core(void)
{
    PyObject *module = PyModule_Create(&MODULE), *table = PyDict_New(), *name;
    PyObject *operation = PyType_FromSpec(&OPERATION_SPEC);
    OperationType = (PyTypeObject *)operation;
    Value = (PyTypeObject *)PyType_FromSpec(&SPEC);
    if (!module || !table || !Value || !operation || learn_words() || learn_dunders() || find_collector())
        return NULL;
    name = PyUnicode_FromString("Value"); /* without its module, as messages have it of Python's classes */
    if (!name || PyObject_SetAttrString((PyObject *)Value, "__name__", name))
        return NULL;
    Py_DECREF(name);
    for (int i = 0; METHODS[i].ml_name; i++) {
        PyObject *row = Py_BuildValue("(si)", FORMULAS[i], i);
        if (!row || PyDict_SetItemString(table, METHODS[i].ml_name, row))
            return NULL;
        Py_DECREF(row);
    }
    if (PyModule_AddObject(module, "Value", Py_NewRef((PyObject *)Value)) || PyModule_AddObject(module, "TABLE", table) ||
        PyModule_AddObject(module, "Operation", operation) ||
        PyModule_AddStringConstant(module, "STAMP", CORE_STAMP))
        return NULL;
    return module;
}
