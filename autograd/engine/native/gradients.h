/* Gradients as Values, see derivatives/gradients.py: the same nodes for an ordinary graph. Of one that has nodes made
   by hand, kinds of a user's own or numbers changed since, nothing is done here. */

static PyObject *local_slope, *local_value, *slope_program, *anomalies; /* Python's, see give_gradients */

/* ---- local derivatives as little programs, written in Python from the table's formulas ---- */

enum { MOST_STEPS = 24 };
typedef struct {
    int place;    /* of an operation in METHODS */
    int from[2];  /* registers: x, y, z, then a result of each step; -1: a number, -2: none */
    PyObject *numbers[2];
} Step;
typedef struct {
    enum { UNKNOWN, IS_SLOPE, BY_STEPS, IN_PYTHON } kind;
    int depends;  /* on the numbers of the operands that do not vary: it is for these only */
    double x, y;
    int result, count;
    Step steps[MOST_STEPS];
} Program;

static Program *PROGRAMS[NATIVE][2][4]; /* for an operation and a slot; with x, y or both not varying */

static void empty(Program *program)
{
    for (int i = 0; i < program->count; i++)
        for (int j = 0; j < 2; j++)
            Py_CLEAR(program->steps[i].numbers[j]);
    program->count = 0;
    program->kind = UNKNOWN;
}

static int read_step(Step *step, PyObject *given)
{
    PyObject *from[2];
    if (!PyArg_ParseTuple(given, "iOO", &step->place, &from[0], &from[1]))
        return -1;
    for (int i = 0; i < 2; i++) {
        step->from[i] = from[i] == Py_None ? -2 : -1;
        step->numbers[i] = PyFloat_Check(from[i]) ? Py_NewRef(from[i]) : NULL;
        if (PyLong_Check(from[i]))
            step->from[i] = (int)PyLong_AsLong(from[i]);
    }
    return PyErr_Occurred() ? -1 : 0;
}

/* Asks Python: (depends, None) for a slope that is a number, (depends, result, steps), or None: Python is to do it. */
static int write_program(Program *program, PyObject *found)
{
    PyObject *steps = NULL;
    program->depends = 1;
    program->kind = IN_PYTHON;
    if (found == Py_None)
        return 0;
    if (!PyArg_ParseTuple(found, "pi|O!", &program->depends, &program->result, &PyTuple_Type, &steps))
        return -1;
    Py_ssize_t count = steps ? PyTuple_GET_SIZE(steps) : 0;
    if (count > MOST_STEPS)
        return 0;
    for (; program->count < count; program->count++)
        if (read_step(&program->steps[program->count], PyTuple_GET_ITEM(steps, program->count)))
            return -1;
    program->kind = steps ? BY_STEPS : IS_SLOPE;
    return 0;
}

/* The program for an edge; NULL with an error set. */
static Program *program_for(Node *node, int slot, int fixed)
{
    Program **kept = &PROGRAMS[node->rule][slot][fixed], *program = *kept;
    if (!program && !(program = *kept = PyMem_Calloc(1, sizeof *program))) {
        PyErr_NoMemory();
        return NULL;
    }
    if (program->kind && !(program->depends && ((fixed & 1 && program->x != node->x) || (fixed & 2 && program->y != node->y))))
        return program;
    PyObject *x = fixed & 1 ? PyFloat_FromDouble(node->x) : Py_NewRef(Py_None);
    PyObject *y = fixed & 2 ? PyFloat_FromDouble(node->y) : Py_NewRef(Py_None);
    PyObject *found = NULL;
    if (x && y)
        found = PyObject_CallFunction(slope_program, "OiOO", PyList_GET_ITEM(RULES, node->rule), slot, x, y);
    Py_XDECREF(x);
    Py_XDECREF(y);
    empty(program);
    program->x = node->x;
    program->y = node->y;
    if (!found || write_program(program, found)) {
        empty(program);
        program = NULL;
    }
    Py_XDECREF(found);
    return program;
}

/* What a program makes of an edge's Values. */
static PyObject *run_program(Program *program, Node *node)
{
    PyObject *registers[3 + MOST_STEPS] = {(PyObject *)node->first, (PyObject *)node->second, (PyObject *)node};
    int made = 0;
    for (; made < program->count; made++) {
        Step *step = &program->steps[made];
        PyObject *operands[2] = {NULL, NULL};
        for (int i = 0; i < 2; i++)
            operands[i] = step->from[i] >= 0 ? registers[step->from[i]] : step->numbers[i];
        if (!(registers[3 + made] = METHODS[step->place].ml_meth(operands[0], operands[1])))
            break;
    }
    PyObject *result = made == program->count ? Py_NewRef(registers[program->result]) : NULL;
    while (made--)
        Py_DECREF(registers[3 + made]);
    return result;
}

/* ---- the graph ---- */

enum { VARIES = 1, REACHES = 2 };
typedef struct {
    List leaves, interior;
    int32_t *operands[2];  /* of each computed Value, the place of its first and second operand; -1: none */
    unsigned char *state;  /* of each Value, leaves first */
    double *slopes;        /* of each computed Value, two */
    PyObject **totals;     /* of each Value, what came back to it: a float, a Value, NULL: nothing or 0 */
    Py_ssize_t count;      /* of all */
} Graph;

static inline int differs(double now, double then)
{
    return now != then && (now == now || then == then);
}

/* Whether it is a node as the table's operations make them, of numbers that are still what they were. */
static inline int is_ordinary(Node *node)
{
    if (!Py_IS_TYPE((PyObject *)node, Value) || node->rule <= BY_HAND || differs(data_of(node), node->z))
        return 0;
    return !differs(data_of(node->first), node->x) && !(node->second && differs(data_of(node->second), node->y));
}

/* Numbers the nodes and notes which vary and which lead to one of `xs`, whose places are noted; 0: not ordinary. */
static int look_at(Graph *graph, PyObject *xs, Py_ssize_t *places)
{
    Py_ssize_t leaves = graph->leaves.count;
    for (Py_ssize_t i = 0; i < graph->count; i++) {
        Node *node = i < leaves ? graph->leaves.entries[i].node : graph->interior.entries[i - leaves].node;
        node->mark = (uint32_t)i;
        if (i < leaves) {
            if (!Py_IS_TYPE((PyObject *)node, Value))
                return 0;
            graph->state[i] = node->rule == CONSTANT ? 0 : VARIES;
        }
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(xs); i++) {
        Node *x = (Node *)PyList_GET_ITEM(xs, i);
        places[i] = x->flags & DONE && x->rule != CONSTANT ? (Py_ssize_t)x->mark : -1;
        if (places[i] >= 0)
            graph->state[places[i]] |= REACHES;
    }
    for (Py_ssize_t i = 0; i < graph->interior.count; i++) {
        Node *node = graph->interior.entries[i].node;
        if (!is_ordinary(node))
            return 0;
        graph->operands[0][i] = (int32_t)node->first->mark;
        graph->operands[1][i] = node->second ? (int32_t)node->second->mark : -1;
        graph->state[leaves + i] |= graph->state[node->first->mark] | (node->second ? graph->state[node->second->mark] : 0);
    }
    return 1;
}

/* The slope of an edge, and whether it is an ordinary number. */
static int slope_of(Node *node, int slot, double *slope)
{
    double x = node->x, y = node->y, z = node->z;
    int odd = 0;
    switch (node->rule) {
#define UNARY(name)                         \
    case RULE_##name:                       \
        *slope = name##_dx(x, z, &odd);     \
        break;
#define BINARY(name)                                                               \
    case RULE_##name:                                                              \
        *slope = slot ? name##_dy(x, y, z, &odd) : name##_dx(x, y, z, &odd);       \
        break;
        TABLE(UNARY, BINARY)
#undef UNARY
#undef BINARY
    default:
        return 0;
    }
    return !odd && isfinite(*slope);
}

static inline int leads_back(Graph *graph, Py_ssize_t node, int slot)
{
    int32_t operand = graph->operands[slot][node];
    return operand >= 0 && graph->state[operand] & REACHES;
}

/* Every slope, from the root down: Python reports those that are not ordinary, in this order. */
static int find_slopes(Graph *graph)
{
    for (Py_ssize_t i = graph->interior.count; i--;)
        for (int slot = 0; slot < 2; slot++) {
            Node *node = graph->interior.entries[i].node;
            double *slope = &graph->slopes[2 * i + slot];
            if (!leads_back(graph, i, slot) || slope_of(node, slot, slope))
                continue;
            PyObject *found = PyObject_CallFunction(local_slope, "Oi", node, slot);
            if (!found)
                return -1;
            *slope = PyFloat_AsDouble(found);
            Py_DECREF(found);
        }
    return 0;
}

/* ---- what comes back ---- */

static inline int is_value(PyObject *given) { return PyObject_TypeCheck(given, Value); }

static inline int equals(PyObject *given, double number) { return !is_value(given) && PyFloat_AsDouble(given) == number; }

static PyObject *product_of(PyObject *upstream, PyObject *local)
{
    for (int turn = 0; turn < 2; turn++) {
        PyObject *number = turn ? local : upstream, *other = turn ? upstream : local;
        if (equals(number, 1))
            return Py_NewRef(other);
        if (equals(number, -1))
            return is_value(other) ? neg_ahead(other) : PyFloat_FromDouble(-PyFloat_AsDouble(other));
    }
    if (is_value(upstream) || is_value(local))
        return mul_ahead(upstream, local);
    return PyFloat_FromDouble(PyFloat_AsDouble(upstream) * PyFloat_AsDouble(local));
}

static int add_to(PyObject **total, PyObject *part)
{
    PyObject *before = *total;
    if (!before) {
        *total = Py_NewRef(part);
        return 0;
    }
    if (is_value(before) || is_value(part))
        *total = add_ahead(before, part);
    else
        *total = PyFloat_FromDouble(PyFloat_AsDouble(before) + PyFloat_AsDouble(part));
    Py_DECREF(before);
    return *total ? 0 : -1;
}

/* An operand as derivatives take it: itself where it varies, else its number. */
static PyObject *as_operand(Graph *graph, Py_ssize_t node, int slot)
{
    Node *held = graph->interior.entries[node].node;
    if (graph->state[graph->operands[slot][node]] & VARIES)
        return Py_NewRef((PyObject *)(slot ? held->second : held->first));
    return PyFloat_FromDouble(slot ? held->y : held->x);
}

static PyObject *by_python_local(Graph *graph, Py_ssize_t i, int slot)
{
    Node *node = graph->interior.entries[i].node;
    PyObject *first = as_operand(graph, i, 0), *second = node->second ? as_operand(graph, i, 1) : NULL, *found = NULL;
    PyObject *both = !first || (node->second && !second) ? NULL : second ? PyTuple_Pack(2, first, second) : PyTuple_Pack(1, first);
    if (both)
        found = PyObject_CallFunction(local_value, "OiOd", node, slot, both, graph->slopes[2 * i + slot]);
    Py_XDECREF(first);
    Py_XDECREF(second);
    Py_XDECREF(both);
    return found;
}

/* The local derivative of an edge: a Value, or a float where it is the same everywhere. */
static PyObject *local_of(Graph *graph, Py_ssize_t i, int slot)
{
    Node *node = graph->interior.entries[i].node;
    if (node->rule >= NATIVE)
        return by_python_local(graph, i, slot);
    int fixed = !(graph->state[graph->operands[0][i]] & VARIES);
    if (node->second && !(graph->state[graph->operands[1][i]] & VARIES))
        fixed |= 2;
    Program *program = program_for(node, slot, fixed);
    if (!program)
        return NULL;
    if (program->kind == BY_STEPS)
        return run_program(program, node);
    return program->kind == IS_SLOPE ? PyFloat_FromDouble(graph->slopes[2 * i + slot]) : by_python_local(graph, i, slot);
}

static int hand_down(Graph *graph)
{
    for (Py_ssize_t i = graph->interior.count; i--;) {
        PyObject *upstream = graph->totals[graph->leaves.count + i];
        if (!(i & 0xffff) && PyErr_CheckSignals())
            return -1;
        for (int slot = 0; upstream && slot < 2; slot++) {
            if (!leads_back(graph, i, slot))
                continue;
            PyObject *local = local_of(graph, i, slot), *part = NULL;
            if (local && !equals(local, 0))
                part = product_of(upstream, local);
            int failed = !local || PyErr_Occurred() || (part && add_to(&graph->totals[graph->operands[slot][i]], part));
            Py_XDECREF(local);
            Py_XDECREF(part);
            if (failed)
                return -1;
        }
    }
    return 0;
}

/* Runs hand_down with bad arithmetic passed over: it was reported when slopes were found. */
static int hand_down_silently(Graph *graph)
{
    PyObject *error[3], *quiet = PyObject_CallFunction(anomalies, "s", "ignore"), *done = NULL;
    PyObject *entered = quiet ? PyObject_CallMethod(quiet, "__enter__", NULL) : NULL;
    int failed = !entered || hand_down(graph);
    PyErr_Fetch(&error[0], &error[1], &error[2]);
    if (entered && !(done = PyObject_CallMethod(quiet, "__exit__", "OOO", Py_None, Py_None, Py_None)))
        failed = 1;
    if (error[0])
        PyErr_Restore(error[0], error[1], error[2]);
    Py_XDECREF(quiet);
    Py_XDECREF(entered);
    Py_XDECREF(done);
    return failed ? -1 : 0;
}

/* The results as Values of their own: none is a node of the graph, nor there twice. */
static PyObject *own_results(Graph *graph, PyObject *xs, Py_ssize_t *places)
{
    Py_ssize_t count = PyList_GET_SIZE(xs);
    unsigned char *known = PyMem_Calloc(count + 1, 1);
    PyObject *results = PyList_New(count), *one = PyFloat_FromDouble(1);
    if (!known || !results || !one) {
        Py_CLEAR(results);
        goto done;
    }
    List *lists[] = {&graph->leaves, &graph->interior};
    for (int each = 0; each < 2; each++) /* no Python runs while they are marked */
        for (Py_ssize_t i = 0; i < lists[each]->count; i++)
            lists[each]->entries[i].node->flags |= DONE;
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *total = places[i] < 0 ? NULL : graph->totals[places[i]];
        if (total && is_value(total)) {
            known[i] = (((Node *)total)->flags & DONE) != 0;
            ((Node *)total)->flags |= DONE;
        }
    }
    unmark(&graph->leaves);
    unmark(&graph->interior);
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *total = places[i] < 0 ? NULL : graph->totals[places[i]], *own;
        if (total && is_value(total)) {
            ((Node *)total)->flags &= ~DONE;
            own = known[i] ? NULL : Py_NewRef(total);
        } else {
            own = (PyObject *)constant(total ? PyFloat_AsDouble(total) : 0);
        }
        if (own)
            PyList_SET_ITEM(results, i, own);
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *own = known[i] ? mul_ahead(one, graph->totals[places[i]]) : PyList_GET_ITEM(results, i);
        if (!own) {
            Py_CLEAR(results);
            if (!PyErr_Occurred())
                PyErr_NoMemory();
            goto done;
        }
        if (known[i])
            PyList_SET_ITEM(results, i, own);
    }
done:
    if (!results && !PyErr_Occurred())
        PyErr_NoMemory();
    Py_XDECREF(one);
    PyMem_Free(known);
    return results;
}

/* The derivatives of y by each of a list of Values; None: not an ordinary graph. */
static PyObject *derivatives(PyObject *module, PyObject *args)
{
    PyObject *xs, *result = NULL;
    Node *y;
    Graph graph = {{0}};
    List stack = {0};
    Py_ssize_t *places = NULL;
    if (!PyArg_ParseTuple(args, "O!O!", Value, &y, &PyList_Type, &xs))
        return NULL;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(xs); i++)
        if (!is_value(PyList_GET_ITEM(xs, i)))
            Py_RETURN_NONE;
    if (push(&stack, y) || sort(&stack, &graph.leaves, &graph.interior, 0))
        goto done;
    Py_ssize_t inner = graph.interior.count;
    graph.count = graph.leaves.count + inner;
    places = PyMem_Calloc(PyList_GET_SIZE(xs) + 1, sizeof *places);
    graph.state = PyMem_Calloc(graph.count, 1);
    graph.operands[0] = PyMem_Calloc(inner + 1, sizeof(int32_t));
    graph.operands[1] = PyMem_Calloc(inner + 1, sizeof(int32_t));
    int is_room = places && graph.state && graph.operands[0] && graph.operands[1];
    int ordinary = is_room && graph.count < INT32_MAX && look_at(&graph, xs, places);
    Py_ssize_t root = is_room ? (Py_ssize_t)y->mark : 0;
    unmark(&graph.leaves);
    unmark(&graph.interior);
    if (!is_room) {
        PyErr_NoMemory();
        goto done;
    }
    if (!ordinary) {
        result = Py_NewRef(Py_None);
        goto done;
    }
    graph.slopes = PyMem_Calloc(2 * inner + 1, sizeof(double));
    graph.totals = PyMem_Calloc(graph.count, sizeof(PyObject *));
    if (!graph.slopes || !graph.totals) {
        PyErr_NoMemory();
        goto done;
    }
    Py_INCREF((PyObject *)y); /* and with it the graph */
    Py_INCREF(xs);
    if (graph.state[root] & REACHES) {
        if (!find_slopes(&graph) && (graph.totals[root] = PyFloat_FromDouble(1)) && !hand_down_silently(&graph))
            result = own_results(&graph, xs, places);
    } else {
        result = own_results(&graph, xs, places);
    }
    Py_DECREF(xs);
    for (Py_ssize_t i = 0; i < graph.count; i++)
        Py_XDECREF(graph.totals[i]);
    Py_DECREF((PyObject *)y);
done:
    PyMem_Free(graph.totals);
    PyMem_Free(graph.slopes);
    PyMem_Free(graph.operands[0]);
    PyMem_Free(graph.operands[1]);
    PyMem_Free(graph.state);
    PyMem_Free(places);
    PyMem_Free(graph.leaves.entries);
    PyMem_Free(graph.interior.entries);
    PyMem_Free(stack.entries);
    return result;
}

static PyObject *give_gradients(PyObject *module, PyObject *args)
{
    if (!PyArg_ParseTuple(args, "OOOO", &local_slope, &local_value, &slope_program, &anomalies))
        return NULL;
    PyObject *kept[] = {local_slope, local_value, slope_program, anomalies};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        Py_INCREF(kept[i]);
    Py_RETURN_NONE;
}
