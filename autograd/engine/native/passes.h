/* The order of a graph, and the backward pass: graph.sorted_graph and Value.backward, natively. */

typedef struct {
    Node *node;
    double before; /* its gradient ahead of a backward pass; NOT_YET: it had none */
} Entry;

typedef struct {
    Entry *entries;
    Py_ssize_t count, room;
} List;

static const uint64_t NOT_YET = 0x7ff8c0dec0dec0de; /* a NaN that no arithmetic makes */

static inline int push(List *list, Node *node)
{
    if (list->count == list->room) {
        Py_ssize_t room = list->room ? list->room * 2 : 256;
        Entry *entries = PyMem_Realloc(list->entries, room * sizeof *entries);
        if (!entries) {
            PyErr_NoMemory();
            return -1;
        }
        list->entries = entries;
        list->room = room;
    }
    list->entries[list->count++].node = node;
    return 0;
}

/* Notes a node as done; for a backward pass its gradient is put aside, as long as the node is at hand. */
static inline int note(List *list, Node *node, int for_pass)
{
    if (push(list, node))
        return -1;
    node->flags = (node->flags & ~OPENED) | DONE;
    if (for_pass) {
        double *before = &list->entries[list->count - 1].before;
        if (node->flags & HAS_GRAD)
            *before = node->grad;
        else
            memcpy(before, &NOT_YET, sizeof NOT_YET);
        node->flags |= HAS_GRAD;
        node->grad = 0;
    }
    return 0;
}

static inline int had_grad(Entry *entry)
{
    return memcmp(&entry->before, &NOT_YET, sizeof NOT_YET) != 0;
}

static void unmark(List *list)
{
    for (Py_ssize_t i = 0; i < list->count; i++)
        list->entries[i].node->flags &= ~(OPENED | DONE);
}

static void give_back_gradients(List *list)
{
    for (Py_ssize_t i = 0; i < list->count; i++) {
        Node *node = list->entries[i].node;
        node->grad = list->entries[i].before;
        if (!had_grad(&list->entries[i]))
            node->flags &= ~HAS_GRAD;
    }
}

/* Whether some operand of a node is not done: of products and leaves that are added up none is, mostly. */
static inline int waits(Node *node)
{
    return node->first && (!(node->first->flags & DONE) || (node->second && !(node->second->flags & DONE)));
}

/* As graph.sorted_graph does; what was found is left marked DONE, unless it fails. No Python runs meanwhile. */
static inline int sort(List *stack, List *leaves, List *interior, int for_pass)
{
    while (stack->count) {
        Node *node = stack->entries[--stack->count].node, *first, *second;
        if (node->flags & DONE)
            continue;
        if (!(node->flags & OPENED)) {
            while ((first = node->first) && !(first->flags & DONE)) {
                FETCH(&node->second->grad);
                FETCH((char *)((uintptr_t)first - 8 * sizeof(Node) + 32));
                node->flags |= OPENED;
                if (push(stack, node))
                    goto failed;
                node = first;
            }
            if (!first) {
                if (note(leaves, node, for_pass))
                    goto failed;
                continue;
            }
        }
        second = node->second;
        if (second && !(second->flags & DONE)) {
            if (waits(second)) {
                node->flags |= OPENED;
                if (push(stack, node) || push(stack, second))
                    goto failed;
                continue;
            }
            if (note(second->first ? interior : leaves, second, for_pass))
                goto failed;
        }
        if (note(interior, node, for_pass))
            goto failed;
    }
    return 0;
failed:
    unmark(stack);
    unmark(leaves);
    unmark(interior);
    if (for_pass) {
        give_back_gradients(leaves);
        give_back_gradients(interior);
    }
    return -1;
}

/* A link in a chain of operands, see Rest in by_hand.py: it has operands and was computed by nothing. */
static inline int is_link(Node *node)
{
    return node->first && node->rule == LEAF;
}

static PyObject *list_of(List *list)
{
    Py_ssize_t count = 0, place = 0;
    for (Py_ssize_t i = 0; i < list->count; i++)
        count += !is_link(list->entries[i].node);
    PyObject *found = PyList_New(count);
    for (Py_ssize_t i = 0; found && i < list->count; i++) {
        Node *node = list->entries[i].node;
        if (!is_link(node))
            PyList_SET_ITEM(found, place++, Py_NewRef((PyObject *)node));
    }
    return found;
}

/* What a tuple of Values is made of, leaves apart, with no marks left; -1 with an error set. */
static int sort_below(PyObject *roots, List *stack, List *leaves, List *interior)
{
    for (Py_ssize_t i = PyTuple_GET_SIZE(roots); i--;) {
        PyObject *root = PyTuple_GET_ITEM(roots, i);
        if (!PyObject_TypeCheck(root, Value)) {
            PyErr_Format(PyExc_TypeError, "expected Values, got %R", root);
            return -1;
        }
        if (push(stack, (Node *)root))
            return -1;
    }
    if (sort(stack, leaves, interior, 0))
        return -1;
    unmark(leaves);
    unmark(interior);
    return 0;
}

static PyObject *sorted_graph(PyObject *module, PyObject *roots)
{
    List stack = {0}, leaves = {0}, interior = {0};
    PyObject *found = NULL, *first, *second;
    if (sort_below(roots, &stack, &leaves, &interior))
        goto done;
    first = list_of(&leaves);
    second = first ? list_of(&interior) : NULL;
    if (second)
        found = PyTuple_Pack(2, first, second);
    Py_XDECREF(first);
    Py_XDECREF(second);
done:
    PyMem_Free(stack.entries);
    PyMem_Free(leaves.entries);
    PyMem_Free(interior.entries);
    return found;
}

/* ---- the backward pass ---- */

static PyObject *report_infinite; /* slopes.report_infinite_slope */

typedef struct {
    List leaves, interior;
    int guarded; /* Python may run: no marks are left on the nodes, and each is held */
} Pass;

static void guard(Pass *pass)
{
    if (pass->guarded)
        return;
    pass->guarded = 1;
    unmark(&pass->leaves);
    unmark(&pass->interior);
    for (Py_ssize_t i = 0; i < pass->leaves.count; i++)
        Py_INCREF((PyObject *)pass->leaves.entries[i].node);
    for (Py_ssize_t i = 0; i < pass->interior.count; i++)
        Py_INCREF((PyObject *)pass->interior.entries[i].node);
}

static void end(Pass *pass)
{
    if (pass->guarded) {
        for (Py_ssize_t i = 0; i < pass->leaves.count; i++)
            Py_DECREF((PyObject *)pass->leaves.entries[i].node);
        for (Py_ssize_t i = 0; i < pass->interior.count; i++)
            Py_DECREF((PyObject *)pass->interior.entries[i].node);
    } else {
        unmark(&pass->leaves);
    }
    PyMem_Free(pass->leaves.entries);
    PyMem_Free(pass->interior.entries);
}

static PyObject *rule_of(Node *node);

static int hand_back_by_python(Pass *pass, Node *node)
{
    guard(pass);
    PyObject *rule = rule_of(node), *done = rule ? PyObject_CallMethod(rule, "backpropagate", "O", node) : NULL;
    Py_XDECREF(rule);
    Py_XDECREF(done);
    return done ? 0 : -1;
}

/* The slope for a constant is not computed: x**2 takes no logarithm. */
static inline int hand_back(Pass *pass, Node *node)
{
    double upstream = node->grad, x = node->x, y = node->y, z = node->z, dx = 0, dy = 0;
    Node *first = node->first, *second = node->second;
    int odd = 0;
    if (!first || is_link(node))
        return 0;
    int to_first = first->rule != CONSTANT, to_second = second && second->rule != CONSTANT;
    switch (node->rule) {
#define UNARY(name)                         \
    case RULE_##name:                       \
        if (to_first)                       \
            dx = name##_dx(x, z, &odd);     \
        break;
#define BINARY(name)                        \
    case RULE_##name:                       \
        if (to_first)                       \
            dx = name##_dx(x, y, z, &odd);  \
        if (to_second)                      \
            dy = name##_dy(x, y, z, &odd);  \
        break;
        TABLE(UNARY, BINARY)
#undef UNARY
#undef BINARY
    default:
        odd = 1;
    }
    if (odd)
        return hand_back_by_python(pass, node);
    if (to_first)
        first->grad += upstream * dx;
    if (to_second)
        second->grad += upstream * dy;
    return 0;
}

/* Reports a slope that made a leaf's gradient infinite; as report_infinite_slope says, that may be an error. */
static int check_finite(Pass *pass)
{
    int finite = 1;
    for (Py_ssize_t i = 0; i < pass->leaves.count; i++)
        finite &= isfinite(pass->leaves.entries[i].node->grad) != 0;
    if (finite)
        return 0;
    guard(pass);
    PyObject *nodes = list_of(&pass->interior);
    PyObject *result = nodes ? PyObject_CallFunctionObjArgs(report_infinite, nodes, NULL) : NULL;
    Py_XDECREF(nodes);
    Py_XDECREF(result);
    return result ? 0 : -1;
}

/* What a leaf does when its gradient is there: nothing, unless it was given a function. */
static int call_by_hand(Pass *pass)
{
    for (Py_ssize_t i = 0; i < pass->leaves.count; i++)
        if (pass->leaves.entries[i].node->rule == BY_HAND && hand_back_by_python(pass, pass->leaves.entries[i].node))
            return -1;
    return 0;
}

static PyObject *sweep(PyObject *module, PyObject *args)
{
    Pass pass = {{0}};
    List stack = {0};
    PyObject *result = NULL;
    Node *root;
    double upstream;
    if (!PyArg_ParseTuple(args, "O!d", Value, &root, &upstream))
        return NULL;
    if (push(&stack, root) || sort(&stack, &pass.leaves, &pass.interior, 1))
        goto done;
    root->grad = upstream;
    for (Py_ssize_t i = pass.interior.count; i--;) {
        Node *node = pass.interior.entries[i].node;
        if (i >= AHEAD) {
            FETCH(pass.interior.entries[i - AHEAD].node);
            FETCH((char *)pass.interior.entries[i - AHEAD].node + LINE);
        }
        if (hand_back(&pass, node))
            goto failed;
        node->flags &= ~DONE; /* here, while it is at hand */
    }
    if (check_finite(&pass))
        goto failed;
    for (Py_ssize_t i = 0; i < pass.leaves.count; i++) {
        Entry *leaf = &pass.leaves.entries[i];
        if (leaf->node->rule == CONSTANT)
            leaf->node->flags &= ~HAS_GRAD;
        else if (had_grad(leaf))
            leaf->node->grad += leaf->before;
    }
    if (call_by_hand(&pass))
        goto failed;
    result = Py_NewRef(Py_None);
    goto done;
failed:
    guard(&pass);
    give_back_gradients(&pass.leaves);
    give_back_gradients(&pass.interior);
done:
    end(&pass);
    PyMem_Free(stack.entries);
    return result;
}
