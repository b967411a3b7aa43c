/* Cycles that go through plain Values: `v.own = v * 2`, or an operation whose function holds a result of it, once it is
   forgotten. Python's collector does not see them, for a plain Value has
   nothing that it keeps its books in. Whenever it looks at everything, it is done here first, in the same way: of all
   that can be reached from the attributes of Values, what has more references than come from there is alive, with all
   that it holds; the rest holds only itself. No Python runs while references are counted. */

static PyObject *dunders[3]; /* __name__, __module__, __qualname__ */
enum { NAME, MODULE_OF, QUALNAME };

static int learn_dunders(void)
{
    static const char *const spelled[] = {"__name__", "__module__", "__qualname__"};
    for (int i = 0; i < 3; i++)
        if (!(dunders[i] = PyUnicode_InternFromString(spelled[i])))
            return -1;
    return 0;
}

/* What a module that is imported has by its name, borrowed; NULL: nothing. */
static PyObject *names_of_module(PyObject *name)
{
    PyObject *modules = PySys_GetObject("modules"), *module = NULL;
    if (modules && PyDict_CheckExact(modules) && name && PyUnicode_CheckExact(name))
        module = PyDict_GetItemWithError(modules, name);
    return module && PyModule_Check(module) ? PyModule_GetDict(module) : NULL;
}

/* Whether it is a module's dict, or a class that is found in one by its name: alive, and it leads to everything. */
static int is_imported(PyObject *object)
{
    if (PyDict_CheckExact(object))
        return names_of_module(PyDict_GetItemWithError(object, dunders[NAME])) == object;
    if (Py_TYPE(object) != &PyType_Type) /* of classes of other kinds Python might answer */
        return 0;
    PyObject *module = PyObject_GetAttr(object, dunders[MODULE_OF]), *name = PyObject_GetAttr(object, dunders[QUALNAME]);
    PyObject *names = names_of_module(module);
    int found = names && name && PyDict_GetItemWithError(names, name) == object;
    Py_XDECREF(module);
    Py_XDECREF(name);
    PyErr_Clear();
    return found;
}

/* Whether it may hold others. Dicts and tuples of what holds nothing are not tracked, and those of plain Values neither. */
static inline int is_container(PyObject *object)
{
    if (Py_IS_TYPE(object, Value))
        return ((Node *)object)->first || ((Node *)object)->dict;
    return PyDict_CheckExact(object) || PyTuple_CheckExact(object) ||
           PyObject_GC_IsTracked(object);
}

static int visit_held(PyObject *object, visitproc visit, void *arg)
{
    if (PyObject_TypeCheck(object, Value) && ((Node *)object)->rule >= NATIVE)
        Py_VISIT(PyList_GET_ITEM(RULES, ((Node *)object)->rule));
    if (Py_IS_TYPE(object, Value))
        return visit_parts((Node *)object, visit, arg);
    traverseproc traverse = (traverseproc)PyType_GetSlot(Py_TYPE(object), Py_tp_traverse);
    return traverse ? traverse(object, visit, arg) : 0;
}

#define ALIVE PY_SSIZE_T_MIN

typedef struct {
    PyObject *object;
    Py_ssize_t references; /* how many come from those that were reached; or ALIVE */
} Reached;

typedef struct {
    Table places; /* in `all`, of each that was reached */
    Reached *all;
    size_t count, room;
    size_t *waiting, waits; /* places of those that are alive, and what they hold was not yet looked at */
} Reach;

/* Its entry, made if there is none yet; NULL: no memory. */
static Reached *reach(Reach *found, PyObject *object)
{
    size_t before = found->places.count;
    Row *row = enter(&found->places, object);
    if (!row || found->places.count == before)
        return row ? &found->all[row->number] : NULL;
    if (found->count == found->room) {
        size_t room = found->room ? found->room * 2 : 256;
        Reached *all = PyMem_Realloc(found->all, room * sizeof *all);
        if (!all)
            return NULL;
        found->all = all;
        found->room = room;
    }
    row->number = (Py_ssize_t)found->count;
    int known = (PyDict_CheckExact(object) || PyType_Check(object)) && is_imported(object);
    found->all[found->count] = (Reached){object, known ? ALIVE : 0};
    return &found->all[found->count++];
}

static int leads_on(PyObject *object, void *found)
{
    PyObject *key, *each;
    Py_ssize_t place = 0;
    if (PyType_Check(object)) {
        Reached *entry = reach(found, object);
        return !entry || entry->references != ALIVE;
    }
    if (!PyDict_CheckExact(object))
        return is_container(object);
    while (PyDict_Next(object, &place, &key, &each))
        if (is_container(each) || is_container(key))
            return 1;
    return 0;
}

/* Whether it may hold itself: most attributes are numbers. */
static int may_hold_itself(Reach *found, Node *node)
{
    return Py_IS_TYPE(node, Value) ? node->dict && leads_on(node->dict, found)
                                   : visit_held((PyObject *)node, leads_on, found);
}

static int count_reference(PyObject *object, void *found)
{
    if (!is_container(object))
        return 0;
    Reached *entry = reach(found, object);
    if (entry && entry->references != ALIVE)
        entry->references++;
    return entry ? 0 : -1;
}

static int keep(PyObject *object, void *arg)
{
    Reach *found = arg;
    Row *row = is_container(object) ? row_of(&found->places, object) : NULL;
    if (row && row->object && found->all[row->number].references != ALIVE) {
        found->all[row->number].references = ALIVE;
        found->waiting[found->waits++] = (size_t)row->number;
    }
    return 0;
}

/* What has other references, and all that it holds, is alive; -1: no memory. */
static int keep_alive(Reach *found)
{
    if (!(found->waiting = PyMem_Malloc((found->count + 1) * sizeof *found->waiting)))
        return -1;
    for (size_t i = 0; i < found->count; i++) {
        Reached *each = &found->all[i];
        Py_ssize_t references = Py_REFCNT(each->object); /* none: it is being freed */
        if (each->references != ALIVE && (!references || references != each->references))
            keep(each->object, found);
        while (found->waits)
            visit_held(found->all[found->waiting[--found->waits]].object, keep, found);
    }
    return 0;
}

static int has_finalizer(PyObject *object)
{
    return PyType_GetSlot(Py_TYPE(object), Py_tp_finalize) && !PyObject_GC_IsFinalized(object);
}

static int is_breakable(PyObject *object)
{
    return Py_IS_TYPE(object, Value) ? ((Node *)object)->dict != NULL
                                     : PyObject_TypeCheck(object, Value) || PyObject_TypeCheck(object, OperationType);
}

/* Operations defined later go when the last node that has them does: what RULES and PLACES hold belongs to the nodes. */
static int reach_operations(Reach *found)
{
    for (Py_ssize_t place = NATIVE; place < PyList_GET_SIZE(RULES); place++) {
        Reached *entry = uses[place] ? reach(found, PyList_GET_ITEM(RULES, place)) : NULL;
        if (uses[place] && !entry)
            return -1;
        if (entry)
            entry->references += 2 - (Py_ssize_t)uses[place];
    }
    return 0;
}

/* Of what holds only itself: where that can be broken, and what is to be told before. A list; NULL: no memory. */
static PyObject *find_unreachable(void)
{
    Reach found = {{0}};
    PyObject *dead = PyList_New(0);
    int failed = !dead || reach_operations(&found);
    for (size_t i = 0; i < watched.room && !failed; i++) {
        Node *node = (Node *)watched.rows[i].object;
        failed = node && may_hold_itself(&found, node) && !reach(&found, (PyObject *)node);
    }
    for (size_t i = 0; i < found.count && !failed; i++) /* there are more meanwhile */
        if (found.all[i].references != ALIVE)
            failed = visit_held(found.all[i].object, count_reference, &found);
    failed = failed || keep_alive(&found);
    for (size_t i = 0; i < found.count && !failed; i++)
        if (found.all[i].references != ALIVE && (is_breakable(found.all[i].object) || has_finalizer(found.all[i].object)))
            failed = PyList_Append(dead, found.all[i].object);
    PyMem_Free(found.places.rows);
    PyMem_Free(found.all);
    PyMem_Free(found.waiting);
    if (failed)
        Py_CLEAR(dead);
    return dead;
}

/* Objects are told before they go, and may still think of something else, see PEP 442. */
static int finalize(PyObject *dead)
{
    int told = 0;
    for (Py_ssize_t i = 0; call_finalizer && i < PyList_GET_SIZE(dead); i++)
        if (has_finalizer(PyList_GET_ITEM(dead, i))) {
            call_finalizer(PyList_GET_ITEM(dead, i));
            told = 1;
        }
    return told;
}

static size_t left; /* how many were watched when it was last looked for cycles */

static void break_cycles(void)
{
    static int busy;
    if (busy || !RULES)
        return;
    busy = 1;
    PyObject *dead = find_unreachable();
    if (dead && finalize(dead)) {
        Py_DECREF(dead);
        dead = find_unreachable();
    }
    for (Py_ssize_t i = 0; dead && i < PyList_GET_SIZE(dead); i++) {
        PyObject *each = PyList_GET_ITEM(dead, i);
        if (Py_IS_TYPE(each, Value))
            value_clear(each);
        else if (is_breakable(each))
            ((inquiry)PyType_GetSlot(Py_TYPE(each), Py_tp_clear))(each);
    }
    Py_XDECREF(dead);
    PyErr_Clear();
    if (watched.room > 64 && watched.count * 8 < watched.room && resize(&watched, watched.room / 4))
        PyErr_Clear();
    left = watched.count;
    busy = 0;
}

enum { FEW = 1000, MANY = 10000 };

static PyObject *get_count, *get_threshold; /* of module gc */

static int find_collector(void)
{
    PyObject *gc = PyImport_ImportModule("gc");
    get_count = gc ? PyObject_GetAttrString(gc, "get_count") : NULL;
    get_threshold = get_count ? PyObject_GetAttrString(gc, "get_threshold") : NULL;
    Py_XDECREF(gc);
    return get_threshold ? 0 : -1;
}

/* Whether somebody called gc.collect(): by itself Python collects when more was made than there may be. */
static int is_asked_for(void)
{
    PyObject *made = PyObject_CallNoArgs(get_count), *most = made ? PyObject_CallNoArgs(get_threshold) : NULL;
    int asked = !PyGC_IsEnabled() ||
                (most && PyLong_AsLong(PyTuple_GET_ITEM(made, 0)) <= PyLong_AsLong(PyTuple_GET_ITEM(most, 0)));
    Py_XDECREF(made);
    Py_XDECREF(most);
    PyErr_Clear();
    return asked;
}

/* For gc.callbacks. Whoever calls gc.collect() has all cycles broken. By itself it is done when there are twice as many
   as were left last time: of many it would take long, and a loop that makes cycles of plain Values makes nothing that
   Python counts. */
static void before_collection(int everything)
{
    if (watched.count > 2 * left + FEW || (everything && (watched.count < MANY || is_asked_for())))
        break_cycles();
}
