/* Sets of objects by their addresses, with a number for each. */

typedef struct {
    PyObject *object; /* borrowed; NULL: an empty row */
    Py_ssize_t number;
} Row;

typedef struct {
    Row *rows;
    size_t count, room; /* a power of two, and no more than half of it in use */
} Table;

/* What lies side by side has rows side by side, for stretches of memory at a time: the cache is used well so. */
static inline size_t home_of(Table *table, PyObject *object)
{
    uintptr_t place = (uintptr_t)object;
    return ((place >> 4) + (place >> 16) * 0x9e3779b1) & (table->room - 1);
}

/* The row of an object, or the empty one where it belongs; NULL: there are no rows. */
static Row *row_of(Table *table, PyObject *object)
{
    if (!table->room)
        return NULL;
    size_t place = home_of(table, object);
    while (table->rows[place].object && table->rows[place].object != object)
        place = (place + 1) & (table->room - 1);
    return &table->rows[place];
}

static int resize(Table *table, size_t room)
{
    Table old = *table;
    Row *rows = PyMem_Calloc(room, sizeof *rows);
    if (!rows)
        return -1;
    table->rows = rows;
    table->room = room;
    for (size_t i = 0; i < old.room; i++)
        if (old.rows[i].object)
            *row_of(table, old.rows[i].object) = old.rows[i];
    PyMem_Free(old.rows);
    return 0;
}

/* Its row, made if there is none yet; NULL: no memory. */
static Row *enter(Table *table, PyObject *object)
{
    if (table->count * 2 >= table->room && resize(table, table->room ? table->room * 2 : 64))
        return NULL;
    Row *row = row_of(table, object);
    if (!row->object) {
        row->object = object;
        table->count++;
    }
    return row;
}

/* What follows moves up, so that nothing is looked for behind an empty row. */
static void take_out(Table *table, PyObject *object)
{
    Row *found = row_of(table, object);
    if (!found || !found->object)
        return;
    size_t mask = table->room - 1, hole = found - table->rows, place = hole;
    while (table->rows[place = (place + 1) & mask].object)
        if (((place - home_of(table, table->rows[place].object)) & mask) >= ((place - hole) & mask)) {
            table->rows[hole] = table->rows[place];
            hole = place;
        }
    table->rows[hole].object = NULL;
    table->rows[hole].number = 0;
    table->count--;
}
