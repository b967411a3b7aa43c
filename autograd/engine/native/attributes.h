/* What Python sees of a node. */

static PyObject *as_number, *initialize; /* Python for what is not the normal case, see `bind` */
static PyObject *ByHand;                           /* the class of rules made by hand */

static PyObject *value_new(PyTypeObject *type, PyObject *args, PyObject *keywords);

static int number_of(PyObject *given, const char *where, double *number)
{
    if (PyFloat_CheckExact(given)) {
        *number = PyFloat_AS_DOUBLE(given);
        return 0;
    }
    PyObject *found = PyObject_CallFunction(as_number, "Os", given, where);
    if (!found)
        return -1;
    *number = PyFloat_AsDouble(found);
    Py_DECREF(found);
    return 0;
}

static int cannot_delete(void)
{
    PyErr_SetString(PyExc_AttributeError, "cannot delete attribute");
    return -1;
}

/* ---- numbers ---- */

static int set_data(Node *node, double data)
{
    int differs = node->first && memcmp(&node->z, &data, sizeof data) != 0;
    if (!node->first)
        node->z = data;
    if (!differs && !(node->flags & CHANGED))
        return 0;
    PyObject *own = held(node), *kept;
    kept = differs ? Py_BuildValue("(Od)", own ? own : Py_None, data) : Py_XNewRef(own);
    if (differs && !kept)
        return -1;
    node->flags = differs ? node->flags | CHANGED : node->flags & ~CHANGED;
    Py_XSETREF(node->held, kept);
    return 0;
}

static PyObject *get_data(Node *self, void *_) { return PyFloat_FromDouble(data_of(self)); }
static int put_data(Node *self, PyObject *given, void *_)
{
    double number;
    if (!given)
        return cannot_delete();
    return number_of(given, "Value.data", &number) ? -1 : set_data(self, number);
}

static PyObject *has_grad(Node *self, void *_) { return PyBool_FromLong(self->flags & HAS_GRAD); }
static PyObject *get_grad(Node *self, void *_) { return PyFloat_FromDouble(self->flags & HAS_GRAD ? self->grad : 0.0); }
static PyObject *get_grad_or_none(Node *self, void *_)
{
    return self->flags & HAS_GRAD ? PyFloat_FromDouble(self->grad) : Py_NewRef(Py_None);
}
static int put_grad(Node *self, PyObject *given, void *_)
{
    double number;
    if (!given)
        return cannot_delete();
    if (given == Py_None) {
        self->flags &= ~HAS_GRAD;
        return 0;
    }
    if (number_of(given, "Value.grad", &number))
        return -1;
    self->grad = number;
    self->flags |= HAS_GRAD;
    return 0;
}

/* ---- operands, and their numbers as recorded ---- */

static PyObject *get_operand(Node *self, void *slot)
{
    Node *node = slot ? self->second : self->first;
    return Py_NewRef(node ? (PyObject *)node : Py_None);
}
static int put_operand(Node *self, PyObject *given, void *slot)
{
    if (!given || given == Py_None)
        given = NULL;
    else if (!PyObject_TypeCheck(given, Value)) {
        PyErr_Format(PyExc_TypeError, "expected a Value, got %R", given);
        return -1;
    }
    Node **place = slot ? &self->second : &self->first;
    double data = data_of(self);
    Py_XINCREF(given);
    Node *old = *place;
    *place = (Node *)given;
    Py_XDECREF((PyObject *)old);
    return set_data(self, data);
}

enum { X, Y, Z };
static PyObject *get_recorded(Node *self, void *slot)
{
    PyObject *own = (Py_ssize_t)slot == Y && self->rule == BY_HAND ? attribute(self, "_y") : NULL;
    if (own)
        return Py_NewRef(own);
    if ((Py_ssize_t)slot == Y ? !self->second : !self->first) {
        PyErr_SetString(PyExc_AttributeError, "it was not computed from as many");
        return NULL;
    }
    return PyFloat_FromDouble((Py_ssize_t)slot == X ? self->x : (Py_ssize_t)slot == Y ? self->y : self->z);
}
static int put_recorded(Node *self, PyObject *given, void *slot)
{
    if (!given || given == Py_None)
        return 0;
    if ((Py_ssize_t)slot == Y && PyTuple_Check(given)) /* made by hand, of more than two */
        return set_attribute(self, "_y", given);
    double number = PyFloat_AsDouble(given), data = data_of(self);
    if (number == -1 && PyErr_Occurred())
        return -1;
    *((Py_ssize_t)slot == X ? &self->x : (Py_ssize_t)slot == Y ? &self->y : &self->z) = number;
    return (Py_ssize_t)slot == Z && self->first ? set_data(self, data) : 0;
}

/* ---- the rule ---- */

static PyObject *rule_of(Node *node)
{
    PyObject *found = node->rule == BY_HAND ? attribute(node, "_rule") : PyList_GET_ITEM(RULES, node->rule);
    return Py_NewRef(found ? found : Py_None);
}
static PyObject *get_rule(Node *self, void *_) { return rule_of(self); }
static int put_rule(Node *self, PyObject *given, void *_)
{
    int place = BY_HAND;
    if (!given)
        return cannot_delete();
    int is_by_hand = PyObject_IsInstance(given, ByHand);
    if (is_by_hand < 0 || (is_by_hand && set_attribute(self, "_rule", given))) /* there the collector sees it */
        return -1;
    if (!is_by_hand && (place = place_of(given)) < 0)
        return -1;
    if (place >= NATIVE)
        uses[place]++;
    int old = self->rule;
    self->rule = (uint16_t)place;
    let_go_of_rule(old);
    return 0;
}

static PyObject *get_mark(Node *self, void *_) { return PyLong_FromUnsignedLong(self->mark); }
static int put_mark(Node *self, PyObject *given, void *_)
{
    self->mark = !given || given == Py_None ? 0 : (uint32_t)PyLong_AsUnsignedLongMask(given);
    return PyErr_Occurred() ? -1 : 0;
}

/* ---- the name, and whatever else ---- */

static PyObject *get_name(Node *self, void *_)
{
    PyObject *found = held(self);
    if (!found && self->dict)
        found = attribute(self, "name");
    return !found && PyErr_Occurred() ? NULL : Py_NewRef(found ? found : Py_None);
}
static int put_name(Node *self, PyObject *name, void *_)
{
    int is_attribute = self->dict && attribute(self, "name");
    if (!name && !is_attribute && !held(self)) {
        PyErr_SetString(PyExc_AttributeError, "name");
        return -1;
    }
    if (name && name != Py_None && !PyUnicode_CheckExact(name)) /* it may hold the Value itself */
        return set_held(self, NULL) || set_attribute(self, "name", name) ? -1 : 0;
    if (is_attribute)
        return name ? PyDict_SetItemString(self->dict, "name", name) : PyDict_DelItemString(self->dict, "name");
    return set_held(self, name && name != Py_None ? Py_NewRef(name) : NULL);
}

/* Who asks for all attributes finds the name among them, and it stays there. */
static PyObject *get_dict(Node *self, void *_)
{
    PyObject *all = attributes(self, 1), *name = held(self);
    if (!all || (name && (PyDict_SetItemString(all, "name", name) || set_held(self, NULL))))
        return NULL;
    return Py_NewRef(all);
}
static int put_dict(Node *self, PyObject *given, void *_)
{
    if (!given || !PyDict_Check(given)) {
        PyErr_SetString(PyExc_TypeError, "__dict__ must be set to a dictionary");
        return -1;
    }
    Py_INCREF(given);
    Py_XSETREF(self->dict, given);
    if (!(self->flags & WATCHED))
        watch(self);
    return set_held(self, NULL);
}

/* As every object does it, and where that has made a dict it is noted. */
static int value_setattro(PyObject *self, PyObject *name, PyObject *given)
{
    int failed = PyObject_GenericSetAttr(self, name, given);
    if (((Node *)self)->dict && !(((Node *)self)->flags & WATCHED))
        watch((Node *)self);
    return failed;
}

/* A copy of a Value's attributes, without what belongs to its rule: what is pickled and copied with it. */
static PyObject *attributes_of(PyObject *module, PyObject *given)
{
    Node *node = (Node *)given;
    if (!PyObject_TypeCheck(given, Value)) {
        PyErr_SetString(PyExc_TypeError, "expected a Value");
        return NULL;
    }
    PyObject *copy = node->dict ? PyDict_Copy(node->dict) : PyDict_New();
    if (copy && held(node) && PyDict_SetItemString(copy, "name", held(node)))
        Py_CLEAR(copy);
    for (int i = 0; copy && node->rule == BY_HAND && i < 2; i++)
        if (PyDict_DelItemString(copy, i ? "_y" : "_rule"))
            PyErr_Clear();
    return copy;
}

#define GET(name, get, put, slot) {name, (getter)get, (setter)put, NULL, (void *)slot}
static PyGetSetDef ATTRIBUTES[] = {
    GET("data", get_data, put_data, 0),
    GET("grad", get_grad, put_grad, 0),
    GET("has_grad", has_grad, NULL, 0),
    GET("name", get_name, put_name, 0),
    GET("__dict__", get_dict, put_dict, 0),
    GET("_data", get_data, put_data, 0),
    GET("_grad", get_grad_or_none, put_grad, 0),
    GET("_first", get_operand, put_operand, 0),
    GET("_second", get_operand, put_operand, 1),
    GET("_x", get_recorded, put_recorded, X),
    GET("_y", get_recorded, put_recorded, Y),
    GET("_z", get_recorded, put_recorded, Z),
    GET("_mark", get_mark, put_mark, 0),
    GET("_rule", get_rule, put_rule, 0),
    {NULL}};

static PyMemberDef MEMBERS[] = {{"__weaklistoffset__", T_PYSSIZET, offsetof(Node, weakrefs), READONLY},
                                {"__dictoffset__", T_PYSSIZET, offsetof(Node, dict), READONLY},
                                {NULL}};

/* ---- making one ---- */

/* Whether these arguments make a node by hand: more than a number and a name. */
static int has_children(PyObject *args, PyObject *keywords)
{
    Py_ssize_t count = PyTuple_GET_SIZE(args), place = 0;
    PyObject *word, *given;
    if (count > 2)
        return 1;
    if (count == 2 && !PyUnicode_Check(given = PyTuple_GET_ITEM(args, 1)) && given != Py_None)
        return 1;
    while (keywords && PyDict_Next(keywords, &place, &word, &given))
        if (PyUnicode_CompareWithASCIIString(word, "data") && PyUnicode_CompareWithASCIIString(word, "label") &&
            (PyUnicode_CompareWithASCIIString(word, "name") || (!PyUnicode_Check(given) && given != Py_None)))
            return 1;
    return 0;
}

static PyObject *value_new(PyTypeObject *type, PyObject *args, PyObject *keywords)
{
    Node *node;
    if (type == Value && HandMade && has_children(args, keywords))
        type = HandMade;
    if (type == Value) {
        if ((node = fresh()))
            clear(node);
        return (PyObject *)node;
    }
    if (!(node = (Node *)((allocfunc)PyType_GetSlot(type, Py_tp_alloc))(type, 0)))
        return NULL;
    clear(node);
    watch(node);
    return (PyObject *)node;
}

static int value_init(PyObject *self, PyObject *args, PyObject *keywords)
{
    Node *node = (Node *)self;
    Py_ssize_t count = PyTuple_GET_SIZE(args);
    PyObject *name = count == 2 ? PyTuple_GET_ITEM(args, 1) : NULL;
    if (!keywords && !node->first && !node->held && !node->dict && !node->rule &&
        (count == 1 || (name && PyUnicode_CheckExact(name))) && is_plain(PyTuple_GET_ITEM(args, 0), &node->z)) {
        node->flags &= ~HAS_GRAD;
        return name ? put_name(node, name, NULL) : 0;
    }
    PyObject *all = PyTuple_New(count + 1), *done = NULL;
    if (all) {
        PyTuple_SET_ITEM(all, 0, Py_NewRef(self));
        for (Py_ssize_t i = 0; i < count; i++)
            PyTuple_SET_ITEM(all, i + 1, Py_NewRef(PyTuple_GET_ITEM(args, i)));
        done = PyObject_Call(initialize, all, keywords);
        Py_DECREF(all);
    }
    Py_XDECREF(done);
    return done ? 0 : -1;
}
