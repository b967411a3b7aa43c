/* What a node is, how it comes and goes, and where its attributes are. */

typedef struct Node {
    PyObject_HEAD
    PyObject *weakrefs;
    PyObject *dict;              /* what users hang on it; NULL: nothing */
    PyObject *held;              /* its name, unless that is in `dict`; NULL: none. Once .data of a computed Value has
                                    been set: a tuple of the name (or None) and the data */
    struct Node *first, *second; /* the operands; NULL: none. More than two are a chain, see Rest in by_hand.py */
    double x, y, z;              /* operands and result as recorded; of a leaf, z is its data */
    double grad;
    union {
        struct {
            uint32_t mark;       /* whatever Python likes to note: numbers, in graph.py */
            uint16_t rule;       /* which operation, see RULES */
            uint16_t flags;
        };
        struct Node *next;       /* once it is dead */
    };
} Node;

enum { HAS_GRAD = 1, CHANGED = 2, OPENED = 4, DONE = 8 };
enum { LEAF, CONSTANT, BY_HAND,
#define ONE(name) RULE_##name,
       TABLE(ONE, ONE)
#undef ONE
       NATIVE };

static PyTypeObject *Value, *HandMade;
static PyObject *RULES;  /* list: None, CONSTANT, None, the table's operations, those defined later */
static PyObject *PLACES; /* dict: the place of each in that list */
static uint32_t uses[UINT16_MAX + 1]; /* how many nodes have an operation that was defined later */

static inline double data_of(Node *node)
{
    return node->flags & CHANGED ? PyFloat_AsDouble(PyTuple_GET_ITEM(node->held, 1)) : node->z;
}

/* ---- operations ---- */

/* An operation defined later goes when its last node does: a setting that changes at each step makes many. */
static void let_go_of_rule(int rule)
{
    if (rule < NATIVE || --uses[rule])
        return;
    PyObject *gone = Py_NewRef(PyList_GET_ITEM(RULES, rule)), *error[3];
    PyErr_Fetch(&error[0], &error[1], &error[2]);
    if (PyDict_DelItem(PLACES, gone) || PyList_SetItem(RULES, rule, Py_NewRef(Py_None)))
        PyErr_Clear();
    PyErr_Restore(error[0], error[1], error[2]);
    Py_DECREF(gone);
}

/* The place of an operation in RULES, for a node that is to have it; -1 with an error set. */
static int place_of(PyObject *rule)
{
    PyObject *found = PyDict_GetItemWithError(PLACES, rule);
    if (found)
        return (int)PyLong_AsLong(found);
    if (PyErr_Occurred())
        return -1;
    int place = NATIVE;
    int count = (int)PyList_GET_SIZE(RULES);
    while (place < count && uses[place])
        place++;
    if (place > UINT16_MAX) {
        PyErr_SetString(PyExc_OverflowError, "more than 65,000 operations at once");
        return -1;
    }
    PyObject *number = PyLong_FromLong(place);
    int failed = !number || PyDict_SetItem(PLACES, rule, number) ||
                 (place < count ? PyList_SetItem(RULES, place, Py_NewRef(rule)) : PyList_Append(RULES, rule));
    Py_XDECREF(number);
    return failed ? -1 : place;
}

/* ---- storage ---- */

enum { MOST_SPARE = 1 << 16 };
static Node *spare; /* dead nodes kept for new ones; each still holds its reference to the type */
static int spares;
static Node *dying;
static int burying;

static inline Node *fresh(void)
{
    Node *node = spare;
    if (node) {
        spare = node->next;
        spares--;
        Py_SET_REFCNT((PyObject *)node, 1);
        return node;
    }
    if (!(node = PyObject_Malloc(sizeof(Node)))) {
        PyErr_NoMemory();
        return NULL;
    }
    return (Node *)PyObject_Init((PyObject *)node, Value);
}

static inline void bury(Node *node)
{
    PyTypeObject *type = Py_TYPE(node);
    if (type == Value && spares < MOST_SPARE) {
        node->next = spare;
        spare = node;
        spares++;
        return;
    }
    ((freefunc)PyType_GetSlot(type, Py_tp_free))((PyObject *)node);
    Py_DECREF(type);
}

static inline void let_go(Node *operand)
{
    if (!operand)
        return;
    if (Py_REFCNT(operand) == 1 && Py_IS_TYPE(operand, Value) && !operand->weakrefs) {
        if (operand->rule >= NATIVE)
            let_go_of_rule(operand->rule);
        operand->next = dying; /* as value_dealloc does, which would only be called for it */
        dying = operand;
    } else {
        Py_DECREF((PyObject *)operand);
    }
}

/* The last reference to a graph's root may free millions: those that die meanwhile wait in a list. */
static void value_dealloc(PyObject *self)
{
    Node *node = (Node *)self;
    if (node->weakrefs)
        PyObject_ClearWeakRefs(self);
    if (node->rule >= NATIVE)
        let_go_of_rule(node->rule);
    if (!node->first && !node->dict && !node->held) {
        bury(node);
        return;
    }
    node->next = dying;
    dying = node;
    if (burying)
        return;
    burying = 1;
    while ((node = dying)) {
        dying = node->next;
        Py_XDECREF(node->dict);
        Py_XDECREF(node->held);
        let_go(node->first);
        let_go(node->second);
        bury(node);
    }
    burying = 0;
}

/* For kinds that the collector tracks: nodes made by hand and classes of a user's own. Plain Values it does not see. */
static int value_traverse(PyObject *self, visitproc visit, void *arg)
{
    Node *node = (Node *)self;
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(node->dict);
    Py_VISIT(node->held);
    Py_VISIT((PyObject *)node->first);
    Py_VISIT((PyObject *)node->second);
    return 0;
}

static int value_clear(PyObject *self)
{
    Node *node = (Node *)self;
    node->z = data_of(node);
    node->flags &= ~CHANGED;
    Py_CLEAR(node->dict);
    Py_CLEAR(node->held);
    Py_CLEAR(node->first);
    Py_CLEAR(node->second);
    return 0;
}

static void release_spare(void)
{
    while (spare) {
        Node *node = spare;
        spare = node->next;
        PyObject_Free(node);
        Py_DECREF(Value);
    }
    spares = 0;
}

static inline void clear(Node *node)
{
    node->weakrefs = node->dict = node->held = NULL;
    node->first = node->second = NULL;
    node->x = node->y = node->z = node->grad = 0;
    node->mark = node->rule = node->flags = 0;
}

static inline Node *constant(double number)
{
    Node *node = fresh();
    if (node) { /* x, y and grad of a leaf are not looked at before they are set */
        node->weakrefs = node->dict = node->held = NULL;
        node->first = node->second = NULL;
        node->z = number;
        node->mark = node->flags = 0;
        node->rule = CONSTANT;
    }
    return node;
}

/* ---- attributes: the name, which many have, and what users hang on a Value ---- */

/* Its name, borrowed; NULL: none, or it is among its attributes. */
static inline PyObject *held(Node *node)
{
    if (!(node->flags & CHANGED))
        return node->held;
    PyObject *found = PyTuple_GET_ITEM(node->held, 0);
    return found == Py_None ? NULL : found;
}

/* Takes over the reference. */
static int set_held(Node *node, PyObject *given)
{
    if (node->flags & CHANGED) {
        PyObject *pair = PyTuple_Pack(2, given ? given : Py_None, PyTuple_GET_ITEM(node->held, 1));
        Py_XDECREF(given);
        if (!pair)
            return -1;
        given = pair;
    }
    Py_XSETREF(node->held, given);
    return 0;
}

/* The dict of its attributes, borrowed; NULL without an error if there is none, and none is to be made. */
static PyObject *attributes(Node *node, int make)
{
    if (!node->dict && make)
        node->dict = PyDict_New();
    return node->dict;
}

/* An attribute, borrowed; NULL without an error if there is none. */
static PyObject *attribute(Node *node, const char *name)
{
    PyObject *all = attributes(node, 0), *word = all ? PyUnicode_FromString(name) : NULL;
    PyObject *found = word ? PyDict_GetItemWithError(all, word) : NULL;
    Py_XDECREF(word);
    return found;
}

static int set_attribute(Node *node, const char *name, PyObject *given)
{
    PyObject *all = attributes(node, 1);
    return !all || PyDict_SetItemString(all, name, given) ? -1 : 0;
}
