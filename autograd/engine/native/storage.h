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

/* Nodes lie in slabs of 2 MiB: what was made in a row lies side by side, for a graph is walked in that order and memory
   far apart takes most of the time. Where the system knows large pages, each slab of a large graph is one. Dead nodes are
   kept for new ones, each with its reference to the type, as bits of their slab's map, the lowest is taken first. `filled`
   has a bit for each row of the map that is not 0, `absent` one for each row that has no memory (yet, or any more). */
enum { SLAB = 1 << 21, MARGIN = 4096, WORD = 64, ROW = WORD * sizeof(Node), ROWS = (SLAB - MARGIN) / ROW };
enum { SUMS = (ROWS + WORD - 1) / WORD, MOST_SPARE = 1 << 17, FEW_SLABS = 16 };

typedef struct Slab {
    struct Slab *next, *before;
    void *memory; /* as it was allocated */
    int spares, absents; /* rows of the latter */
    uint64_t filled[SUMS], absent[SUMS], map[ROWS];
} Slab;

typedef char SlabFits[sizeof(Slab) <= MARGIN ? 1 : -1];

static Slab slabs = {&slabs, &slabs}, *from = &slabs; /* a ring that begins nowhere, and where the next row is taken */
static int slab_count, absents; /* rows, of all slabs */
static uint64_t window;        /* the row that nodes are taken from, and where its memory starts */
static uintptr_t window_start;
static int spares;             /* outside of the window */
static int idle; /* how many of them nobody has needed since the collector last looked at everything */
static Node *dying;
static int burying;

static inline Slab *slab_of(Node *node) { return (Slab *)((uintptr_t)node & ~(uintptr_t)(SLAB - 1)); }
static inline uintptr_t row_start(Slab *slab, int row) { return (uintptr_t)slab + MARGIN + (uintptr_t)row * ROW; }

#if defined __linux__ && !defined __ANDROID__
#include <sys/mman.h>
#include <unistd.h>
static void *allocate_slab(void **memory)
{
    char *start = mmap(NULL, 2 * SLAB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED)
        return NULL;
    char *slab = (char *)(((uintptr_t)start + SLAB - 1) & ~(uintptr_t)(SLAB - 1));
    if (slab > start)
        munmap(start, slab - start);
    if (slab < start + SLAB)
        munmap(slab + SLAB, start + SLAB - slab);
    if (slab_count >= FEW_SLABS)
        madvise(slab, SLAB, MADV_HUGEPAGE);
    return *memory = slab;
}
static void free_slab(void *memory) { munmap(memory, SLAB); }
static void drop(uintptr_t start, uintptr_t end)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    start = (start + page - 1) / page * page;
    end = end / page * page;
    if (start < end)
        madvise((void *)start, end - start, MADV_DONTNEED);
}
#else
static void *allocate_slab(void **memory)
{
    *memory = malloc(2 * (size_t)SLAB);
    return (void *)(((uintptr_t)*memory + SLAB - 1) & ~(uintptr_t)(SLAB - 1));
}
static void free_slab(void *memory) { free(memory); }
static void drop(uintptr_t start, uintptr_t end) {}
#endif

static int (*trace)(unsigned int domain, uintptr_t place, size_t size); /* for tracemalloc: a row at a time */
static int (*untrace)(unsigned int domain, uintptr_t place);

static int add_slab(void)
{
    void *memory;
    Slab *slab = allocate_slab(&memory);
    if (!slab)
        return -1;
    *slab = (Slab){&slabs, slabs.before, memory, 0, ROWS};
    for (int row = 0; row < ROWS; row++)
        slab->absent[row / WORD] |= (uint64_t)1 << row % WORD;
    slab->before->next = slabs.before = slab;
    slab_count++;
    absents += ROWS;
    return 0;
}

/* Of a row that consists of spare nodes: nothing in it is needed any more. */
static void let_row_go(Slab *slab, int row)
{
    Node *nodes = (Node *)row_start(slab, row);
    for (int i = 0; i < WORD; i++)
        Py_DECREF(Py_TYPE(&nodes[i]));
    if (untrace)
        untrace(0, (uintptr_t)nodes);
    slab->map[row] = 0;
    slab->filled[row / WORD] &= ~((uint64_t)1 << row % WORD);
    slab->absent[row / WORD] |= (uint64_t)1 << row % WORD;
    slab->spares -= WORD;
    spares -= WORD;
    slab->absents++;
    absents++;
}

/* A row that had no memory consists of spare nodes, and is the window. */
static void make_row(Slab *slab, int row)
{
    Node *nodes = (Node *)row_start(slab, row);
    for (int i = 0; i < WORD; i++)
        PyObject_Init((PyObject *)&nodes[i], Value);
    if (trace)
        trace(0, (uintptr_t)nodes, ROW);
    slab->absent[row / WORD] &= ~((uint64_t)1 << row % WORD);
    slab->absents--;
    absents--;
    window = ~(uint64_t)0;
}

static void remove_slab(Slab *slab)
{
    slab->before->next = slab->next;
    slab->next->before = slab->before;
    if (from == slab)
        from = slab->next;
    slab_count--;
    absents -= ROWS;
    free_slab(slab->memory);
}

/* Gives back the memory of its rows that consist of spare nodes, the last ones first, as long as there are more. */
static void shrink(Slab *slab, int most)
{
    for (int row = ROWS; row-- && spares > most;)
        if (slab->map[row] == ~(uint64_t)0)
            let_row_go(slab, row);
    if (slab->absents == ROWS) {
        remove_slab(slab);
        return;
    }
    for (int row = 0, end; row < ROWS; row = end + 1) {
        for (end = row; end < ROWS && slab->absent[end / WORD] >> end % WORD & 1; end++)
            ;
        drop(row_start(slab, row), row_start(slab, end));
    }
}

/* Makes the lowest row of the next slab that has spare nodes the window, else a row that has no memory yet. */
static int open_window(void)
{
    int is_new = !spares;
    if (is_new && !absents && add_slab())
        return -1;
    while (is_new ? !from->absents : !from->spares)
        from = from->next;
    uint64_t *sums = is_new ? from->absent : from->filled, *sum = sums;
    while (!*sum)
        sum++;
    int row = (int)(sum - sums) * WORD + lowest_bit(*sum), count = 0;
    window_start = row_start(from, row);
    if (is_new) {
        make_row(from, row);
        return 0;
    }
    *sum &= *sum - 1;
    window = from->map[row];
    from->map[row] = 0;
    for (uint64_t left = window; left; left &= left - 1)
        count++;
    from->spares -= count;
    spares -= count;
    if (spares < idle)
        idle = spares;
    return 0;
}

static inline Node *from_window(void)
{
    Node *node = (Node *)window_start + lowest_bit(window);
    window &= window - 1;
    return node;
}

/* Those that died alone come back at once: what no_grad computes lives for a moment, and is still in the cache then. */
#ifdef EACH_NODE_ALONE
enum { MOST_RECENT = 0 };
#else
enum { MOST_RECENT = 16 };
#endif
static Node *recent[MOST_RECENT + 1];
static int recents;

static inline Node *fresh(void)
{
    Node *node;
    if (recents) {
        node = recent[--recents];
        Py_SET_REFCNT((PyObject *)node, 1);
        return node;
    }
#ifdef EACH_NODE_ALONE /* for sanitizers and debug allocators */
    return (node = PyObject_Malloc(sizeof(Node))) ? (Node *)PyObject_Init((PyObject *)node, Value) : (Node *)PyErr_NoMemory();
#endif
    if (!window && open_window()) {
        PyErr_NoMemory();
        return NULL;
    }
    node = from_window();
    FETCH((char *)((uintptr_t)node + AHEAD * sizeof(Node)));
    FETCH((char *)((uintptr_t)node + AHEAD * sizeof(Node) + LINE));
    Py_SET_REFCNT((PyObject *)node, 1);
    return node;
}

static inline void bury(Node *node)
{
    PyTypeObject *type = Py_TYPE(node);
    if (type != Value) {
        ((freefunc)PyType_GetSlot(type, Py_tp_free))((PyObject *)node);
        Py_DECREF(type);
        return;
    }
#ifdef EACH_NODE_ALONE
    PyObject_Free(node);
    Py_DECREF(type);
    return;
#endif
    Slab *slab = slab_of(node);
    uintptr_t place = ((uintptr_t)node - row_start(slab, 0)) / sizeof(Node);
    slab->map[place / WORD] |= (uint64_t)1 << place % WORD;
    slab->filled[place / WORD / WORD] |= (uint64_t)1 << place / WORD % WORD;
    spares++;
    if (++slab->spares + slab->absents * WORD == ROWS * WORD && spares > MOST_SPARE)
        shrink(slab, MOST_SPARE - ROWS * WORD);
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
    int most = spares - idle;
    for (Slab *slab = slabs.before, *before; slab != &slabs && spares > most; slab = before) {
        before = slab->before;
        if (slab->spares)
            shrink(slab, most);
    }
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
