/* What a node is, how it comes and goes, and where its attributes are. */

typedef struct Node {
    PyObject_HEAD /* what sorting looks at comes first: Python's pools have it in one line of the cache then */
    struct Node *first, *second; /* the operands; NULL: none. More than two are a chain, see Rest in by_hand.py */
    double grad;
    union {
        struct {
            uint32_t mark;       /* whatever Python likes to note: numbers, in graph.py */
            uint16_t rule;       /* which operation, see RULES */
            uint16_t flags;
        };
        struct Node *next;       /* once it is dead */
    };
    PyObject *weakrefs;
    PyObject *dict;              /* what users hang on it; NULL: nothing */
    PyObject *held;              /* its name, unless that is in `dict`; NULL: none. Once .data of a computed Value has
                                    been set: a tuple of the name (or None) and the data */
    double x, y, z;              /* operands and result as recorded; of a leaf, z is its data */
} Node;

enum { HAS_GRAD = 1, CHANGED = 2, OPENED = 4, DONE = 8, WATCHED = 16 };
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

/* ---- those that may hold themselves ---- */

static Table watched; /* Values with attributes, and all of a kind of a user's own; see cycles.h */

static void watch(Node *node)
{
    if (enter(&watched, (PyObject *)node)) /* else there is no memory, and its cycles stay */
        node->flags |= WATCHED;
}

static inline void unwatch(Node *node)
{
    if (node->flags & WATCHED)
        take_out(&watched, (PyObject *)node);
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

/* Memory is slower than anything done here, so what is needed soon is asked for ahead: mostly what was made before this
   node, which lies before it. */
#if defined __GNUC__
#define FETCH(place) __builtin_prefetch(place, 1)
#define lowest_bit __builtin_ctzll
#else
#define FETCH(place) ((void)(place))
static inline int lowest_bit(uint64_t word)
{
    int bit = 0;
    for (; !(word & 1); word >>= 1)
        bit++;
    return bit;
}
#endif

enum { AHEAD = 8, LINE = 64 };

static inline void fetch_before(Node *node)
{
    char *place = (char *)((uintptr_t)node - AHEAD * sizeof(Node));
    FETCH(place);
    FETCH(place + LINE);
}

/* Dead nodes are kept for new ones, each with its reference to the type. New nodes are to lie side by side, in the order
   in which they are made: a graph is walked in that order, and memory that is far apart takes most of the time. So the
   spare nodes are bits in maps, one for each stretch of memory, in the order of their addresses, and the lowest is taken
   first. `filled` has a bit for each word of a map that is not 0. */
enum { MOST_SPARE = 1 << 17, STEP = 2 * sizeof(void *), STRETCH_BITS = 26, MOST_STRETCHES = 16, WORD = 64 };
enum { BITS = (1 << STRETCH_BITS) / STEP, ROWS = BITS / WORD, SUMS = ROWS / WORD };

typedef struct {
    uintptr_t start; /* of its memory, a multiple of its size */
    uint64_t *map;   /* NULL: not in use yet; all 0 where there are no spares */
    int spares, lowest; /* there is none below this word of `filled` */
    uint64_t filled[SUMS];
} Stretch;

static Stretch stretches[MOST_STRETCHES], *from = stretches; /* where the next word is taken */
static uint64_t window;        /* the word that nodes are taken from, and where its memory starts */
static uintptr_t window_start;
static int spares;             /* outside of the window */
static int idle; /* how many of them nobody has needed since the collector last looked at everything */
static Node *dying;
static int burying;

/* Makes the lowest word of a stretch that has spare nodes the window. */
static void open_window(Stretch *stretch)
{
    int sum = stretch->lowest;
    while (!stretch->filled[sum])
        sum++;
    int row = sum * WORD + lowest_bit(stretch->filled[sum]), count = 0;
    stretch->lowest = sum;
    stretch->filled[sum] &= stretch->filled[sum] - 1;
    window = stretch->map[row];
    window_start = stretch->start + (uintptr_t)row * WORD * STEP;
    stretch->map[row] = 0;
    for (uint64_t left = window; left; left &= left - 1)
        count++;
    stretch->spares -= count;
    spares -= count;
    if (spares < idle)
        idle = spares;
}

static inline Node *from_window(void)
{
    Node *node = (Node *)(window_start + (uintptr_t)lowest_bit(window) * STEP);
    window &= window - 1;
    return node;
}

/* Those that died alone come back at once: what no_grad computes lives for a moment, and is still in the cache then. */
enum { MOST_RECENT = 16 };
static Node *recent[MOST_RECENT];
static int recents;

static inline Node *fresh(void)
{
    Node *node;
    if (recents) {
        node = recent[--recents];
        Py_SET_REFCNT((PyObject *)node, 1);
        return node;
    }
    if (!window && spares) {
        while (!from->spares)
            from = from + 1 == stretches + MOST_STRETCHES ? stretches : from + 1;
        open_window(from);
    }
    if (window) {
        node = from_window();
        FETCH((char *)((uintptr_t)node + AHEAD * sizeof(Node)));
        FETCH((char *)((uintptr_t)node + AHEAD * sizeof(Node) + LINE));
        Py_SET_REFCNT((PyObject *)node, 1);
        return node;
    }
    if (!(node = PyObject_Malloc(sizeof(Node)))) {
        PyErr_NoMemory();
        return NULL;
    }
    return (Node *)PyObject_Init((PyObject *)node, Value);
}

/* The stretch that starts there: one that is known, else one with no spare nodes; NULL: there is none, or no memory. */
static Stretch *find_stretch(uintptr_t start)
{
    Stretch *empty = NULL;
    for (Stretch *each = stretches; each < stretches + MOST_STRETCHES; each++) {
        if (each->map && each->start == start)
            return each;
        if (!empty && !each->spares)
            empty = each;
    }
    if (!empty || (!empty->map && !(empty->map = calloc(ROWS, sizeof *empty->map))))
        return NULL;
    empty->start = start;
    return empty;
}

static inline void bury(Node *node)
{
    static Stretch *last = stretches;
    PyTypeObject *type = Py_TYPE(node);
    if (type == Value && spares < MOST_SPARE) {
        uintptr_t start = (uintptr_t)node >> STRETCH_BITS << STRETCH_BITS, place = ((uintptr_t)node - start) / STEP;
        Stretch *stretch = last->map && last->start == start ? last : find_stretch(start);
        if (stretch) {
            int row = (int)(place / WORD), sum = row / WORD;
            last = stretch;
            stretch->map[row] |= (uint64_t)1 << place % WORD;
            stretch->filled[sum] |= (uint64_t)1 << row % WORD;
            if (sum < stretch->lowest)
                stretch->lowest = sum;
            stretch->spares++;
            spares++;
            return;
        }
    }
    ((freefunc)PyType_GetSlot(type, Py_tp_free))((PyObject *)node);
    Py_DECREF(type);
}

static inline void let_go(Node *operand)
{
    if (!operand)
        return;
    if (Py_REFCNT(operand) == 1 && Py_IS_TYPE(operand, Value) && !operand->weakrefs) {
        unwatch(operand);
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
    unwatch(node);
    if (node->rule >= NATIVE)
        let_go_of_rule(node->rule);
    if (!node->first && !node->dict && !node->held) {
        if (recents < MOST_RECENT && Py_IS_TYPE(self, Value))
            recent[recents++] = node;
        else
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
        fetch_before(node);
        Py_XDECREF(node->dict);
        Py_XDECREF(node->held);
        let_go(node->first);
        let_go(node->second);
        bury(node);
    }
    burying = 0;
}

static inline int visit_parts(Node *node, visitproc visit, void *arg)
{
    Py_VISIT(node->dict);
    Py_VISIT(node->held);
    Py_VISIT((PyObject *)node->first);
    Py_VISIT((PyObject *)node->second);
    return 0;
}

/* For kinds that the collector tracks: nodes made by hand and classes of a user's own. Plain Values it does not see. */
static int value_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return visit_parts((Node *)self, visit, arg);
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

/* Gives back the memory that nobody has needed since last time: a training loop keeps what each step needs anew. */
static void release_idle(void)
{
    uint64_t open = window;
    uintptr_t open_start = window_start;
    int most = spares - idle;
    for (Stretch *each = stretches + MOST_STRETCHES; each-- > stretches;)
        while (spares > most && each->spares) {
            open_window(each);
            while (window) {
                PyObject_Free(from_window());
                Py_DECREF(Value);
            }
        }
    window = open;
    window_start = open_start;
    idle = spares;
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
    if (!node->dict && make && (node->dict = PyDict_New()) && !(node->flags & WATCHED))
        watch(node);
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
